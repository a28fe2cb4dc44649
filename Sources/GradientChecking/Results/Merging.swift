/// Why parts cannot be joined.
public struct MergeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence.
  public let description: String
}

extension CheckResult {
  /// Joins the parts of a sharded check; the result is that of the whole check, apart from seconds.
  ///
  /// - Parameter values: the values of each subject's arrays at the point, for the rule of slopes that are zero
  ///   on the subject's own scale; parts carry what that rule decided, so they may be left out.
  /// - Throws: `MergeError` where a part is missing, there twice, or belongs to another check.
  public static func merged(_ parts: [CheckResult]) throws(MergeError) -> CheckResult {
    guard let first = parts.first else { throw MergeError(description: "there are no parts") }
    for part in parts
    where part.seed != first.seed || part.shard.count != first.shard.count || part.tolerance != first.tolerance {
      throw MergeError(
        description: "the parts belong to different checks: seed, tolerance and number of shards must be equal")
    }
    let indices = parts.map(\.shard.index)
    let missing = Set(1...max(first.shard.count, 1)).subtracting(indices).sorted()
    guard missing.isEmpty else {
      throw MergeError(
        description:
          "expected all \(first.shard.count) parts, missing: \(missing.map(String.init).joined(separator: ", "))")
    }
    guard Set(indices).count == indices.count else {
      let twice = Dictionary(grouping: indices) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
      throw MergeError(description: "these parts are there twice: \(twice.map(String.init).joined(separator: ", "))")
    }
    let sorted = parts.sorted { $0.shard.index < $1.shard.index }
    var whole = sorted[0]
    whole.shard = (1, 1)
    whole.seconds = sorted.reduce(0) { $0 + $1.seconds }
    for (index, subject) in sorted[0].subjects.enumerated() {
      let own = sorted.compactMap { $0.subjects.indices.contains(index) ? $0.subjects[index] : nil }
      guard own.count == sorted.count,
        own.allSatisfy({ $0.name == subject.name && $0.arrays.map(\.name) == subject.arrays.map(\.name) })
      else { throw MergeError(description: "the parts hold different subjects in place \(index + 1)") }
      whole.subjects[index] = SubjectResult.merged(own)
    }
    return whole
  }
}

extension SubjectResult {
  /// A subject's result as it is before arrays are added.
  public init(
    name: String, source: String, kind: SubjectKind, scalar: ScalarKind, status: CheckStatus, verdict: Verdict,
    message: String
  ) {
    self.init(
      name: name, source: source, kind: kind, scalar: scalar, status: status, verdict: verdict, reason: nil,
      differentiability: nil, witness: nil, message: message, warnings: [], arrays: [], evaluations: 0,
      forwardPasses: 0, seconds: 0, error: nil, directions: nil, location: nil, score: nil)
  }

  /// Joins one subject's parts: the first has what was found beside the elements.
  static func merged(_ parts: [SubjectResult]) -> SubjectResult {
    var whole = parts[0]
    whole.evaluations = parts.reduce(0) { $0 + $1.evaluations }
    whole.forwardPasses = parts.reduce(0) { $0 + $1.forwardPasses }
    whole.seconds = parts.reduce(0) { $0 + $1.seconds }
    if let failed = parts.first(where: { $0.error != nil }) { return failed }
    for index in whole.arrays.indices {
      let elements = parts.flatMap { $0.arrays[index].elements }.sorted { $0.offset < $1.offset }
      let own = whole.arrays[index]
      var array = ArrayResult(
        name: own.name, role: own.role, shape: own.shape, status: own.status, verdict: own.verdict, elements: elements)
      let states = parts.map { $0.arrays[index] }
      array.status = CheckStatus.worst(of: states.map(\.status) + elements.map { CheckStatus($0.status) })
      if states.contains(where: { $0.verdict == .fail }) {
        array.verdict = .fail
      } else {
        array.verdict = array.status.verdict
      }
      array.diagnosis = states.map(\.diagnosis).first { !$0.isEmpty } ?? []
      whole.arrays[index] = array
    }
    whole.status = CheckStatus.worst(of: parts.map(\.status))
    SubjectVerdict.concludeAgain(&whole, parts: parts)
    return whole
  }
}

extension ArrayResult {
  /// Computes an array's result from its elements.
  public init(
    name: String, role: ArrayRole, shape: [Int], status: CheckStatus, verdict: Verdict, elements: [ElementResult]
  ) {
    self.init(
      array: SubjectArray(name: name, role: role, shape: shape, values: []), elements: elements)
    self.status = status
    self.verdict = verdict
  }
}
