import RealModule
import Tensors

/// A smooth ReLU.
///
/// `f(x) = log(1 + eˣ)`, computed as max(x, 0) + log1p(e^−|x|); `f′ = σ(x)`.
public struct Softplus<Scalar: TensorScalar>: Activation {
  /// `softplus`.
  public let kind = "softplus"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { max(x, 0) + Scalar.log(onePlus: Scalar.exp(-abs(x))) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { logistic(x) }

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
    Softplus<Other>()
  }
}
