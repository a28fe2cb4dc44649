import GradientChecking
import Records

/// TAP 14: one point an array, with YAML behind the points that failed.
struct TAPRecorder: Recorder {
  func record(_ result: CheckResult) -> String {
    let outcomes = Outcome.all(of: result)
    guard !outcomes.isEmpty else { return "TAP version 14\n1..0 # nothing was checked\n" }
    var output = "TAP version 14\n1..\(outcomes.count)\n"
    for (index, outcome) in outcomes.enumerated() {
      let isGood = outcome.kind == .passed || outcome.kind == .skipped
      output += "\(isGood ? "ok" : "not ok") \(index + 1) - \(escaped(outcome.name))"
      if outcome.kind == .skipped { output += " # SKIP \(escaped(outcome.message))" }
      output += "\n"
      if !isGood { output += block(outcome) }
    }
    return output
  }

  private func block(_ outcome: Outcome) -> String {
    var lines = ["---", "message: \(quoted(outcome.message))"]
    lines.append("severity: \(outcome.kind == .failed ? "fail" : "error")")
    if let array = outcome.array, let worst = array.worst {
      lines.append("data:")
      lines.append("  index: \(quoted(Outcome.index(worst, array)))")
      lines += number("analytic", worst.analytic) + number("numeric", worst.numeric)
      lines += number("uncertainty", worst.uncertainty) + number("relativeError", worst.relativeError)
      if let cause = array.diagnosis.first { lines.append("  cause: \(quoted(cause.code.rawValue))") }
    }
    let place =
      outcome.subject.location
      ?? outcome.subject.error.flatMap { error in
        error.file.map { ($0, error.line ?? 1) }
      }
    if let place, let file = SourcePath.relative(place.file) {
      lines += ["at:", "  file: \(quoted(file))", "  line: \(place.line)"]
    }
    lines.append("...")
    return lines.map { "  \($0)\n" }.joined()
  }

  private func number(_ key: String, _ value: Double) -> [String] {
    guard var text = MachineNumber.text(value) else {
      return ["  \(key): ~", "  \(key)_status: \"\(MachineNumber.status(of: value))\""]
    }
    // YAML 1.1 takes 1e-6 for text: the mantissa needs its point.
    if let e = text.firstIndex(of: "e"), !text[..<e].contains(".") { text.insert(contentsOf: ".0", at: e) }
    return ["  \(key): \(text)"]
  }

  private func quoted(_ text: String) -> String { JSONValue.quoted(VisibleText.line(text).nfc) }

  private func escaped(_ text: String) -> String {
    VisibleText.line(text).nfc.replacingScalars { $0 == "\\" || $0 == "#" ? "\\\($0)" : nil }
  }
}
