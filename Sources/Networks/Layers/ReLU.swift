import RealModule
import Tensors

/// The rectified linear unit.
///
/// `f(x) = max(x, 0)`; `f′(x) = 1` for x > 0 and 0 for x < 0. At 0 it uses 0, one of the subgradients [0, 1].
public struct ReLU<Scalar: TensorScalar>: Activation {
  /// `relu`.
  public let kind = "relu"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x > 0 ? x : 0 }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { x > 0 ? 1 : 0 }

  /// There is a kink at 0.
  public var hasKink: Bool { true }

  /// The same function for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { ReLU<Other>() }
}
