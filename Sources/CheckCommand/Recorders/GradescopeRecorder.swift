import GradientChecking
import Records

/// Gradescope's results.json: one test an array, points from the configuration.
///
/// A subject's `score` is shared equally by its arrays (rounded to cents so that the sum is exact); without it
/// an array is worth one point. Measured gradients are the solution: they are never printed.
struct GradescopeRecorder: Recorder {
  /// The language of what students read.
  var language: TextReportStyle.Language = .english

  func record(_ result: CheckResult) -> String {
    var tests: [JSONValue] = []
    for (place, subject) in result.subjects.enumerated() {
      let outcomes = Outcome.all(of: result.only(subject))
      let worth = outcomes.filter { $0.kind != .skipped }.count
      var cents = Self.shares(of: subject.score ?? Double(max(worth, 1)), among: max(worth, 1))[...]
      for (index, outcome) in outcomes.enumerated() {
        let maximum = outcome.kind == .skipped ? 0 : cents.popFirst() ?? 0
        tests.append(test(outcome, number: "\(place + 1).\(index + 1)", cents: maximum))
      }
    }
    let passed = Outcome.all(of: result).count { $0.kind == .passed }
    return JSONValue.object {
      $0.add("execution_time", number: (result.seconds * 1000).rounded() / 1000)
      $0.add("output", text: words.summary(passed: passed, of: tests.count))
      $0.add("output_format", text: "text")
      $0.add("test_output_format", text: "text")
      $0.add("test_name_format", text: "text")
      $0.add("visibility", text: "visible")
      $0.add("stdout_visibility", text: "hidden")
      $0.add(
        "extra_data",
        .object {
          $0.add("seed", integer: Int(result.seed))
          $0.add("tolerance", number: result.tolerance)
        })
      if tests.isEmpty { $0.add("score", number: 0) }
      $0.add("tests", .list(tests))
    }.fileText
  }

  private func test(_ outcome: Outcome, number: String, cents: Int) -> JSONValue {
    .object {
      $0.add("name", text: Self.name(VisibleText.line(outcome.name, limit: 200).nfc))
      $0.add("number", text: number)
      $0.add("score", number: outcome.kind == .passed ? Double(cents) / 100 : 0)
      $0.add("max_score", number: Double(cents) / 100)
      $0.add("status", text: outcome.kind == .passed ? "passed" : "failed")
      $0.add("output", text: clean(words.output(for: outcome)))
      $0.add("output_format", text: "text")
      $0.add("visibility", text: "visible")
      if outcome.kind == .error || outcome.kind == .skipped {
        $0.add("extra_data", .object { $0.add("outcome", text: outcome.kind.rawValue) })
      }
    }
  }

  private static func name(_ name: String) -> String { name.allSatisfy(\.isWhitespace) ? "(no name)" : name }

  private var words: GradescopeWords { GradescopeWords(language: language) }

  /// Splits points into `count` parts of whole cents that add up exactly.
  static func shares(of points: Double, among count: Int) -> [Int] {
    let cents = Int((max(0, min(points, 1e9)) * 100).rounded())
    return (0..<count).map { cents / count + ($0 < cents % count ? 1 : 0) }
  }
}

/// What students read in Gradescope: no expected values.
struct GradescopeWords {
  let language: TextReportStyle.Language

  func summary(passed: Int, of count: Int) -> String {
    switch language {
    case .english: "\(passed) of \(count) gradients are right."
    case .korean: "기울기 \(count)개 가운데 \(passed)개가 맞습니다."
    }
  }

  func output(for outcome: Outcome) -> String {
    switch outcome.kind {
    case .passed: language == .korean ? "통과: 수치적 기울기와 일치합니다." : "Passed: it agrees with the measured gradient."
    case .skipped: (language == .korean ? "건너뜀: " : "Skipped: ") + reason(outcome)
    case .error where outcome.subject.error != nil: (language == .korean ? "오류: " : "Error: ") + outcome.message
    case .failed, .error: failed(outcome)
    }
  }

  /// Why, in a word: whole sentences may quote what was measured.
  private func reason(_ outcome: Outcome) -> String {
    let words = CauseWords(language: language)
    let status = words.text(outcome.array?.status ?? outcome.subject.status)
    let isVacuous = outcome.array == nil && outcome.subject.reason == DiagnosisCode.vacuous.rawValue
    let reason = isVacuous ? words.text(.vacuous) : outcome.array?.worst?.reason.map(words.text)
    return reason.map { "\(status) (\($0))" } ?? status
  }

  private func failed(_ outcome: Outcome) -> String {
    guard let array = outcome.array else {
      return (language == .korean ? "틀립니다: " : "It is wrong: ") + reason(outcome)
    }
    var lines: [String] = []
    let wrong = array.counts.mismatch + array.counts.notDifferentiable + array.counts.nonfinite
    switch language {
    case .english: lines.append("\(wrong) of \(array.checked) elements are wrong.")
    case .korean: lines.append("원소 \(array.checked)개 가운데 \(wrong)개가 틀립니다.")
    }
    if let worst = array.worst {
      let index = Outcome.index(worst, array)
      let error = MachineNumber.short(worst.relativeError, digits: 2)
      lines.append(
        language == .korean ? "상대오차가 가장 큰 곳: \(index), \(error)" : "Furthest off at \(index): relative error \(error).")
    }
    if let cause = array.diagnosis.first { lines.append(hint(cause)) }
    return lines.joined(separator: "\n")
  }

  /// The cause without any measured value: code and, where there is one, the factor.
  private func hint(_ cause: Diagnosis) -> String {
    let factor = cause.factor.map {
      " (\(language == .korean ? "인수" : "factor") \(MachineNumber.short($0, digits: 3)))"
    }
    return (language == .korean ? "짐작되는 원인: " : "Likely cause: ") + CauseWords(language: language).text(cause.code)
      + (factor ?? "")
  }
}
