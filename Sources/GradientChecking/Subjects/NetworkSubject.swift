import Networks
import Tensors

/// A network with its loss on a batch: the cost as a function of parameters and inputs.
///
/// Perturbations are evaluated incrementally: a chain of dense layers through the perturbation kernels, any
/// other network from the layer on whose parameter moves.
public struct NetworkSubject: Subject {
  /// What the gradient is with respect to.
  public enum Wrt: String, Sendable, CaseIterable { case parameters, inputs, all }

  /// Turns the right gradient, the objective and the input that it belongs to into the gradient to be checked.
  public typealias Claim =
    @Sendable (ObjectiveGradient<Double>, Objective<Double>, Tensor<Double>) -> ObjectiveGradient<Double>

  /// The name in results.
  public let name: String
  /// Where it comes from.
  public let source: String
  /// A network.
  public let kind = SubjectKind.network
  /// The precision of the claimed gradient.
  public let scalar: ScalarKind
  /// Values are computed in `Double`.
  public var arithmetic: ScalarKind { .double }
  /// Inputs and parameters.
  public let arrays: [SubjectArray]
  /// What is known of the inside.
  public var hints = SubjectHints()
  let objective: Objective<Double>
  let input: Tensor<Double>
  let targets: Targets<Double>
  let context: ForwardContext
  let hasInput: Bool
  let hasParameters: Bool
  let claim: Claim?

  /// A network on a batch.
  ///
  /// - Parameters:
  ///   - name: what results call it.
  ///   - objective: the network with its loss.
  ///   - input: the batch, `[N, …]`.
  ///   - targets: the right answers of the batch.
  ///   - wrt: which gradients are checked.
  ///   - scalar: `float` checks the gradient of the network's `Float` twin against the network in `Double`.
  ///   - source: where the subject comes from, for messages.
  ///   - context: how the forward pass is run; the seed settles what is random in it.
  ///   - claim: turns the right gradient into the one to be checked; for teaching and tests, where it is spoilt.
  /// - Throws: `NetworkError` where input or targets do not fit.
  public init(
    name: String, objective: Objective<Double>, input: Tensor<Double>, targets: Targets<Double>, wrt: Wrt = .all,
    scalar: ScalarKind = .double, source: String = "built-in", context: ForwardContext = ForwardContext(),
    claim: Claim? = nil
  ) throws(NetworkError) {
    let outputShape = try objective.network.outputShape(samples: input.shape.first ?? 0)
    try objective.loss.validate(targets, outputShape: outputShape)
    self.name = name
    self.source = source
    self.objective = objective
    self.input = input
    self.targets = targets
    self.context = context
    self.scalar = scalar
    self.claim = claim
    let isDifferentiable = objective.network.layers.first?.hasInputGradient ?? true
    hasInput = wrt != .parameters && isDifferentiable
    hasParameters = wrt != .inputs
    var arrays: [SubjectArray] = []
    if hasInput { arrays.append(SubjectArray(name: "input", role: .input, shape: input.shape, values: input.elements)) }
    if hasParameters {
      arrays += objective.network.parameters.map {
        SubjectArray(name: $0.name, role: .parameter, shape: $0.value.shape, values: $0.value.elements)
      }
    }
    self.arrays = arrays
    hints.sizes = [("batch", input.shape.first ?? 1)]
    hints.regularization = objective.regularization
  }

  /// One thread's use.
  public func makeSession() throws(SubjectError) -> any SubjectSession { NetworkSession(self) }

  /// The place of an array: the input, or a parameter of a layer.
  enum Place: Equatable {
    case input
    case parameter(layer: Int, index: Int, isRegularized: Bool)
  }

  var places: [Place] {
    var places: [Place] = hasInput ? [.input] : []
    guard hasParameters else { return places }
    for (layer, own) in objective.network.layers.enumerated() {
      for (index, parameter) in own.parameters.enumerated() {
        places.append(.parameter(layer: layer, index: index, isRegularized: parameter.isRegularized))
      }
    }
    return places
  }
}

private final class NetworkSession: SubjectSession {
  let subject: NetworkSubject
  let point: [[Double]]
  private let places: [NetworkSubject.Place]
  private let chain: DenseChain?
  /// For each layer its place among the dense layers of the chain.
  private let denseIndex: [Int]
  /// The input of each layer, and the output.
  private var inputs: [Tensor<Double>] = []
  private var pieces: [[Int32]] = []
  private let base: [Double]
  var termSize: Double? { TermDifference.meanSize(base) }
  /// A chain has no layers but the built-in ones.
  var isPure: Bool { chain != nil && subject.claim == nil }
  private(set) var forwardPasses = 0.0

  init(_ subject: NetworkSubject) {
    self.subject = subject
    point = subject.arrays.map(\.values)
    places = subject.places
    chain = DenseChain(subject.objective, input: subject.input, targets: subject.targets)
    var dense = -1
    denseIndex = subject.objective.network.layers.map { layer in
      if layer is Dense<Double> { dense += 1 }
      return dense
    }
    var current = subject.input
    for layer in subject.objective.network.layers {
      inputs.append(current)
      let evaluation = layer.evaluate(current, context: subject.context)
      pieces.append(evaluation.pieces)
      current = evaluation.output
    }
    inputs.append(current)
    base = subject.objective.loss.losses(current, subject.targets)
  }

  private func objective(at point: [[Double]]) -> (Objective<Double>, Tensor<Double>) {
    var objective = subject.objective
    var input = subject.input
    if subject.hasInput { input.elements = point[0] }
    if subject.hasParameters {
      var parameters = objective.network.parameters
      let first = subject.hasInput ? 1 : 0
      for index in parameters.indices { parameters[index].value.elements = point[first + index] }
      objective.network.parameters = parameters
    }
    return (objective, input)
  }

  func values(at points: [[[Double]]]) throws(SubjectError) -> [Double] {
    points.map { point in
      forwardPasses += 1
      let (objective, input) = objective(at: point)
      return objective.cost(input, subject.targets, context: subject.context)
    }
  }

  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
    let (objective, input) = objective(at: point)
    let right =
      subject.scalar == .float
      ? try floatGradients(objective, input) : objective.gradients(input, subject.targets, context: subject.context)
    let gradient = subject.claim?(right, objective, input) ?? right
    let all = (subject.hasInput ? [gradient.input] : []) + (subject.hasParameters ? gradient.parameters : [])
    return ClaimedGradient(
      arrays: subject.arrays.indices.map { index in
        guard index < all.count else { return .missing }
        return all[index].shape == subject.arrays[index].shape
          ? .values(all[index].elements) : .wrongShape(shape: all[index].shape, values: all[index].elements)
      })
  }

  /// The gradient of the `Float` twin, in `Double`.
  private func floatGradients(
    _ objective: Objective<Double>, _ input: Tensor<Double>
  ) throws(SubjectError) -> ObjectiveGradient<Double> {
    guard let twin = objective.converted(to: Float.self) else {
      throw SubjectError(type: "scalar", message: "\(subject.name): a layer or the loss exists in Double only")
    }
    let gradient = twin.gradients(input.converted(), subject.targets.converted(), context: subject.context)
    return ObjectiveGradient(
      cost: Double(gradient.cost), output: gradient.output.converted(), input: gradient.input.converted(),
      parameters: gradient.parameters.map { $0.converted() })
  }

  // MARK: Perturbations

  func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    guard let chain else { return replacements.map(general) }
    var responses: [Response] = []
    responses.reserveCapacity(replacements.count)
    // Runs of one array, each in one call of the kernels.
    var start = 0
    while start < replacements.count {
      let array = replacements[start].array
      let end = replacements[start...].firstIndex { $0.array != array } ?? replacements.count
      let run = replacements[start..<end]
      let found = columns(chain, array, run.map(\.element), run.map(\.value))
      responses += found.differences.indices.map { found[$0] }
      start = end
    }
    return responses
  }

  func responses(
    of elements: [Int], in array: Int, set values: [Double]
  ) throws(SubjectError) -> ResponseColumns {
    if let chain { return columns(chain, array, elements, values) }
    return ResponseColumns(
      values.enumerated().map {
        general(Replacement(array: array, element: elements[$0.offset % elements.count], value: $0.element))
      })
  }

  func differences(along direction: [Double], in array: Int, steps: [Double]) throws(SubjectError) -> [Double]? {
    guard let chain else { return nil }
    forwardPasses += Double(steps.count)
    guard case .parameter(let layer, let index, let isRegularized) = places[array] else {
      return chain.differences(of: .input, along: direction, steps: steps)
    }
    let dense = denseIndex[layer]
    let found = chain.differences(of: index == 0 ? .weights(dense) : .biases(dense), along: direction, steps: steps)
    let lambda = subject.objective.regularization
    guard isRegularized, lambda != 0 else { return found }
    // ½ λ Σ (w + t d)² − ½ λ Σ w² = λ t (Σ w d + t/2 Σ d²).
    let slope = zip(point[array], direction).reduce(0) { $0 + $1.0 * $1.1 }
    let squares = direction.reduce(0) { $0 + $1 * $1 }
    return zip(found, steps).map { $0 + lambda * $1 * (slope + $1 / 2 * squares) }
  }

  private func columns(
    _ chain: DenseChain, _ array: Int, _ elements: [Int], _ values: [Double]
  ) -> ResponseColumns {
    let count = elements.count
    let steps = [Double](unsafeUninitializedCapacity: values.count) { steps, initialized in
      let own = point[array]
      for (index, element) in elements.enumerated() { steps[index] = own[element] }
      // The first row last: it holds the numbers that all rows are moved from.
      for start in stride(from: values.count - count, through: 0, by: -max(count, 1)) {
        for index in 0..<count { steps[start + index] = values[start + index] - steps[index] }
      }
      initialized = values.count
    }
    let found = incremental(chain, array, elements, steps)
    return ResponseColumns(differences: found.values, crossings: found.crossed, noise: found.sizes)
  }

  /// Differences by the kernels; `sizes` becomes a bound of their rounding.
  private func incremental(
    _ chain: DenseChain, _ array: Int, _ elements: [Int], _ steps: [Double]
  ) -> DenseChain.Differences {
    var found: DenseChain.Differences
    // Rounding errors of the size of a term that a difference may pick up on its way.
    let rounding = 16 * 0x1p-53
    switch places[array] {
    case .input:
      found = chain.differences(of: .input, at: elements, steps: steps)
      forwardPasses += Double(steps.count) / Double(chain.samples)
      found.scaleSizes(by: rounding)
    case .parameter(let layer, let index, let isRegularized):
      let dense = denseIndex[layer]
      found = chain.differences(of: index == 0 ? .weights(dense) : .biases(dense), at: elements, steps: steps)
      let width = subject.arrays[array].shape.last ?? 1
      forwardPasses += Double(steps.count) * Double(chain.depth - dense) / Double(chain.depth * max(width, 1))
      let lambda = isRegularized ? subject.objective.regularization : 0
      if lambda != 0 {
        for place in found.values.indices {
          let step = steps[place]
          let penalty = lambda * step * (point[array][elements[place % elements.count]] + step / 2)
          found.values[place] += penalty
          found.sizes[place] += abs(penalty)
        }
      }
      found.scaleSizes(by: rounding)
    }
    return found
  }

  /// Any network: from the layer on whose parameter moves.
  private func general(_ replacement: Replacement) -> Response {
    let layers = subject.objective.network.layers
    var current: Tensor<Double>
    var start = 0
    var penalty = 0.0
    var changed: (any Layer<Double>)?
    switch places[replacement.array] {
    case .input:
      current = inputs[0]
      current.elements[replacement.element] = replacement.value
    case .parameter(let layer, let index, let isRegularized):
      start = layer
      current = inputs[layer]
      var own = layers[layer]
      var parameters = own.parameters
      let before = parameters[index].value.elements[replacement.element]
      parameters[index].value.elements[replacement.element] = replacement.value
      own.parameters = parameters
      changed = own
      if isRegularized {
        let delta = replacement.value - before
        penalty = subject.objective.regularization * delta * (before + delta / 2)
      }
    }
    var crosses = false
    for index in start..<layers.count {
      let evaluation = (index == start ? changed ?? layers[index] : layers[index]).evaluate(
        current, context: subject.context)
      crosses = crosses || evaluation.pieces != pieces[index]
      current = evaluation.output
    }
    forwardPasses += Double(layers.count - start) / Double(max(layers.count, 1))
    let losses = subject.objective.loss.losses(current, subject.targets)
    let response = TermDifference.response(losses, base, crossesKink: crosses)
    return Response(
      difference: response.difference + penalty, crossesKink: crosses,
      noise: response.noise.map { $0 + 4 * 0x1p-53 * abs(penalty) })
  }

  func subgradients(array: Int, element: Int) throws(SubjectError) -> ClosedRange<Double>? {
    NetworkSubgradients(subject: subject, inputs: inputs).range(of: places[array], element: element)
  }
}

extension Objective {
  /// The same objective in another scalar type; `nil` where a layer or the loss exists in one type only.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> Objective<Other>? {
    var layers: [any Layer<Other>] = []
    for layer in network.layers {
      guard let converted = layer.converted(to: type) else { return nil }
      layers.append(converted)
    }
    guard let loss = loss.converted(to: type),
      let network = try? Network<Other>(inputShape: network.inputShape, layers: layers)
    else { return nil }
    return Objective<Other>(network: network, loss: loss, regularization: Other(regularization))
  }
}

extension Targets {
  /// The same targets in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type = Other.self) -> Targets<Other> {
    switch self {
    case .classes(let labels): .classes(labels)
    case .values(let values): .values(values.converted())
    }
  }
}
