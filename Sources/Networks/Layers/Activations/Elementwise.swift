import Tensors

/// The layer of an activation.
///
/// Forward: `y = f(x)`. Backward: `∂C/∂x = ∂C/∂y · f′(x)`. Input and output have one shape, any.
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
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    let output = Tensor(shape: input.shape, elements: function.values(input.elements))
    return (output, Cache(input: input, output: output))
  }

  /// `∂C/∂y · f′(x)`.
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    let gradients = function.gradients(
      outputGradient.elements, inputs: cache.input.elements, outputs: cache.output.elements)
    return LayerGradient(input: Tensor(shape: cache.input.shape, elements: gradients))
  }

  /// f′(x) for each element: what a backward pass that forgets it would leave out.
  public func derivatives(at input: Tensor<Scalar>) -> Tensor<Scalar> {
    input.map { function.derivative($0, function.value($0)) }
  }

  /// Which side of the kink each input is on: −1, 0 (on it) or 1.
  public func activePieces(_ cache: Cache) -> [Int32] {
    function.hasKink ? signs(cache.input.elements) : []
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    Self.layer(of: function.converted(to: type))
  }

  private static func layer<Other: TensorScalar>(of function: any Activation<Other>) -> any Layer<Other> {
    func open<Opened: Activation>(_ function: Opened) -> any Layer<Opened.Scalar> {
      Elementwise<Opened>(function)
    }
    return open(function)
  }
}

/// −1, 0 or 1 for each number.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func signs<Scalar: TensorScalar>(_ numbers: [Scalar]) -> [Int32] {
  numbers.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
}
