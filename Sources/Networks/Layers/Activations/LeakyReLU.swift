import RealModule
import Tensors

/// A ReLU with a slope below 0.
///
/// `f(x) = x` for x > 0 and `slope · x` below; at 0 the derivative used is `slope`, one of the subgradients.
public struct LeakyReLU<Scalar: TensorScalar>: Activation {
  /// `leaky-relu`.
  public let kind = "leaky-relu"
  /// The slope below 0.
  public let slope: Scalar

  /// Makes the function.
  public init(slope: Scalar) { self.slope = slope }

  /// f(x).
  public func value(_ x: Scalar) -> Scalar { x > 0 ? x : slope * x }

  /// f′(x).
  public func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { x > 0 ? 1 : slope }

  /// Whether the two sides meet at an angle.
  public var hasKink: Bool { slope != 1 }

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
    LeakyReLU<Other>(slope: Other(slope))
  }
}
