import Tensors

/// An activation that works on each number alone: a function with its derivative beside it.
///
/// An activation of your own needs `kind`, `value`, `derivative` and `converted`; `Elementwise` makes a layer
/// of it. The functions on whole arrays are there for speed: the built-in activations compile them once for
/// `Double` and once for `Float`.
public protocol Activation<Scalar>: Sendable {
  /// The scalar type.
  associatedtype Scalar: TensorScalar
  /// The name in kebab-case.
  var kind: String { get }
  /// f(x).
  func value(_ x: Scalar) -> Scalar
  /// f′(x), given x and y = f(x); at a kink the value that the layer uses.
  func derivative(_ x: Scalar, _ y: Scalar) -> Scalar
  /// Whether the function has a kink, at 0.
  var hasKink: Bool { get }
  /// f of each number.
  func values(_ inputs: [Scalar]) -> [Scalar]
  /// `∂C/∂y · f′(x)` for each number.
  func gradients(_ upstream: [Scalar], inputs: [Scalar], outputs: [Scalar]) -> [Scalar]
  /// The same function for another scalar type.
  func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other>
}

extension Activation {
  /// Smooth.
  public var hasKink: Bool { false }

  /// f of each number.
  public func values(_ inputs: [Scalar]) -> [Scalar] { inputs.map { value($0) } }

  /// `∂C/∂y · f′(x)` for each number.
  public func gradients(_ upstream: [Scalar], inputs: [Scalar], outputs: [Scalar]) -> [Scalar] {
    inputs.indices.map { upstream[$0] * derivative(inputs[$0], outputs[$0]) }
  }
}
