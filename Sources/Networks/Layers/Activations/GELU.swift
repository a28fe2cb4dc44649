import RealModule
import Tensors

/// The Gaussian error linear unit in its exact form, with erf; not the approximation with tanh.
///
/// `f(x) = x · Φ(x)` with `Φ(x) = ½ (1 + erf(x / √2))`, computed as `½ erfc(−x / √2)`, which keeps its digits
/// far below 0; `f′(x) = Φ(x) + x · φ(x)` with `φ(x) = e^{−x²/2} / √(2π)`. Source: Hendrycks and Gimpel (2016).
public struct GELU<Scalar: TensorScalar>: Activation {
  /// `gelu`.
  public let kind = "gelu"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x * (Scalar.erfc(-x / Scalar.sqrt(2)) / 2) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar {
    Scalar.erfc(-x / Scalar.sqrt(2)) / 2 + x * Scalar.exp(-x * x / 2) / Scalar.sqrt(2 * Scalar.pi)
  }

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
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { GELU<Other>() }
}
