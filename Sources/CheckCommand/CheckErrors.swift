import Configuration
import GradientChecking
import Networks
import Records

/// The exit code and the sentence of each module's errors.
enum CheckErrors {
  static func describe(_ error: any Error) -> CommandFailure? {
    switch error {
    case let error as ConfigurationError:
      CommandFailure(error.isUnreadable ? .noInput : .content, error.description)
    case let error as OutputError:
      CommandFailure(error.cannotCreate ? .cannotCreate : .ioError, error.description)
    case let error as SubjectError:
      CommandFailure(error.isMissingTool ? .unavailable : .content, error.message)
    case let error as NetworkError:
      CommandFailure(code(error), error.description)
    default: nil
    }
  }

  private static func code(_ error: NetworkError) -> CommandFailure.Code {
    switch error {
    case .shape, .setting, .unknown, .data: .content
    case .unreadable: .noInput
    case .unavailable: .unavailable
    }
  }
}
