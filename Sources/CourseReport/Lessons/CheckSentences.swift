import GradientChecking

/// What a check found, as sentences of both languages.
///
/// The sentences stand in the lesson's texts under `message.REASON`, `diagnosis.CODE` and `warning.CODE`, and are
/// filled with the numbers of the evidence; `said` is the checker's own English sentence, as it stands after a colon,
/// and `saidAlone` the same as a sentence of its own. Where that says more than the code and the numbers do, templates
/// may show it as a detail.
struct CheckSentences {
  let words: LessonWords

  /// Codes whose English sentence names something that no number tells.
  private static let detailed: Set<DiagnosisCode> = [
    .missingFactor, .overwritten, .missingSum, .constantOffset, .permuted, .regularization,
  ]

  /// The sentence that says the most important thing of a subject.
  ///
  /// - Throws: `ReportError` where a text asks for a value that is not there.
  func values(of subject: SubjectResult) throws(ReportError) -> TemplateValues {
    let wrong = subject.arrays.filter { $0.verdict == .fail }
    if subject.verdict == .fail, !isUndeclared(subject), let array = wrong.first, let cause = array.diagnosis.first {
      var values = try values(of: cause, in: array)
      guard wrong.count > 1 else { return values }
      let key = "diagnosis.\(cause.code.rawValue)"
      let first = try sentence(key, evidence(of: cause, in: array), subject.message)
      let more: TemplateValues = ["sentence": .localized(first), "more": .integer(wrong.count - 1)]
      values["message"] = .localized(try sentence("message.more", more, subject.message))
      return values
    }
    let checked = subject.arrays.reduce(0) { $0 + $1.checked }
    return try record(
      "message.\(reason(of: subject, checked: checked))", ["checked": .integer(checked)], subject.message,
      isDetailed: subject.verdict == .error || isUndeclared(subject))
  }

  private func isUndeclared(_ subject: SubjectResult) -> Bool { subject.reason?.hasPrefix("expected ") ?? false }

  private func reason(of subject: SubjectResult, checked: Int) -> String {
    if isUndeclared(subject) { return "expected" }
    switch subject.verdict {
    case .pass: return subject.directions != nil && checked == 0 ? "directions" : "pass"
    case .error: return "error"
    case .inconclusive:
      let known = ["vacuous", "nothing-checked", "time-budget"]
      return subject.reason.flatMap { known.contains($0) ? $0 : nil } ?? "noise"
    case .fail:
      guard let found = subject.differentiability?.rawValue, subject.reason == found else { return "differs" }
      return found
    }
  }

  /// The sentence of a diagnosis.
  ///
  /// - Throws: `ReportError` where a text asks for a value that is not there.
  func values(of diagnosis: Diagnosis, in array: ArrayResult) throws(ReportError) -> TemplateValues {
    try record(
      "diagnosis.\(diagnosis.code.rawValue)", evidence(of: diagnosis, in: array), diagnosis.message,
      isDetailed: Self.detailed.contains(diagnosis.code))
  }

  /// The sentence of a warning.
  ///
  /// - Throws: `ReportError` where a text asks for a value that is not there.
  func values(of warning: CheckWarning) throws(ReportError) -> TemplateValues {
    try record("warning.\(warning.code.rawValue)", [:], warning.message, isDetailed: warning.code == .vacuous)
  }

  /// What the sentences may name.
  private func evidence(of diagnosis: Diagnosis, in array: ArrayResult) -> TemplateValues {
    func value(_ name: String) -> Double { diagnosis.evidence.first { $0.name == name }?.value ?? .nan }
    return [
      "array": .user(array.name), "shape": .text(array.shape.map(String.init).joined(separator: "×")),
      "factor": .setting(diagnosis.factor ?? .nan), "coefficient": .setting(diagnosis.coefficient ?? .nan),
      "shift": .setting(abs(value("shift"))), "limit": .setting(value("limit")),
      "count": .setting(value("elements")), "distance": .number(value("distance"), digits: 2),
      "claimed": .setting(value("claimed")), "left": .setting(value("left")), "right": .setting(value("right")),
    ]
  }

  private func sentence(_ key: String, _ values: TemplateValues, _ said: String) throws(ReportError) -> LocalizedText {
    let values = values.merging(["said": .user(said), "saidAlone": .user(Self.alone(said))]) { $1 }
    return try words(words[.ko].contains(key) && words[.en].contains(key) ? key : "said", values)
  }

  /// With a capital letter, unless a name comes first, and a full stop.
  static func alone(_ said: String) -> String {
    let first = said.prefix { !$0.isWhitespace }
    let isWord = !first.isEmpty && first.allSatisfy { $0.isASCII && $0.isLowercase }
    let start = isWord ? said.prefix(1).uppercased() + said.dropFirst() : said
    let isEnded = said.last.map { ".!?…".contains($0) } ?? true
    return start + (isEnded ? "" : ".")
  }

  private func record(
    _ key: String, _ values: TemplateValues, _ said: String, isDetailed: Bool
  ) throws(ReportError) -> TemplateValues {
    let message = try sentence(key, values, said)
    let own = try detail(said)
    return [
      "message": .localized(message), "hasDetail": .flag(isDetailed), "detail": .user("(\(said))"),
      "hasOwnDetail": .flag(isDetailed && own != nil), "ownDetail": .localized(own ?? LocalizedText("")),
    ]
  }

  /// The detail in the words of the texts; `nil` where they do not know it.
  private func detail(_ said: String) throws(ReportError) -> LocalizedText? {
    guard let key = CheckDetails.key(of: said), words[.ko].contains(key), words[.en].contains(key) else { return nil }
    return try words(key, CheckDetails.values(of: said))
  }
}
