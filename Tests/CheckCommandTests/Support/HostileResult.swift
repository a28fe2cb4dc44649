import GradientChecking

/// A result that holds everything a recorder could trip over.
enum HostileResult {
  /// Names and messages as no one should write them.
  static let texts = [
    "]]>", "%0A::error::", "=cmd()", "경사 검사", "a\u{0}b\u{1B}[31m", "x\r\ny\nz", "<b a=\"1\">&amp;", "'\"`$(id)",
    "\u{2028}\u{FFFF}", "#\u{301} \\ # SKIP", "\"\u{301},", "%\u{301}:\u{301},\u{301}", "", "  ",
    String(repeating: "길", count: 3000),
  ]

  /// A number that no text for students may hold.
  static let measured = 0.7310585786300049

  /// One failed array, one that passed and one that is undecided in a subject of each text; then subjects
  /// that cannot be run or that are wrong as a whole.
  static var result: CheckResult {
    var subjects = texts.enumerated().map { place, text in subject(text, place: place) }
    subjects.append(brokenSubject("broken \(texts[1])", message: texts.joined(separator: " ")))
    var whole = SubjectResult(
      name: texts[0], source: "built-in", kind: .function, scalar: .double, status: .nondeterministic, verdict: .fail,
      message: texts.joined())
    whole.warnings = [CheckWarning(code: .kinkNearby, message: texts[4])]
    subjects.append(whole)
    return CheckResult(seed: 9_007_199_254_740_991, shard: (1, 1), tolerance: 1e-7, subjects: subjects, seconds: 1.5)
  }

  /// A subject that could not be run.
  static func brokenSubject(_ name: String, message: String) -> SubjectResult {
    var broken = SubjectResult(
      name: name, source: "=file.py", kind: .layer, scalar: .float, status: .error, verdict: .error, message: message)
    broken.error = SubjectError(type: "Type\n::error::", message: message, file: "a,b:c%0A.py", line: 3)
    return broken
  }

  static func subject(_ text: String, place: Int) -> SubjectResult {
    let numbers: [Double] = [.nan, .infinity, -.infinity, 0.25, .leastNonzeroMagnitude]
    let wrong = ElementResult(
      offset: 1, status: place.isMultiple(of: 2) ? .mismatch : .nonfinite, analytic: numbers[place % 5],
      numeric: measured, uncertainty: 1e-12, step: 1e-3, left: .nan, right: .infinity, isVacuous: false)
    let good = ElementResult(
      offset: 0, status: .match, analytic: 1, numeric: 1, uncertainty: 1e-12, step: 1e-3, left: 1, right: 1,
      isVacuous: false)
    let unknown = ElementResult(
      offset: 0, status: .inconclusive, analytic: 0, numeric: 0, uncertainty: 1, step: 0, left: .nan, right: .nan,
      isVacuous: true, reason: .belowResolution)
    let status = CheckStatus(rawValue: wrong.status.rawValue) ?? .mismatch
    var failed = ArrayResult(
      name: text, role: .parameter, shape: [1, 2], status: status, verdict: .fail, elements: [good, wrong])
    failed.diagnosis = [
      Diagnosis(
        code: .scale, message: "\(text): the claim is \(measured) times too large",
        evidence: [Evidence(name: text, value: .nan), Evidence(name: "b", value: 2)], explained: 1, factor: 2,
        coefficient: .infinity)
    ]
    let passed = ArrayResult(
      name: "good \(text)", role: .input, shape: [1], status: .match, verdict: .pass, elements: [good])
    let undecided = ArrayResult(
      name: "unknown \(text)", role: .input, shape: [1], status: .inconclusive, verdict: .inconclusive,
      elements: [unknown])
    var subject = SubjectResult(
      name: text, source: text, kind: .layer, scalar: .double, status: status, verdict: .fail,
      message: "\(text): measured \(measured)")
    subject.arrays = [failed, passed, undecided]
    subject.location = place == 3 ? nil : ("file \(text).py", place)
    subject.score = place.isMultiple(of: 3) ? 0.1 : nil
    subject.seconds = .nan
    return subject
  }
}
