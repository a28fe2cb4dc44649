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
  /// Input and parameters.
  public let arrays: [SubjectArray]
  /// What is known of the inside.
  public var hints = SubjectHints()
  let layer: any Layer<Double>
  let claiming: (any Layer<Float>)?
  let input: Tensor<Double>
  let cotangent: Tensor<Double>
  let context: ForwardContext

  /// A layer at an input.
  ///
  /// - Parameters:
  ///   - scalar: `float` checks the gradient of the layer's `Float` twin against the layer in `Double`.
  ///   - context: how the forward pass is run; the seed settles what is random in it.
  public init(
    name: String, layer: any Layer<Double>, input: Tensor<Double>, seed: UInt64 = 0, scalar: ScalarKind = .double,
    source: String = "built-in", context: ForwardContext = ForwardContext()
  ) {
    self.name = name
    self.source = source
    self.layer = layer
    self.input = input
    self.context = context
    claiming = scalar == .float ? layer.converted(to: Float.self) : nil
    self.scalar = claiming == nil ? .double : .float
    let output = layer.evaluate(input, context: context).output
    var generator = SeededGenerator(seed: seed).fork("cotangent").fork(name)
    cotangent = Tensor(shape: output.shape, elements: output.elements.map { _ in generator.normal() })
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
    hints.factors = factors()
    hints.alternatives = alternatives()
    if claiming != nil { hints.tolerance = 1e-4 }
  }

  /// One thread's use.
  public func makeSession() throws(SubjectError) -> any SubjectSession { LayerSession(self) }

  /// What a forgotten derivative would leave out.
  private func factors() -> [(array: String, name: String, values: [Double])] {
    func open<Opened: Layer<Double>>(_ layer: Opened) -> [Double]? {
      (layer as? any ActivationLayer)?.slopes(at: input.elements)
    }
    guard layer.parameters.isEmpty, let slopes = open(layer) else { return [] }
    return [("input", "the derivative of \(layer.kind)", slopes)]
  }

  /// Gradients that known mistakes give instead.
  private func alternatives() -> [(array: String, code: DiagnosisCode, name: String, values: [Double])] {
    let evaluation = layer.evaluate(input, context: context)
    let ones = evaluation.pullback(Tensor(shape: cotangent.shape, repeating: 1))
    var found: [(array: String, code: DiagnosisCode, name: String, values: [Double])] = []
    if layer.hasInputGradient {
      found.append(("input", .upstreamIgnored, "the upstream gradient is taken to be 1", ones.input.elements))
    }
    for (parameter, gradient) in zip(layer.parameters, ones.parameters) {
      found.append((parameter.name, .upstreamIgnored, "the upstream gradient is taken to be 1", gradient.elements))
    }
    if let samples = input.shape.first, samples > 1, !layer.parameters.isEmpty {
      for sample in [0, samples - 1] {
        var share = Tensor<Double>.zeros(cotangent.shape)
        let width = cotangent.count / samples
        for place in (sample * width)..<((sample + 1) * width) { share.elements[place] = cotangent.elements[place] }
        let own = evaluation.pullback(share)
        for (parameter, gradient) in zip(layer.parameters, own.parameters) {
          found.append(
            (parameter.name, .missingSum, "only sample \(sample) counts, not the sum over the batch", gradient.elements)
          )
        }
      }
    }
    if layer.kind == "softmax", layer.hasInputGradient {
      let shares = evaluation.output
      found.append(
        (
          "input", .diagonalOnly, "only the diagonal p(1 − p) of the Jacobian is used",
          shares.elements.indices.map { shares.elements[$0] * (1 - shares.elements[$0]) * cotangent.elements[$0] }
        ))
    }
    return found
  }
}

/// Layers that can tell the derivative of each element.
protocol ActivationLayer {
  func slopes(at inputs: [Double]) -> [Double]
}

extension Elementwise: ActivationLayer where Function.Scalar == Double {
  func slopes(at inputs: [Double]) -> [Double] { derivatives(at: Tensor(inputs)).elements }
}

private final class LayerSession: SubjectSession {
  private let subject: LayerSubject
  let point: [[Double]]
  private var layer: any Layer<Double>
  private let base: LayerEvaluation<Double>
  private(set) var forwardPasses = 0.0
  private let inputIsArray: Bool
  /// Σ 2 |v y|: the size of the terms where nothing moves.
  private let restingSize: Double

  init(_ subject: LayerSubject) {
    self.subject = subject
    layer = subject.layer
    point = subject.arrays.map(\.values)
    base = subject.layer.evaluate(subject.input, context: subject.context)
    inputIsArray = subject.layer.hasInputGradient
    restingSize = zip(base.output.elements, subject.cotangent.elements).reduce(0) { $0 + 2 * abs($1.0 * $1.1) }
  }

  private func evaluate(_ point: [[Double]]) -> LayerEvaluation<Double> {
    forwardPasses += 1
    var input = subject.input
    if inputIsArray { input.elements = point[0] }
    var parameters = layer.parameters
    let first = inputIsArray ? 1 : 0
    for index in parameters.indices { parameters[index].value.elements = point[first + index] }
    if !parameters.isEmpty { layer.parameters = parameters }
    return layer.evaluate(input, context: subject.context)
  }

  private func contract(_ output: Tensor<Double>) -> Double {
    zip(output.elements, subject.cotangent.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }

  func values(at points: [[[Double]]]) throws(SubjectError) -> [Double] { points.map { contract(evaluate($0).output) } }

  func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    var moved = point
    return replacements.map { replacement in
      let before = moved[replacement.array][replacement.element]
      moved[replacement.array][replacement.element] = replacement.value
      let evaluation = evaluate(moved)
      moved[replacement.array][replacement.element] = before
      // Output by output: differences lose fewer digits than the difference of two sums.
      var sum = 0.0
      var size = 0.0
      for place in evaluation.output.elements.indices {
        let (after, base) = (evaluation.output.elements[place], base.output.elements[place])
        guard after != base else { continue }
        let weight = subject.cotangent.elements[place]
        sum += (after - base) * weight
        size += (abs(after) + abs(base)) * abs(weight)
      }
      // Where no output moves at all, each may have moved by less than its rounding.
      if size == 0 { size = restingSize }
      return Response(
        difference: sum, crossesKink: evaluation.pieces != base.pieces, noise: size.isFinite ? 4 * 0x1p-53 * size : nil)
    }
  }

  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
    if let twin = subject.claiming { return claimed(by: twin, at: point) }
    let gradient = evaluate(point).pullback(subject.cotangent)
    return collect(gradient.input, gradient.parameters)
  }

  private func claimed(by twin: any Layer<Float>, at point: [[Double]]) -> ClaimedGradient {
    var twin = twin
    var input = subject.input
    if inputIsArray { input.elements = point[0] }
    var parameters = twin.parameters
    for index in parameters.indices {
      parameters[index].value.elements = point[(inputIsArray ? 1 : 0) + index].map { Float($0) }
    }
    if !parameters.isEmpty { twin.parameters = parameters }
    let gradient = twin.evaluate(input.converted(), context: subject.context).pullback(subject.cotangent.converted())
    return collect(gradient.input.converted(), gradient.parameters.map { $0.converted() })
  }

  private func collect(_ input: Tensor<Double>, _ parameters: [Tensor<Double>]) -> ClaimedGradient {
    let gradients = (inputIsArray ? [input] : []) + parameters
    return ClaimedGradient(
      arrays: subject.arrays.indices.map { index in
        guard index < gradients.count else { return .missing }
        let shape = subject.arrays[index].shape
        return gradients[index].shape == shape
          ? .values(gradients[index].elements)
          : .wrongShape(shape: gradients[index].shape, values: gradients[index].elements)
      })
  }
}
