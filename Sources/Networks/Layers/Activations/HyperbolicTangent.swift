import RealModule
import Tensors

/// The hyperbolic tangent.
///
/// `f(x) = tanh x`; `f′ = 1 − tanh² x`, at most 1, computed as 1 / cosh² x, which keeps its digits far from 0.
public struct HyperbolicTangent<Scalar: TensorScalar>: Activation {
  /// `tanh`.
  public let kind = "tanh"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { Scalar.tanh(x) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar {
    let c = Scalar.cosh(x)
    return c.isFinite ? 1 / (c * c) : 0
  }

  /// f of each number.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func values(_ inputs: [Scalar]) -> [Scalar] { inputs.map { value($0) } }

  /// `∂C/∂y · f′(x)` for each number.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradients(_ upstream: [Scalar], inputs: [Scalar], outputs: [Scalar]) -> [Scalar] {
    inputs.indices.map { upstream[$0] * derivative(inputs[$0], outputs[$0]) }
  }

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> {
    HyperbolicTangent<Other>()
  }
}
