import RealModule
import Tensors

/// The rectified linear unit.
///
/// `f(x) = max(x, 0)`; `f′(x) = 1` for x > 0 and 0 for x < 0. At 0 it uses 0, one of the subgradients [0, 1].
/// NaN stays NaN.
public struct ReLU<Scalar: TensorScalar>: Activation {
  /// `relu`.
  public let kind = "relu"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x <= 0 ? 0 : x }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { x > 0 ? 1 : 0 }

  /// There is a kink at 0.
  public var hasKink: Bool { true }

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
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { ReLU<Other>() }
}
