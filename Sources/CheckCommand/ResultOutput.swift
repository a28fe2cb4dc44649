import Foundation
import GradientChecking
import Records

/// Writes a result where the command line asks for it, and ends with the exit code that goes with it.
struct ResultOutput {
  let arguments: OutputArguments

  func write(_ result: CheckResult) throws {
    var style = TextReportStyle()
    style.language = arguments.language
    style.isVerbose = arguments.terminal.verbose
    for target in arguments.write {
      try AtomicFile.write(target.format.text(of: result, style: style), to: target.path)
    }
    style.usesColor = Terminal(color: arguments.terminal.color).usesColor
    guard !arguments.terminal.quiet || result.summary.verdict != .pass else { return }
    try StandardOutput.write(arguments.format.text(of: result, style: style))
  }

  func finish(_ result: CheckResult) throws {
    let verdict = result.summary.verdict
    if verdict == .error {
      let missing = result.subjects.compactMap(\.error).allSatisfy(\.isMissingTool)
      let first = result.subjects.first { $0.error != nil }
      let message = first.flatMap { subject in subject.error.map { "\(subject.name): \($0.message)" } } ?? ""
      throw CommandFailure(missing ? .unavailable : .content, VisibleText.line(message, limit: 500))
    }
    if arguments.exitZero { return }
    switch verdict {
    case .pass, .error: return
    case .fail: throw CommandFailure(.wrongGradient)
    case .inconclusive:
      if result.subjects.isEmpty || !arguments.allowInconclusive { throw CommandFailure(.inconclusive) }
    }
  }
}
