import Networks
import Tensors

/// One thread's use of a layer.
final class LayerSession: SubjectSession {
  private let subject: LayerSubject
  let point: [[Double]]
  private var layer: any Layer<Double>
  private let base: LayerEvaluation<Double>
  private(set) var forwardPasses = 0.0
  private let inputIsArray: Bool
  /// Σ |v y|.
  let termSize: Double?

  init(_ subject: LayerSubject) {
    self.subject = subject
    layer = subject.layer
    point = subject.arrays.map(\.values)
    base = subject.layer.evaluate(subject.input, context: subject.context)
    inputIsArray = subject.layer.hasInputGradient
    termSize = zip(base.output.elements, subject.cotangent.elements).reduce(0) { $0 + abs($1.0 * $1.1) }
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
    let changes = replacements.map { replacement in
      let before = moved[replacement.array][replacement.element]
      moved[replacement.array][replacement.element] = replacement.value
      defer { moved[replacement.array][replacement.element] = before }
      return change(evaluate(moved))
    }
    // An output that another step of the same element moves may have moved by less than its rounding at this one.
    var reached: [ElementKey: [Bool]] = [:]
    for (replacement, change) in zip(replacements, changes) {
      let key = ElementKey(array: replacement.array, element: replacement.element)
      reached[key] = reached[key].map { zip($0, change.isMoved).map { $0 || $1 } } ?? change.isMoved
    }
    return zip(replacements, changes).map { replacement, change in
      var size = change.size
      let all = reached[ElementKey(array: replacement.array, element: replacement.element)] ?? []
      for place in all.indices where all[place] && !change.isMoved[place] {
        size += 2 * abs(base.output.elements[place] * subject.cotangent.elements[place])
      }
      // Where no output moves at all, each may have moved by less than its rounding.
      if size == 0, let termSize { size = 2 * termSize }
      return Response(
        difference: change.sum, crossesKink: change.crossesKink, noise: size.isFinite ? 4 * 0x1p-53 * size : nil)
    }
  }

  private struct ElementKey: Hashable {
    let array: Int
    let element: Int
  }

  /// What a replacement does to the outputs.
  private struct Change {
    var sum = 0.0
    /// The size of the terms that moved, to which rounding is in proportion.
    var size = 0.0
    var isMoved: [Bool]
    let crossesKink: Bool
  }

  /// Output by output: differences lose fewer digits than the difference of two sums.
  private func change(_ evaluation: LayerEvaluation<Double>) -> Change {
    let count = evaluation.output.elements.count
    var change = Change(
      isMoved: Array(repeating: false, count: count), crossesKink: evaluation.pieces != base.pieces)
    for place in 0..<count {
      let (after, base) = (evaluation.output.elements[place], base.output.elements[place])
      guard after != base else { continue }
      let weight = subject.cotangent.elements[place]
      change.sum += (after - base) * weight
      change.size += (abs(after) + abs(base)) * abs(weight)
      change.isMoved[place] = true
    }
    return change
  }

  /// Each output on its own kink may take any slope between its two: a cell that ties in several windows of a pooling
  /// layer may win some and lose others. Slopes are measured, so that layers need not describe their kinks.
  func subgradients(array: Int, element: Int) throws(SubjectError) -> ClosedRange<Double>? {
    let largest = point[array].largestMagnitude
    let scale = largest > 0 ? largest.powerOfTwo : 1
    guard let wide = sides(array, element, step: scale * 0x1p-22),
      let narrow = sides(array, element, step: scale * 0x1p-26)
    else { return nil }
    var (low, high) = (0.0, 0.0)
    var isKinked = false
    for (wide, narrow) in zip(wide, narrow) {
      let jump = abs(narrow.right - narrow.left)
      // A bend that is no kink shrinks with the step.
      if jump > 1e-3 * max(abs(narrow.left), abs(narrow.right)), 2 * jump > abs(wide.right - wide.left) {
        isKinked = true
        low += min(narrow.left, narrow.right)
        high += max(narrow.left, narrow.right)
      } else {
        low += (wide.left + wide.right) / 2
        high += (wide.left + wide.right) / 2
      }
    }
    guard isKinked, low.isFinite, high.isFinite else { return nil }
    let slack = 1e-6 * max(abs(low), abs(high))
    return (low - slack)...(high + slack)
  }

  /// The slopes of each weighted output to the left and to the right of an element.
  private func sides(_ array: Int, _ element: Int, step: Double) -> [(left: Double, right: Double)]? {
    let x = point[array][element]
    guard x + step > x, x - step < x else { return nil }
    var moved = point
    moved[array][element] = x + step
    let right = evaluate(moved).output.elements
    moved[array][element] = x - step
    let left = evaluate(moved).output.elements
    return base.output.elements.indices.map { place in
      let (own, weight) = (base.output.elements[place], subject.cotangent.elements[place])
      return (
        left: (own - left[place]) * weight / (x - (x - step)), right: (right[place] - own) * weight / (x + step - x)
      )
    }
  }

  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
    if let twin = subject.claiming { return subject.claim(claimed(by: twin, at: point)) }
    let gradient = evaluate(point).pullback(subject.cotangent)
    return subject.claim(collect(gradient.input, gradient.parameters))
  }

  func knownMistakes(in array: Int) throws(SubjectError) -> KnownMistakes {
    let parameter = inputIsArray ? (array == 0 ? nil : array - 1) : array
    let general = LayerMistakes(
      layer: subject.layer, input: subject.input, cotangent: subject.cotangent, context: subject.context,
      array: subject.arrays[array], parameter: parameter)
    let own =
      parameter == nil
      ? NormalizationMistakes(
        subject.layer, input: subject.input, cotangent: subject.cotangent, context: subject.context)?.list() : nil
    return KnownMistakes((own ?? []) + general.list(), of: subject.arrays[array].name)
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
