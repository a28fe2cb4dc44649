import RealModule
import Tensors

/// The logistic function, computed without overflow.
///
/// `σ(x) = 1 / (1 + e⁻ˣ)`; `σ′ = σ · (1 − σ)`, at most ¼.
public struct Sigmoid<Scalar: TensorScalar>: Activation {
  /// `sigmoid`.
  public let kind = "sigmoid"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { logistic(x) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { y * logistic(-x) }

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { Sigmoid<Other>() }
}
