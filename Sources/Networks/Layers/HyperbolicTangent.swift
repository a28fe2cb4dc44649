import RealModule
import Tensors

/// The hyperbolic tangent.
///
/// `f(x) = tanh x`; `f′ = 1 − tanh² x = 1 / cosh² x`, at most 1.
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

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { HyperbolicTangent<Other>() }
}
