import Tensors

/// A block of layers with a path around it.
///
/// Forward: `y = x + F(x)`, F the inner layers one after the other, which must keep the shape. Backward:
/// `∂C/∂x = g + ∂C/∂x through F`. Parameters are named after their layer in the block: `inner.0.weights`.
/// Source: He, Zhang, Ren and Sun (2016).
public struct Residual<Scalar: TensorScalar>: Layer {
  /// `residual`.
  public let kind = "residual"
  /// The layers of the block.
  public var inner: [any Layer<Scalar>]

  /// What `backward` and `absorb` need: the input, and each inner layer's pass.
  public struct Cache: Sendable {
    let input: Tensor<Scalar>
    let evaluations: [LayerEvaluation<Scalar>]
    let context: ForwardContext
  }

  /// Makes the block.
  public init(_ inner: [any Layer<Scalar>]) { self.inner = inner }

  /// The parameters of the inner layers.
  public var parameters: [Parameter<Scalar>] {
    get { inner.collecting(under: "inner") { $0.parameters } }
    set {
      inner.distribute(newValue) {
        $0.parameters
      } set: {
        $0.parameters = $1
      }
    }
  }

  /// What the inner layers keep besides parameters.
  public var state: [Parameter<Scalar>] {
    get { inner.collecting(under: "inner") { $0.state } }
    set {
      inner.distribute(newValue) {
        $0.state
      } set: {
        $0.state = $1
      }
    }
  }

  /// The input's shape, if the inner layers keep it.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    var shape = inputShape
    for (index, layer) in inner.enumerated() {
      do { shape = try layer.outputShape(for: shape) } catch { throw error.inside("inner.\(index)") }
    }
    guard shape == inputShape else {
      throw .shape(
        place: "", expected: "inner layers that keep the shape \(inputShape)",
        found: "an output of shape \(shape)")
    }
    return shape
  }

  /// `x + F(x)`.
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    var current = input
    let evaluations = inner.map { layer in
      let evaluation = layer.evaluate(current, context: context)
      current = evaluation.output
      return evaluation
    }
    return (input + current, Cache(input: input, evaluations: evaluations, context: context))
  }

  /// The gradients of input and inner parameters.
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    var upstream = outputGradient
    var parameters: [[Tensor<Scalar>]] = []
    for evaluation in cache.evaluations.reversed() {
      let gradient = evaluation.pullback(upstream)
      upstream = gradient.input
      parameters.append(gradient.parameters)
    }
    return LayerGradient(input: outputGradient + upstream, parameters: parameters.reversed().flatMap(\.self))
  }

  /// The pieces of the inner layers, one after the other.
  public func activePieces(_ cache: Cache) -> [Int32] { cache.evaluations.flatMap(\.pieces) }

  /// Lets each inner layer take over what its pass changes.
  public mutating func absorb(_ cache: Cache) {
    var input = cache.input
    for index in inner.indices {
      inner[index].absorb(input, context: cache.context)
      input = cache.evaluations[index].output
    }
  }

  /// The same block in another scalar type; `nil` where an inner layer exists in one type only.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    let converted = inner.compactMap { $0.converted(to: type) }
    return converted.count == inner.count ? Residual<Other>(converted) : nil
  }
}
