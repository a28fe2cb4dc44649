import RealModule
import Tensors

/// The sigmoid linear unit (swish).
///
/// `f(x) = x · σ(x)`; `f′ = σ + x · σ · (1 − σ)`, with 1 − σ(x) computed as σ(−x). Sources: Hendrycks and Gimpel
/// (2016); Ramachandran, Zoph and Le (2017).
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
  public func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { SiLU<Other>() }
}
