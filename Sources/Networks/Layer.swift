import Tensors

/// A layer of a network: a value with a forward pass and, beside it, the backward pass that goes with it.
///
/// Nothing is remembered between calls: `forward` returns what `backward` will need as `Cache`. So a layer
/// can be called twice, and from two threads. Axis 0 of every input and output is the batch.
///
/// A layer of your own needs `kind`, `outputShape`, `forward`, `backward` and, where it learns, `parameters`.
public protocol Layer<Scalar>: Sendable {
  /// The scalar type of parameters, inputs and outputs.
  associatedtype Scalar: TensorScalar

  /// What `forward` keeps for `backward`.
  associatedtype Cache: Sendable

  /// The name in kebab-case that configurations and results use, such as `leaky-relu`.
  var kind: String { get }

  /// What the layer learns, in a fixed order; setting it replaces the values (same names, same shapes).
  var parameters: [Parameter<Scalar>] { get set }

  /// Whether the input is a quantity that a gradient makes sense for (an embedding's indices are not).
  var hasInputGradient: Bool { get }

  /// The shape of the output for an input of `inputShape` (batch axis included).
  ///
  /// - Throws: `NetworkError.shape` that says what was expected and what was found.
  func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int]

  /// Computes the output and what `backward` will need.
  func forward(_ input: Tensor<Scalar>, context: ForwardContext) -> (output: Tensor<Scalar>, cache: Cache)

  /// Computes the gradients of a scalar C with respect to input and parameters from ∂C/∂output.
  func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar>

  /// Which pieces of a piecewise function were active (which units were on, which maximum won), one number a
  /// unit; empty for a layer that is smooth everywhere. Two forward passes with equal signatures ran through
  /// the same smooth pieces.
  func activePieces(_ cache: Cache) -> [Int32]

  /// What training changes besides parameters (the running statistics of batch normalisation), in a fixed
  /// order: it is saved and loaded with them. Setting it replaces the values.
  var state: [Parameter<Scalar>] { get set }

  /// Takes over what training changes besides parameters, from a forward pass.
  mutating func absorb(_ cache: Cache)

  /// The same layer with parameters in another scalar type; `nil` where the layer exists in one type only.
  func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)?
}

extension Layer {
  /// Nothing to learn.
  public var parameters: [Parameter<Scalar>] {
    get { [] }
    set { precondition(newValue.isEmpty, "\(kind) has no parameters") }
  }

  /// Inputs have gradients.
  public var hasInputGradient: Bool { true }

  /// Smooth everywhere.
  public func activePieces(_ cache: Cache) -> [Int32] { [] }

  /// Nothing is kept besides parameters.
  public var state: [Parameter<Scalar>] {
    get { [] }
    set { precondition(newValue.isEmpty, "\(kind) has no state") }
  }

  /// Nothing changes besides parameters.
  public mutating func absorb(_ cache: Cache) {}

  /// The layer exists in one scalar type only.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? { nil }

  /// Takes over what a forward pass at `input` changes besides parameters.
  public mutating func absorb(_ input: Tensor<Scalar>, context: ForwardContext) {
    absorb(forward(input, context: context).cache)
  }

  /// A forward pass together with the backward pass that belongs to it, for code that does not know the
  /// layer's type.
  public func evaluate(_ input: Tensor<Scalar>, context: ForwardContext) -> LayerEvaluation<Scalar> {
    let (output, cache) = forward(input, context: context)
    return LayerEvaluation(
      output: output, pieces: activePieces(cache), pullback: { self.backward($0, cache: cache) })
  }

  /// The output alone.
  func output(_ input: Tensor<Scalar>, context: ForwardContext) -> Tensor<Scalar> {
    forward(input, context: context).output
  }

  /// The output and the backward pass, without a look at pieces.
  func outputAndPullback(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, pullback: (Tensor<Scalar>) -> LayerGradient<Scalar>) {
    let (output, cache) = forward(input, context: context)
    return (output, { self.backward($0, cache: cache) })
  }
}

/// Something that a layer learns.
public struct Parameter<Scalar: TensorScalar>: Sendable, Equatable {
  /// The name within the layer: `weights`, `bias`, `scale`…
  public let name: String
  /// The values.
  public var value: Tensor<Scalar>
  /// Whether ½ λ Σ w² counts it (biases, shifts and scales are left out).
  public let isRegularized: Bool

  /// Names a value that a layer learns.
  public init(_ name: String, _ value: Tensor<Scalar>, isRegularized: Bool = false) {
    self.name = name
    self.value = value
    self.isRegularized = isRegularized
  }
}

/// What a layer's backward pass returns.
public struct LayerGradient<Scalar: TensorScalar>: Sendable, Equatable {
  /// ∂C/∂input, of the input's shape.
  public var input: Tensor<Scalar>
  /// ∂C/∂parameter for each of `parameters`, in that order and of those shapes.
  public var parameters: [Tensor<Scalar>]

  /// Collects the gradients of one layer.
  public init(input: Tensor<Scalar>, parameters: [Tensor<Scalar>] = []) {
    self.input = input
    self.parameters = parameters
  }
}

/// How a forward pass is run.
public struct ForwardContext: Sendable, Equatable {
  /// Whether layers that differ between training and use (dropout, batch normalisation) train.
  public var isTraining: Bool
  /// The seed of whatever is random in this pass; equal contexts give equal passes.
  public var seed: UInt64

  /// Describes a pass.
  public init(isTraining: Bool = true, seed: UInt64 = 0) {
    self.isTraining = isTraining
    self.seed = seed
  }
}

/// The result of a forward pass, with its backward pass as a function.
public struct LayerEvaluation<Scalar: TensorScalar>: Sendable {
  /// The output.
  public let output: Tensor<Scalar>
  /// Which pieces were active; see `Layer.activePieces`.
  public let pieces: [Int32]
  /// ∂C/∂output → gradients of input and parameters.
  public let pullback: @Sendable (Tensor<Scalar>) -> LayerGradient<Scalar>
}
