import GradientChecking

/// The verdict of all gradient checks of a report.
public struct ReportVerdict: Sendable, Equatable {
  /// The most severe verdict: fail > error > inconclusive > pass.
  public var verdict: Verdict
  /// Elements compared.
  public var elements: Int
  /// Arrays that they belong to.
  public var arrays: Int
  /// Elements whose claimed derivative is wrong.
  public var mismatches: Int
  /// The subjects that did not pass, by name.
  public var troubled: [String]
  /// The largest relative error in an array that passed.
  public var largestError: Double

  /// Whether every subject that could not be run lacked a tool (Python, a module).
  public var lacksToolsOnly: Bool

  /// Joins the results of checks.
  public init(_ results: [CheckResult]) {
    let subjects = results.flatMap(\.subjects)
    let worst = subjects.map(\.verdict).max { Self.severity($0) < Self.severity($1) }
    verdict = worst ?? .inconclusive
    elements = subjects.reduce(0) { $0 + $1.arrays.reduce(0) { $0 + $1.checked } }
    arrays = subjects.reduce(0) { $0 + $1.arrays.count }
    mismatches = subjects.reduce(0) { $0 + $1.arrays.reduce(0) { $0 + $1.counts.mismatch } }
    troubled = subjects.filter { $0.verdict != .pass }.map(\.name)
    let errors = subjects.compactMap(\.error)
    lacksToolsOnly = !errors.isEmpty && errors.allSatisfy(\.isMissingTool)
    // Not that of single elements: a 0 against what sums that cancel leave over is off by 100 %, and right.
    largestError =
      subjects.flatMap(\.arrays).filter { $0.verdict == .pass }.map(\.maxRelativeError).filter(\.isFinite).max() ?? 0
  }

  private static func severity(_ verdict: Verdict) -> Int {
    switch verdict {
    case .pass: 0
    case .inconclusive: 1
    case .error: 2
    case .fail: 3
    }
  }

  /// The code that the program ends with: 0, 1, 2, 65 or 69.
  public var exitCode: Int32 {
    switch verdict {
    case .pass: 0
    case .fail: 1
    case .inconclusive: 2
    case .error: lacksToolsOnly ? 69 : 65
    }
  }

  /// The mark that stands before the word, so that colour says nothing alone.
  var mark: String {
    switch verdict {
    case .pass: "✓"
    case .fail: "✗"
    case .inconclusive: "–"
    case .error: "!"
    }
  }

  /// The class of the style sheet.
  var styleClass: String { verdict == .pass ? "pass" : verdict == .inconclusive ? "open" : "fail" }

  /// Values for the texts about it.
  var values: TemplateValues {
    [
      "elements": .integer(elements), "arrays": .integer(arrays), "mismatches": .integer(mismatches),
      "largestError": .number(largestError, .scientific(2)),
      "troubled": .list(troubled.enumerated().map { ["name": .user($1), "isFirst": .flag($0 == 0)] }),
    ]
  }
}
