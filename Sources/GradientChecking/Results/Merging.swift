/// Why parts cannot be joined.
public struct MergeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence.
  public let description: String
}

extension CheckResult {
  /// Joins the parts of a sharded check; the result is that of the whole check, apart from seconds.
  ///
  /// - Parameter parts: all parts, in any order.
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
      forwardPasses: 0, seconds: 0, error: nil, directions: nil, revealedBy: nil, smallest: nil, location: nil,
      score: nil, context: nil)
  }

  /// Joins one subject's parts: the first has what was found beside the elements.
  static func merged(_ parts: [SubjectResult]) -> SubjectResult {
    var whole = parts[0]
    whole.context = SubjectContext.joined(parts.compactMap(\.context))
    whole.evaluations = parts.reduce(0) { $0 + $1.evaluations }
    whole.forwardPasses = parts.reduce(0) { $0 + $1.forwardPasses }
    whole.seconds = parts.reduce(0) { $0 + $1.seconds }
    if let failed = parts.first(where: { $0.error != nil }) { return failed }
    var elements = whole.arrays.indices.map { index in
      ElementResults(parts.flatMap { $0.arrays[index].elements }.sorted { $0.offset < $1.offset })
    }
    if let context = whole.context, context.arrays.count == elements.count {
      Settlement.settle(&elements, arrays: context.arrays, claim: whole.scalar)
    }
    for (index, own) in parts[0].arrays.enumerated() where !elements[index].isEmpty {
      let states = parts.map { $0.arrays[index] }
      var array = ArrayResult(
        array: SubjectArray(name: own.name, role: own.role, shape: own.shape, values: []), elements: elements[index])
      array.diagnosis = whole.context?.diagnose(array, at: index, all: elements) ?? []
      array.curve = states.lazy.compactMap(\.curve).first { $0.offset == array.worst?.offset }
      // A side effect, or another defect of the calls themselves, is no matter of elements.
      let beside = states.map { $0.diagnosis.filter(\.code.isBesideElements) }.first { !$0.isEmpty } ?? []
      if !beside.isEmpty {
        array.diagnosis = beside + array.diagnosis.filter { !beside.contains($0) }
        array.status = CheckStatus.worst(of: [array.status, .mismatch])
        array.verdict = .fail
      }
      whole.arrays[index] = array
    }
    whole.warnings = warnings(parts, whole.arrays)
    SubjectVerdict.concludeAgain(&whole)
    return whole
  }

  /// The warnings of the parts, each once and in the order of an undivided check; whether nothing moves with an array
  /// only the whole can tell, and what follows from differentiability is said again by the verdict.
  private static func warnings(_ parts: [SubjectResult], _ arrays: [ArrayResult]) -> [CheckWarning] {
    var warnings: [CheckWarning] = []
    for warning in parts.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
    let isSaidAgain = [DiagnosisCode.vacuous, .straightThrough, .nonzeroWhereFlat]
    let still = arrays.filter { $0.checked > 0 && $0.counts.vacuous == $0.checked }
    return warnings.filter { !isSaidAgain.contains($0.code) && $0.code != .float32 }
      + still.map { .vacuous($0.name) } + warnings.filter { $0.code == .float32 }
  }
}

extension DiagnosisCode {
  /// Whether it comes from the calls themselves, not from a comparison of elements.
  fileprivate var isBesideElements: Bool {
    switch self {
    case .notImplemented, .wrongShape, .mutatedInput, .accumulates, .staleCache, .nondeterministic: true
    default: false
    }
  }
}

extension ArrayResult {
  /// Computes an array's result from its elements.
  public init(
    name: String, role: ArrayRole, shape: [Int], status: CheckStatus, verdict: Verdict, elements: ElementResults
  ) {
    self.init(
      array: SubjectArray(name: name, role: role, shape: shape, values: []), elements: elements)
    self.status = status
    self.verdict = verdict
  }
}
