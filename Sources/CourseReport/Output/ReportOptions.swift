import GradientChecking

/// How a report is made, beside what it is made from.
public struct ReportOptions: Sendable {
  /// One file a language instead of a folder.
  public var singleFile = false
  /// The formats of figures.
  public var formats: Set<FigureFormat> = Set(FigureFormat.allCases)
  /// A folder of templates that replace those of the same name.
  public var templates: String?
  /// Threads to use; the report does not depend on it.
  public var jobs = 1
  /// The command that makes the same report, as the report tells it.
  public var command = "gradus report"
  /// The version of Gradus.
  public var version = "1.0.0"
  /// The date that the report tells (`2026-01-05`); `nil`: none, so that equal runs give equal bytes.
  public var date: String?
  /// Writes the results of the gradient checks as `data/check.json` has them; `nil`: there is no such file.
  public var recordChecks: (@Sendable (CheckResult) -> String)?
  /// Reads the subjects of a file of gradient checks, and how they are to be checked.
  public var loadChecks: @Sendable (_ file: String) throws(ReportError) -> LoadedChecks = {
    (file: String) throws(ReportError) in try LoadedChecks(file: file)
  }
  /// Told at the beginning of each stage, and the share that is done within the longer ones.
  public var progress: (@Sendable (ReportStage, Double) -> Void)?
  /// Asked between files and stages.
  public var isInterrupted: @Sendable () -> Bool = { false }

  /// The usual report.
  public init() {}
}

/// The stages of a report, in order.
public enum ReportStage: String, Sendable, CaseIterable {
  /// Templates are read and parsed.
  case templates
  /// Data are read or drawn, the network is built.
  case preparation
  /// The network is trained.
  case training
  /// Its gradients are checked.
  case checks
  /// The lessons compute their numbers and figures.
  case lessons
  /// The figures are drawn.
  case figures
  /// The templates are filled.
  case pages
  /// The files are written.
  case writing
}
