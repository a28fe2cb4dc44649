import Networks
import Tensors

/// A network with its loss on a batch: the cost as a function of parameters and inputs.
///
/// Perturbations are evaluated incrementally: a chain of dense layers through the perturbation kernels, any
/// other network from the layer on whose parameter moves.
public struct NetworkSubject: Subject {
  /// What the gradient is with respect to.
  public enum Wrt: String, Sendable, CaseIterable { case parameters, inputs, all }

  /// The name in results.
  public let name: String
  /// Where it comes from.
  public let source: String
  /// A network.
  public let kind = SubjectKind.network
  /// The precision of the claimed gradient.
  public let scalar: ScalarKind
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
  let claim: @Sendable (ObjectiveGradient<Double>) -> ObjectiveGradient<Double>

  /// A network on a batch.
  ///
  /// - Parameters:
  ///   - scalar: `float` checks the gradient of the network's `Float` twin against the network in `Double`.
  ///   - claim: turns the right gradient into the one to be checked; for teaching and tests, where it is spoilt.
  /// - Throws: `NetworkError` where input or targets do not fit.
  public init(
    name: String, objective: Objective<Double>, input: Tensor<Double>, targets: Targets<Double>, wrt: Wrt = .all,
    scalar: ScalarKind = .double, source: String = "built-in", context: ForwardContext = ForwardContext(),
    claim: @escaping @Sendable (ObjectiveGradient<Double>) -> ObjectiveGradient<Double> = { $0 }
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
    let gradient = subject.claim(
      subject.scalar == .float
        ? try floatGradients(objective, input) : objective.gradients(input, subject.targets, context: subject.context))
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
    var responses = [Response?](repeating: nil, count: replacements.count)
    var groups: [GroupKey: [Int]] = [:]
    var order: [GroupKey] = []
    for (index, replacement) in replacements.enumerated() {
      let key = group(of: replacement)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    for key in order {
      evaluate(key, groups[key] ?? [], replacements, chain, &responses)
    }
    return responses.map { $0 ?? Response(difference: .nan) }
  }

  private struct GroupKey: Hashable {
    var array: Int
    /// The unit, or for inputs the element.
    var unit: Int
  }

  private func group(of replacement: Replacement) -> GroupKey {
    guard case .parameter(_, let index, _) = places[replacement.array] else {
      return GroupKey(array: replacement.array, unit: replacement.element)
    }
    let width = subject.arrays[replacement.array].shape.last ?? 1
    return GroupKey(array: replacement.array, unit: index == 0 ? replacement.element % width : replacement.element)
  }

  private func evaluate(
    _ key: GroupKey, _ members: [Int], _ replacements: [Replacement], _ chain: DenseChain,
    _ responses: inout [Response?]
  ) {
    var differences: [Double] = []
    var crossed: [UInt8] = []
    var penalties = [Double](repeating: 0, count: members.count)
    switch places[key.array] {
    case .input:
      let width = subject.input.shape[1]
      let before = point[key.array][key.unit]
      chain.differences(
        sample: key.unit / width, input: key.unit % width, deltas: members.map { replacements[$0].value - before },
        into: &differences, crossed: &crossed)
      forwardPasses += Double(members.count) / Double(subject.input.shape[0])
    case .parameter(let layer, let index, let isRegularized):
      let width = subject.arrays[key.array].shape.last ?? 1
      let changes = members.map { member -> (source: DenseChain.Source, delta: Double) in
        let replacement = replacements[member]
        let delta = replacement.value - point[key.array][replacement.element]
        return (index == 0 ? .weight(replacement.element / width) : .bias, delta)
      }
      chain.differences(
        layer: denseIndex[layer], unit: key.unit, changes: changes, into: &differences, crossed: &crossed)
      forwardPasses +=
        Double(members.count) * Double(chain.depth - denseIndex[layer]) / Double(chain.depth * max(width, 1))
      let lambda = subject.objective.regularization
      if isRegularized, lambda != 0 {
        for (place, member) in members.enumerated() {
          let before = point[key.array][replacements[member].element]
          penalties[place] = lambda * changes[place].delta * (before + changes[place].delta / 2)
        }
      }
    }
    for (place, member) in members.enumerated() {
      let size = abs(differences[place]) + abs(penalties[place])
      // The kernels work in differences: their rounding is relative to the change, not to the value.
      responses[member] = Response(
        difference: differences[place] + penalties[place], crossesKink: crossed[place] != 0,
        noise: size == 0 ? 0 : 64 * 0x1p-53 * size)
    }
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
