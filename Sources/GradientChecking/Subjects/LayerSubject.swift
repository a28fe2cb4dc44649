import Networks
import Tensors

/// A layer at an input: its outputs are joined into one number by a random cotangent, v·y.
///
/// The cotangent is normal, from the seed: under ones softmax, centring and batch normalisation vanish.
public struct LayerSubject: Subject {
  /// The name in results.
  public let name: String
  /// Where it comes from.
  public let source: String
  /// A layer must be differentiable.
  public let kind = SubjectKind.layer
  /// The precision of the claimed gradient.
  public let scalar: ScalarKind
  /// Values are computed in `Double`.
  public var arithmetic: ScalarKind { .double }
  /// Input and parameters.
  public let arrays: [SubjectArray]
  /// What is known of the inside.
  public var hints = SubjectHints()
  let layer: any Layer<Double>
  let claiming: (any Layer<Float>)?
  let input: Tensor<Double>
  /// v: what the outputs are multiplied with before they are added up.
  public let cotangent: Tensor<Double>
  /// The cotangent that was asked for.
  let givenCotangent: Tensor<Double>?
  let context: ForwardContext
  let seed: UInt64
  let claim: @Sendable (ClaimedGradient) -> ClaimedGradient

  /// A layer at an input.
  ///
  /// - Parameters:
  ///   - name: what results call it.
  ///   - layer: the layer.
  ///   - input: where to check, batch axis first.
  ///   - seed: draws the cotangent and what is random in the forward pass.
  ///   - scalar: `float` checks the gradient of the layer's `Float` twin against the layer in `Double`.
  ///   - source: where the subject comes from, for messages.
  ///   - cotangent: v, of the output's shape; without, normal numbers from the seed.
  ///   - context: how the forward pass is run; the seed settles what is random in it.
  ///   - claim: turns the right gradients into the ones to be checked; for teaching and tests, where they are spoilt.
  public init(
    name: String, layer: any Layer<Double>, input: Tensor<Double>, seed: UInt64 = 0, scalar: ScalarKind = .double,
    source: String = "built-in", cotangent: Tensor<Double>? = nil, context: ForwardContext = ForwardContext(),
    claim: @escaping @Sendable (ClaimedGradient) -> ClaimedGradient = { $0 }
  ) {
    self.name = name
    self.source = source
    self.layer = layer
    self.input = input
    self.context = context
    self.claim = claim
    self.seed = seed
    claiming = scalar == .float ? layer.converted(to: Float.self) : nil
    self.scalar = claiming == nil ? .double : .float
    let output = layer.evaluate(input, context: context).output
    var generator = SeededGenerator(seed: seed).fork("cotangent").fork(name)
    let drawn = Tensor(shape: output.shape, elements: output.elements.map { _ in generator.normal() })
    givenCotangent = cotangent?.shape == output.shape ? cotangent : nil
    self.cotangent = givenCotangent ?? drawn
    var arrays: [SubjectArray] = []
    if layer.hasInputGradient {
      arrays.append(SubjectArray(name: "input", role: .input, shape: input.shape, values: input.elements))
    }
    for parameter in layer.parameters {
      arrays.append(
        SubjectArray(
          name: parameter.name, role: .parameter, shape: parameter.value.shape, values: parameter.value.elements))
    }
    self.arrays = arrays
    hints.sizes = [("batch", input.shape.first ?? 1)]
    if input.rank > 2 { hints.sizes.append(("positions", input.shape.dropFirst(2).reduce(1, *))) }
    if let dropout = layer as? Dropout<Double> {
      hints.constants = [("1 / (1 − p)", 1 / (1 - dropout.rate)), ("1 − p", 1 - dropout.rate)]
    }
  }

  /// The full Jacobian: a subject for each number of the output, whose gradient is a row of it.
  ///
  /// A random cotangent checks a mixture of the rows, which misses nothing but by chance; the rows say which output a
  /// mistake belongs to.
  ///
  /// - Returns: subjects named `NAME.output[i, j]`, in row-major order of the output.
  public static func jacobian(
    name: String, layer: any Layer<Double>, input: Tensor<Double>, scalar: ScalarKind = .double,
    context: ForwardContext = ForwardContext(),
    claim: @escaping @Sendable (ClaimedGradient) -> ClaimedGradient = { $0 }
  ) -> [LayerSubject] {
    let shape = layer.evaluate(input, context: context).output.shape
    let count = shape.reduce(1, *)
    return (0..<count).map { place in
      var cotangent = Tensor<Double>(shape: shape, repeating: 0)
      cotangent.elements[place] = 1
      var (index, rest) = ([Int](), place)
      for extent in shape.reversed() {
        index.insert(rest % extent, at: 0)
        rest /= extent
      }
      return LayerSubject(
        name: "\(name).output[\(index.map(String.init).joined(separator: ", "))]", layer: layer, input: input,
        scalar: scalar, cotangent: cotangent, context: context, claim: claim)
    }
  }

  /// One thread's use.
  public func makeSession() throws(SubjectError) -> any SubjectSession { LayerSession(self) }
}
