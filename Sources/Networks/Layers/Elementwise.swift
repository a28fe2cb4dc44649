import Tensors

/// An activation that works on each number alone: a function with its derivative beside it.
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
  /// The same function for another scalar type.
  func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other>
}

extension Activation {
  /// Smooth.
  public var hasKink: Bool { false }
}

/// The layer of an activation.
///
/// Forward: `y = f(x)`. Backward: `∂C/∂x = ∂C/∂y · f′(x)`.
public struct Elementwise<Function: Activation>: Layer {
  /// The scalar type.
  public typealias Scalar = Function.Scalar
  /// What `backward` needs.
  public struct Cache: Sendable {
    let input: Tensor<Scalar>
    let output: Tensor<Scalar>
  }

  /// The function.
  public let function: Function
  /// The function's name.
  public var kind: String { function.kind }

  /// Makes the layer of a function.
  public init(_ function: Function) { self.function = function }

  /// Any shape.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] { inputShape }

  /// `f(x)`.
  public func forward(_ input: Tensor<Scalar>, context: ForwardContext) -> (output: Tensor<Scalar>, cache: Cache) {
    let output = input.map { function.value($0) }
    return (output, Cache(input: input, output: output))
  }

  /// `∂C/∂y · f′(x)`.
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    var gradient = outputGradient
    for place in gradient.elements.indices {
      gradient.elements[place] *= function.derivative(cache.input.elements[place], cache.output.elements[place])
    }
    return LayerGradient(input: gradient)
  }

  /// f′(x) for each element: what a backward pass that forgets it would leave out.
  public func derivatives(at input: Tensor<Scalar>) -> Tensor<Scalar> {
    input.map { function.derivative($0, function.value($0)) }
  }

  /// Which side of the kink each input is on: −1, 0 (on it) or 1.
  public func activePieces(_ cache: Cache) -> [Int32] {
    function.hasKink ? cache.input.elements.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } : []
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    return Self.layer(of: function.converted(to: type))
  }

  private static func layer<Other: TensorScalar>(of function: any Activation<Other>) -> any Layer<Other> {
    func open<Opened: Activation>(_ function: Opened) -> any Layer<Opened.Scalar> { Elementwise<Opened>(function) }
    return open(function)
  }
}
