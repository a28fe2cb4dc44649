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

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { Softplus<Other>() }
}
