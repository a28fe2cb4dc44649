import GradientChecking
import Records

/// GitHub's workflow commands: an annotation beside each wrong backward pass.
struct GitHubRecorder: Recorder {
  /// GitHub shows ten annotations of a kind a step.
  private let shown = 10

  func record(_ result: CheckResult) -> String {
    let outcomes = Outcome.all(of: result)
    var output = "::group::gradus check\n"
    for subject in result.subjects {
      output +=
        "  \(VisibleText.line(subject.name).nfc): \(subject.verdict.rawValue), \(VisibleText.line(subject.message).nfc)\n"
    }
    output += "::endgroup::\n"
    let wrong = outcomes.filter { $0.kind == .failed || $0.kind == .error }
    output += commands("error", wrong)
    output += commands("warning", outcomes.filter { $0.kind == .skipped })
    let passed = outcomes.count { $0.kind == .passed }
    return output + "::notice title=gradus::\(passed) of \(outcomes.count) arrays passed\n"
  }

  private func commands(_ command: String, _ outcomes: [Outcome]) -> String {
    var output = ""
    let direct = outcomes.count > shown ? shown - 1 : outcomes.count
    for outcome in outcomes.prefix(direct) {
      var properties: [String] = []
      if let place = outcome.place {
        properties += ["file=\(property(place.file))", "line=\(place.line)"]
      }
      let code = outcome.array?.diagnosis.first?.code.rawValue
      let status = (outcome.array?.status ?? outcome.subject.status).rawValue
      properties.append("title=\(property("\(outcome.name): \(code ?? status)"))")
      let lines = [outcome.message] + outcome.details.map { "\($0.label): \($0.value)" }
      output +=
        "::\(command) \(properties.joined(separator: ","))::\(data(lines.joined(separator: "\n"), limit: 4000))\n"
    }
    if outcomes.count > direct {
      output += "::\(command) title=gradus::and \(outcomes.count - direct) more, see the report\n"
    }
    return output
  }

  private func data(_ text: String, limit: Int) -> String {
    let safe = clean(text)
    let cut = safe.count > limit ? String(safe.prefix(limit - 24)) + "… (\(safe.count - limit + 24) more)" : safe
    return cut.replacing("\r\n", with: "\n").replacingScalars { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  private func property(_ text: String) -> String {
    data(VisibleText.line(text, limit: 200), limit: 300).replacingScalars { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }
}

extension Outcome {
  /// The user's file and line, where they are known.
  var place: (file: String, line: Int)? {
    let place = subject.location ?? subject.error.flatMap { error in error.file.map { ($0, error.line ?? 1) } }
    guard let place, let file = SourcePath.relative(place.file) else { return nil }
    return (file.nfc, max(1, place.line))
  }
}
