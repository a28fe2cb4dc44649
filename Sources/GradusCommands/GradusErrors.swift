import CheckCommand
import Configuration
import CourseReport
import Plotting

/// The exit code and the sentence of the errors of reports and figures.
public enum GradusErrors {
  /// The failure that an error ends a command with; `nil` for an error of another module.
  public static func describe(_ error: any Error) -> CommandFailure? {
    switch error {
    case let error as ReportError:
      CommandFailure(CommandFailure.Code(rawValue: error.exitCode) ?? .defect, error.description)
    case let error as PlottingError: CommandFailure(.content, error.description)
    default: nil
    }
  }
}
