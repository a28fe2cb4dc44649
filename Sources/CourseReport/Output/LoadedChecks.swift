import CheckSubjects
import GradientChecking

/// The subjects of a file of gradient checks.
public struct LoadedChecks: Sendable {
  /// What is to be checked.
  public var subjects: [any Subject]
  /// How.
  public var options: CheckOptions

  /// Pairs the two.
  public init(subjects: [any Subject], options: CheckOptions) {
    self.subjects = subjects
    self.options = options
  }

  /// Reads a configuration of checks.
  ///
  /// - Throws: `ReportError` with the file's line, column and key path.
  public init(file: String) throws(ReportError) {
    do {
      let configuration = try CheckConfiguration(file: file)
      subjects = try configuration.makeSubjects()
      options = CheckOptions()
      options.seed = configuration.seed ?? options.seed
      options.tolerance = configuration.tolerance
    } catch {
      throw ReportError(error.isUnreadable ? .unreadable : .content, error.description)
    }
  }
}
