import RealModule
import Tensors

/// The exponential linear unit.
///
/// `f(x) = x` for x > 0 and `alpha · (eˣ − 1)` below; `f′ = 1` and `alpha · eˣ`. With alpha = 1 it has no kink. Source: Clevert et al. (2015).
public struct ELU<Scalar: TensorScalar>: Activation {
  /// `elu`.
  public let kind = "elu"
  /// −alpha is the value far below 0.
  public let alpha: Scalar

  /// Makes the function.
  public init(alpha: Scalar) { self.alpha = alpha }

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x > 0 ? x : alpha * Scalar.expMinusOne(x) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { x > 0 ? 1 : alpha * Scalar.exp(x) }

  /// Whether the two sides meet at an angle.
  public var hasKink: Bool { alpha != 1 }

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> {
    ELU<Other>(alpha: Other(alpha))
  }
}
