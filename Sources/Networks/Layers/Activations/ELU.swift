import RealModule
import Tensors

/// The exponential linear unit.
///
/// `f(x) = x` for x > 0 and `alpha · (eˣ − 1)` below; `f′ = 1` and `alpha · eˣ`, at 0 `alpha`. With alpha = 1
/// it has no kink. Source: Clevert, Unterthiner and Hochreiter (2015).
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
    ELU<Other>(alpha: Other(alpha))
  }
}
