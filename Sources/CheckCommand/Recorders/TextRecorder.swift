import GradientChecking
import Records

/// A result for people: one line a subject that holds, evidence and cause for one that does not.
struct TextRecorder: Recorder {
  var style = TextReportStyle()

  /// How many of the worst elements of an array are listed.
  private let listed = 5

  func record(_ result: CheckResult) -> String {
    var lines: [String] = []
    let width = min(max(result.subjects.map { VisibleText.line($0.name, limit: 48).count }.max() ?? 0, 12), 48)
    for subject in result.subjects { lines += self.subject(subject, width: width) }
    if lines.isEmpty { lines.append("nothing was checked") }
    lines.append("")
    lines.append(contentsOf: summary(result))
    return lines.joined(separator: "\n") + "\n"
  }

  private func subject(_ subject: SubjectResult, width: Int) -> [String] {
    let name = VisibleText.line(subject.name, limit: 48)
    let padded = name + String(repeating: " ", count: max(0, width - name.count))
    let status = subject.status.rawValue
    let told = status + String(repeating: " ", count: max(0, 12 - status.count))
    var lines: [String] = []
    switch subject.verdict {
    case .pass: lines.append("\(style.green("✓")) \(padded)  \(style.green(told))  \(passSentence(subject))")
    case .fail: lines.append("\(style.red("✗")) \(style.bold(padded))  \(style.red(told))  \(line(subject.message))")
    case .inconclusive:
      lines.append("\(style.yellow("?")) \(padded)  \(style.yellow(told))  \(line(subject.message))")
    case .error: lines.append("\(style.red("!")) \(style.bold(padded))  \(style.red(told))  \(errorSentence(subject))")
    }
    for array in subject.arrays where style.isVerbose || array.verdict != .pass {
      lines += self.array(array, in: subject)
    }
    for warning in subject.warnings where style.isVerbose || !isRoutine(warning) {
      lines.append("    \(style.yellow("warning")) \(line(warning.message)) \(style.dim("(\(warning.code.rawValue))"))")
    }
    if let smallest = subject.smallest {
      let isPython = subject.source.hasSuffix(".py")
      lines += SmallestCaseText(smallest: smallest, isPython: isPython).lines().map { "    " + $0 }
    }
    if subject.verdict == .fail, let place = subject.location, let file = SourcePath.relative(place.file) {
      lines.append("    at \(line(file)):\(place.line)")
    }
    return lines
  }

  /// Text from elsewhere may not break out of its line.
  private func line(_ text: String) -> String { VisibleText.line(text) }

  private func isRoutine(_ warning: CheckWarning) -> Bool { warning.code == .kinkNearby }

  private func passSentence(_ subject: SubjectResult) -> String {
    let elements = subject.arrays.reduce(0) { $0 + $1.elementCount }
    let checked = subject.arrays.reduce(0) { $0 + $1.checked }
    let error = subject.arrays.filter { $0.checked > 0 }.map(\.maxRelativeError).max() ?? 0
    let kinks = subject.arrays.reduce(0) { $0 + $1.counts.kink }
    var parts = [checked == elements ? "\(checked) elements" : "\(checked) of \(elements) elements"]
    if let directions = subject.directions, checked == 0 {
      parts = [
        "\(directions.count) random directions an array, \(elements) elements",
        "an error of \(MachineNumber.short(directions.detectable, digits: 2)) (scaled) would have been missed "
          + "with a probability of at most 1e-6; single elements were not looked at",
      ]
    } else {
      parts.append("relative error at most \(MachineNumber.short(error, digits: 2))")
    }
    if kinks > 0 { parts.append("\(kinks) on a kink, within its slopes") }
    if let differentiability = subject.differentiability, differentiability != .smooth,
      differentiability != .notProbed
    {
      parts.append(differentiability.rawValue)
    }
    return parts.joined(separator: ", ")
  }

  private func errorSentence(_ subject: SubjectResult) -> String {
    guard let error = subject.error else { return line(subject.message) }
    var text = line("\(error.type): \(error.message)")
    if let file = SourcePath.relative(error.file) { text += " (\(line(file))\(error.line.map { ":\($0)" } ?? ""))" }
    return text
  }

  private func array(_ array: ArrayResult, in subject: SubjectResult) -> [String] {
    let shape = "[" + array.shape.map(String.init).joined(separator: ", ") + "]"
    var lines = [
      "    \(style.bold(VisibleText.line(array.name, limit: 60))) \(style.dim(shape))  \(Outcome.counts(array))"
    ]
    for cause in array.diagnosis {
      let share = cause.explained > 0 && cause.code != .unknown ? ", explains \(percent(cause.explained))" : ""
      lines.append("      cause  \(line(cause.message)) \(style.dim("(\(cause.code.rawValue)\(share))"))")
    }
    guard array.verdict != .pass || style.isVerbose else { return lines }
    let wrong = worstElements(of: array)
    guard !wrong.isEmpty else { return lines }
    var rows = [["element", "claimed", "measured ± uncertainty", "rel. error", "status"]]
    for element in wrong {
      rows.append([
        VisibleText.line(array.name, limit: 60) + Outcome.index(element, array),
        MachineNumber.short(element.analytic, digits: 7),
        MachineNumber.short(element.numeric, digits: 7) + " ± "
          + MachineNumber.short(element.uncertainty, digits: 1),
        MachineNumber.short(element.relativeError, digits: 2),
        element.singularity?.rawValue ?? element.status.rawValue,
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for (index, row) in rows.enumerated() {
      let cells = row.enumerated().map { column, cell in
        cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      let line = ("      " + cells.joined(separator: "  ")).trimmingSuffix(of: " ")
      lines.append(index == 0 ? style.dim(line) : line)
    }
    if let curve = array.curve, let worst = array.worst, array.verdict == .fail {
      lines += CurveText(curve: curve, claimed: worst.analytic, numeric: worst.numeric).lines().map {
        style.dim("        " + $0)
      }
    }
    return lines
  }

  /// The elements to show: those that are wrong first, then the furthest off.
  private func worstElements(of array: ArrayResult) -> [ElementResult] {
    let wrong = array.elements.filter { $0.status != .match && $0.status != .kink }
    let pool = wrong.isEmpty ? Array(array.elements) : wrong
    return Array(
      pool.sorted { ($0.relativeError, $1.offset) > ($1.relativeError, $0.offset) }.prefix(listed))
  }

  private func summary(_ result: CheckResult) -> [String] {
    let summary = result.summary
    var counts = ["\(summary.passed) of \(summary.subjects) subjects passed"]
    if summary.failed > 0 { counts.append("\(summary.failed) failed") }
    if summary.inconclusive > 0 { counts.append("\(summary.inconclusive) inconclusive") }
    if summary.errors > 0 { counts.append("\(summary.errors) could not be run") }
    let work =
      "\(summary.checked) elements, \(summary.evaluations) evaluations, "
      + "\(MachineNumber.short(summary.forwardPasses, digits: 3)) forward passes, "
      + "\(MachineNumber.short(result.seconds, digits: 2)) s; seed \(result.seed)"
    let verdict =
      switch summary.verdict {
      case .pass: style.green("PASS")
      case .fail: style.red("FAIL")
      case .error: style.red("ERROR")
      case .inconclusive: style.yellow("INCONCLUSIVE")
      }
    let shard = result.shard.count > 1 ? " (part \(result.shard.index) of \(result.shard.count))" : ""
    return ["\(verdict)\(shard)  \(counts.joined(separator: ", "))", style.dim("      \(work)")]
  }

  private func percent(_ share: Double) -> String {
    let percent = share * 100
    return percent >= 99.95 ? "100 %" : "\(MachineNumber.short(percent, digits: 3)) %"
  }
}
