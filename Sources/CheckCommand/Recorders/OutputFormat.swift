import GradientChecking

/// The forms that a result can take.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// For people.
  case text
  /// Schema `gradus.check/1`: everything.
  case json
  /// JUnit XML, as Jenkins, GitLab and the GitHub reporters read it.
  case junit
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// GitHub's workflow commands: annotations beside the code.
  case github
  /// Gradescope's results.json.
  case gradescope
  /// TAP 14.
  case tap
  /// One record an array.
  case csv
}

/// Writes a result in one form. Every recorder takes the same value; none measures or judges.
protocol Recorder {
  /// The text of a file.
  func record(_ result: CheckResult) -> String
}

extension OutputFormat {
  /// The result as text in this form.
  ///
  /// - Parameters:
  ///   - result: what a check found.
  ///   - style: how text for people looks; the other forms are the same everywhere.
  public func text(of result: CheckResult, style: TextReportStyle = TextReportStyle()) -> String {
    let recorder: any Recorder =
      switch self {
      case .text: TextRecorder(style: style)
      case .json: JSONRecorder()
      case .junit: JUnitRecorder()
      case .sarif: SARIFRecorder()
      case .github: GitHubRecorder()
      case .gradescope: GradescopeRecorder(language: style.language)
      case .tap: TAPRecorder()
      case .csv: CSVRecorder()
      }
    return recorder.record(result)
  }
}
