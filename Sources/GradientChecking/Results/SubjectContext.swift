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

  /// What is wrong with an array, from all elements of the subject.
  func diagnose(_ array: ArrayResult, at index: Int, all: [[ElementResult]]) -> [Diagnosis] {
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
