import RealModule
import Tensors

/// The Gaussian error linear unit in its exact form.
///
/// `f(x) = x · Φ(x)`, Φ the normal distribution function; `f′ = Φ(x) + x · φ(x)`. Source: Hendrycks and Gimpel (2016).
public struct GELU<Scalar: TensorScalar>: Activation {
  /// `gelu`.
  public let kind = "gelu"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x * Scalar.erfc(-x / Scalar.sqrt(2)) / 2 }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { Scalar.erfc(-x / Scalar.sqrt(2)) / 2 + x * Scalar.exp(-x * x / 2) / Scalar.sqrt(2 * Scalar.pi) }

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { GELU<Other>() }
}
