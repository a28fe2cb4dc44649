/// What is known of a subject beside its elements: its point, and what helps to name a cause. Parts of a sharded check
/// carry it, so that the joined elements are judged as the whole check judges them.
public struct SubjectContext: Sendable {
  /// The arrays with the values at the point.
  public var arrays: [SubjectArray]
  /// What is known of the inside.
  public var hints: SubjectHints
  /// The relative tolerance in force.
  public var tolerance: Double

  /// Collects the values.
  public init(arrays: [SubjectArray], hints: SubjectHints, tolerance: Double) {
    self.arrays = arrays
    self.hints = hints
    self.tolerance = tolerance
  }

  /// Keeps what a session said of known mistakes: where parts are joined there is none to be asked.
  mutating func add(_ mistakes: KnownMistakes) {
    hints.factors += mistakes.factors
    hints.alternatives += mistakes.alternatives
  }

  /// The context of joined parts: for each array the known mistakes of the first part that failed in it.
  static func joined(_ parts: [SubjectContext]) -> SubjectContext? {
    guard var whole = parts.first else { return nil }
    whole.hints.factors = []
    whole.hints.alternatives = []
    for array in whole.arrays.map(\.name) {
      let factors = parts.map { $0.hints.factors.filter { $0.array == array } }
      let alternatives = parts.map { $0.hints.alternatives.filter { $0.array == array } }
      let most = parts.indices.max {
        factors[$0].count + alternatives[$0].count < factors[$1].count + alternatives[$1].count
      }
      guard let most else { continue }
      whole.hints.factors += factors[most]
      whole.hints.alternatives += alternatives[most]
    }
    return whole
  }

  /// What is wrong with an array, from all elements of the subject.
  func diagnose(_ array: ArrayResult, at index: Int, all: [ElementResults]) -> [Diagnosis] {
    guard arrays.count == all.count else { return [] }
    let diagnoser = Diagnoser(subject: RecordedSubject(context: self), tolerance: tolerance, all: all)
    return diagnoser.diagnose(arrays[index], at: index, claimed: .values([]), array)
  }
}

/// A subject that was checked elsewhere: it can be looked at, not run.
private struct RecordedSubject: Subject {
  let context: SubjectContext
  let name = ""
  let source = ""
  let kind = SubjectKind.function
  let scalar = ScalarKind.double
  var arrays: [SubjectArray] { context.arrays }
  var hints: SubjectHints { context.hints }

  func makeSession() throws(SubjectError) -> any SubjectSession {
    throw SubjectError(type: "recorded", message: "this subject was checked elsewhere")
  }
}
