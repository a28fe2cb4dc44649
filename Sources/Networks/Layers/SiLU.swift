import RealModule
import Tensors

/// The sigmoid linear unit (swish).
///
/// `f(x) = x · σ(x)`; `f′ = σ + x · σ · (1 − σ)`. Source: Hendrycks and Gimpel (2016); Ramachandran et al. (2017).
public struct SiLU<Scalar: TensorScalar>: Activation {
  /// `silu`.
  public let kind = "silu"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x * logistic(x) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar {
    let s = logistic(x)
    return s + x * s * logistic(-x)
  }

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { SiLU<Other>() }
}
