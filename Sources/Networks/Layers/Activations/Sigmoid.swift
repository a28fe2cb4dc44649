import RealModule
import Tensors

/// The logistic function, computed without overflow.
///
/// `σ(x) = 1 / (1 + e⁻ˣ)`; `σ′ = σ · (1 − σ)`, at most ¼. 1 − σ(x) is computed as σ(−x): where σ is close to 1 the
/// subtraction would lose digits (6 % of the slope at x = 16 in `Float`).
public struct Sigmoid<Scalar: TensorScalar>: Activation {
  /// `sigmoid`.
  public let kind = "sigmoid"

  /// Makes the function.
  public init() {}

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { logistic(x) }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { y * logistic(-x) }

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
    Sigmoid<Other>()
  }
}
