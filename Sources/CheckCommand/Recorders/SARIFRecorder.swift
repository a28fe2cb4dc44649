import GradientChecking
import Records

/// SARIF 2.1.0 with what GitHub's code scanning asks for.
///
/// Only what failed becomes a result; a clean run writes an empty list, which closes old alerts. A result
/// without a place in a file cannot be shown and is told in a notification instead.
struct SARIFRecorder: Recorder {
  private let limit = 5000

  private struct Rule {
    let id: String
    let name: String
    let short: String
    let full: String
    let help: String
  }

  private static let rules = [
    Rule(
      id: "GR001", name: "GradientMismatch", short: "Claimed and measured gradient differ",
      full:
        "The gradient that the code returns differs from the one measured by finite differences by more than the tolerance and the uncertainty of the measurement.",
      help: "Read the cause in the message: it names the factor, the array or the element that is wrong."),
    Rule(
      id: "GR002", name: "NonFiniteGradient", short: "A gradient or value is not finite",
      full: "The value or the claimed gradient holds a number that is not finite.",
      help: "Look for a logarithm of 0, a division 0/0 or an overflow of exp."),
    Rule(
      id: "GR003", name: "NotDifferentiable", short: "The function has no derivative here",
      full: "The function jumps, has a cusp or oscillates where a gradient is claimed.",
      help: "Use a surrogate gradient on purpose (key: expect), or another function."),
    Rule(
      id: "GR004", name: "Nondeterministic", short: "The same call gives different values",
      full: "The value changes between identical calls, so no gradient can be measured.",
      help: "Fix the seed inside the function, or set reseed: true."),
    Rule(
      id: "GR005", name: "CannotRun", short: "The subject could not be run",
      full: "The subject raised an exception, hung or answered nonsense.",
      help: "The message has the exception and the line."),
  ]

  func record(_ result: CheckResult) -> String {
    let wrong = Outcome.all(of: result).filter { $0.kind == .failed || $0.kind == .error }
    let shown = wrong.filter { $0.place != nil }
    let sorted = shown.enumerated().sorted {
      let a = $0.element.array?.maxRelativeError ?? 1
      let b = $1.element.array?.maxRelativeError ?? 1
      return a == b ? $0.offset < $1.offset : a > b
    }
    let kept = shown.count > limit ? sorted.prefix(limit).map(\.element) : shown
    var notes: [String] = []
    if shown.count > limit { notes.append("\(shown.count - limit) further results were left out") }
    for outcome in wrong where outcome.place == nil {
      notes.append("\(outcome.name): \(outcome.message) (no place in a file)")
    }
    var fingerprints: [String: Int] = [:]
    let run = JSONValue.object { run in
      run.add("tool", .object { $0.add("driver", driver) })
      run.add("automationDetails", .object { $0.add("id", text: "gradus/check/") })
      run.add("columnKind", text: "unicodeCodePoints")
      if !notes.isEmpty { run.add("invocations", .list([invocation(notes)])) }
      run.add("results", .list(kept.compactMap { self.result($0, &fingerprints) }))
    }
    return JSONValue.object {
      $0.add("$schema", text: "https://json.schemastore.org/sarif-2.1.0.json")
      $0.add("version", text: "2.1.0")
      $0.add("runs", .list([run]))
    }.fileText
  }

  private var driver: JSONValue {
    .object {
      $0.add("name", text: "gradus")
      $0.add("semanticVersion", text: GradusVersion.current)
      $0.add(
        "rules",
        .list(
          Self.rules.map { rule in
            .object {
              $0.add("id", text: rule.id)
              $0.add("name", text: rule.name)
              $0.add("shortDescription", message(rule.short))
              $0.add("fullDescription", message(rule.full))
              $0.add("help", message(rule.help))
              $0.add("defaultConfiguration", .object { $0.add("level", text: "error") })
              $0.add(
                "properties",
                .object {
                  $0.add("tags", .list([.text("gradient"), .text("correctness")]))
                  $0.add("precision", text: "high")
                  $0.add("problem.severity", text: "error")
                })
            }
          }))
    }
  }

  private func message(_ text: String) -> JSONValue { .object { $0.add("text", text: clean(text)) } }

  private func invocation(_ notes: [String]) -> JSONValue {
    .object {
      $0.add("executionSuccessful", .flag(true))
      $0.add(
        "toolExecutionNotifications",
        .list(
          notes.prefix(100).map { note in
            .object {
              $0.add("level", text: "note")
              $0.add("message", message(VisibleText.line(note, limit: 1000)))
            }
          }))
    }
  }

  private func result(_ outcome: Outcome, _ fingerprints: inout [String: Int]) -> JSONValue? {
    guard let place = outcome.place else { return nil }
    let index =
      switch outcome.array?.status ?? outcome.subject.status {
      case .nonfinite: 1
      case .notDifferentiable: 2
      case .nondeterministic: 3
      case .error: 4
      default: 0
      }
    let rule = Self.rules[index]
    let digest = String(SHA256.hex("\(rule.id)\0\(outcome.name)\0\(place.file)".utf8).prefix(16))
    fingerprints[digest, default: 0] += 1
    let text = VisibleText.line("\(outcome.name): \(outcome.message)", limit: 1000)
    return .object {
      $0.add("ruleId", text: rule.id)
      $0.add("ruleIndex", integer: index)
      $0.add("level", text: "error")
      $0.add("message", message(text))
      $0.add(
        "locations",
        .list([
          .object {
            $0.add(
              "physicalLocation",
              .object {
                $0.add("artifactLocation", .object { $0.add("uri", text: SourcePath.uri(place.file)) })
                $0.add(
                  "region",
                  .object {
                    $0.add("startLine", integer: place.line)
                    $0.add("startColumn", integer: 1)
                    $0.add("endLine", integer: place.line)
                    $0.add("endColumn", integer: 2)
                  })
              })
          }
        ]))
      $0.add(
        "partialFingerprints",
        .object { $0.add("primaryLocationLineHash", text: "\(digest):\(fingerprints[digest] ?? 1)") })
    }
  }
}
