import Networks
import Tensors

/// A loss at an output: the mean over the samples as a function of the output.
public struct LossSubject: Subject {
  /// The name in results.
  public let name: String
  /// Where it comes from.
  public let source: String
  /// A loss may have places where it is not differentiable.
  public let kind = SubjectKind.loss
  /// The precision inside.
  public let scalar = ScalarKind.double
  /// The output that is judged.
  public let arrays: [SubjectArray]
  /// What is known of the inside.
  public var hints = SubjectHints()
  let loss: any Loss<Double>
  let output: Tensor<Double>
  let targets: Targets<Double>
  let claim: @Sendable (ClaimedGradient) -> ClaimedGradient

  /// A loss at an output with right answers.
  ///
  /// - Parameters:
  ///   - name: what results call it.
  ///   - loss: the loss.
  ///   - output: the network's output, batch axis first.
  ///   - targets: the right answers.
  ///   - source: where the subject comes from, for messages.
  ///   - claim: turns the right gradient into the one to be checked; for teaching and tests.
  public init(
    name: String, loss: any Loss<Double>, output: Tensor<Double>, targets: Targets<Double>,
    source: String = "built-in", claim: @escaping @Sendable (ClaimedGradient) -> ClaimedGradient = { $0 }
  ) {
    self.claim = claim
    self.name = name
    self.source = source
    self.loss = loss
    self.output = output
    self.targets = targets
    arrays = [SubjectArray(name: "output", role: .input, shape: output.shape, values: output.elements)]
    hints.sizes = [("batch", output.shape.first ?? 1)]
  }

  /// One thread's use.
  public func makeSession() throws(SubjectError) -> any SubjectSession { LossSession(self) }
}

private final class LossSession: SubjectSession {
  private let subject: LossSubject
  let point: [[Double]]
  private let base: [Double]
  private let pieces: [Int32]
  private(set) var forwardPasses = 0.0
  var termSize: Double? { TermDifference.meanSize(base) }

  init(_ subject: LossSubject) {
    self.subject = subject
    point = subject.arrays.map(\.values)
    base = subject.loss.losses(subject.output, subject.targets)
    pieces = subject.loss.activePieces(subject.output, subject.targets)
  }

  private func tensor(_ point: [[Double]]) -> Tensor<Double> {
    forwardPasses += 1
    return Tensor(shape: subject.output.shape, elements: point[0])
  }

  func values(at points: [[[Double]]]) throws(SubjectError) -> [Double] {
    points.map { subject.loss.cost(tensor($0), subject.targets) }
  }

  func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    var moved = point
    return replacements.map { replacement in
      let before = moved[0][replacement.element]
      moved[0][replacement.element] = replacement.value
      let output = tensor(moved)
      let losses = subject.loss.losses(output, subject.targets)
      moved[0][replacement.element] = before
      let crosses = subject.loss.activePieces(output, subject.targets) != pieces
      return TermDifference.response(losses, base, crossesKink: crosses)
    }
  }

  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
    let gradient = subject.loss.gradient(tensor(point), subject.targets)
    return subject.claim(
      ClaimedGradient(arrays: [
        gradient.shape == subject.output.shape
          ? .values(gradient.elements) : .wrongShape(shape: gradient.shape, values: gradient.elements)
      ]))
  }

  func knownMistakes(in array: Int) throws(SubjectError) -> KnownMistakes {
    guard subject.loss is SoftmaxCrossEntropy<Double> else { return KnownMistakes() }
    let shares = Softmax<Double>().evaluate(subject.output, context: ForwardContext()).output
    let samples = Double(max(subject.output.shape[0], 1))
    let unsubtracted = KnownMistake(
      code: .constantOffset, name: "the right answers are not subtracted from the probabilities",
      values: shares.elements.map { $0 / samples })
    return KnownMistakes([unsubtracted], of: subject.arrays[array].name)
  }
}

/// Differences of a mean, sample by sample, with a bound of their rounding.
enum TermDifference {
  static func meanSize(_ terms: [Double]) -> Double { terms.reduce(0) { $0 + abs($1) } / Double(max(terms.count, 1)) }

  static func response(_ after: [Double], _ before: [Double], crossesKink: Bool?) -> Response {
    var sum = 0.0
    var size = 0.0
    for index in after.indices where after[index] != before[index] {
      sum += after[index] - before[index]
      size += abs(after[index]) + abs(before[index])
    }
    // Where no term moves at all, each may have moved by less than its rounding.
    if size == 0 { size = before.reduce(0) { $0 + 2 * abs($1) } }
    let count = Double(max(after.count, 1))
    // A loss is itself a sum of a few rounded terms of size about 1: log-sum-exp, squares.
    return Response(
      difference: sum / count, crossesKink: crossesKink,
      noise: size.isFinite ? 8 * 0x1p-53 * (size + (size > 0 ? 1 : 0)) / count : nil)
  }
}
