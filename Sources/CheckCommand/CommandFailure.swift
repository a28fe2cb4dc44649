import ArgumentParser
import Foundation
import Records

/// The end of a command that did not do what it was asked: an exit code and, from 64 on, one sentence.
public struct CommandFailure: Error, Sendable, Equatable {
  /// The exit codes that other programs rely on.
  public enum Code: Int32, Sendable {
    /// A gradient is wrong.
    case wrongGradient = 1
    /// Something is inconclusive, or nothing was checked.
    case inconclusive = 2
    /// The command line is wrong.
    case usage = 64
    /// The content of an input is wrong.
    case content = 65
    /// An input cannot be read.
    case noInput = 66
    /// Something needed is not there.
    case unavailable = 69
    /// A defect in Gradus.
    case defect = 70
    /// Output cannot be created.
    case cannotCreate = 73
    /// A write failed.
    case ioError = 74
    /// Interrupted.
    case interrupted = 130
  }

  /// The exit code.
  public var code: Code
  /// What, where, and what was expected; empty where the result has said it all.
  public var message: String

  /// Describes the end of a command.
  public init(_ code: Code, _ message: String = "") {
    self.code = code
    self.message = message
  }
}

/// Runs a command line and exits with the documented code; the one place where errors become text.
public enum CommandRunner {
  /// Parses the command line, runs the command, and exits.
  ///
  /// - Parameters:
  ///   - root: the command with all its subcommands.
  ///   - arguments: what follows the program's name; `nil` for those that the program was started with.
  ///   - describe: turns other modules' errors into failures; return `nil` for an unknown error.
  public static func run<Root: ParsableCommand>(
    _ root: Root.Type, arguments: [String]? = nil, describe: (any Error) -> CommandFailure? = { _ in nil }
  ) -> Never {
    // A closed pipe and a file that may not grow further are errors of the write, which are told; not silent ends.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try Root.parseAsRoot(arguments)
      try command.run()
      finish(0)
    } catch let failure as CommandFailure {
      finish(failure)
    } catch {
      if let failure = CheckErrors.describe(error) ?? describe(error) { finish(failure) }
      let code = Root.exitCode(for: error)
      if code == .success {
        do { try StandardOutput.write(Root.fullMessage(for: error) + "\n") } catch {
          finish(CommandFailure(.ioError, error.description))
        }
        finish(0)
      }
      if code == .validationFailure {
        let sentence = UsageSentence(
          message: Root.message(for: error), commands: Root.configuration.subcommands.map { $0._commandName },
          arguments: arguments ?? Array(CommandLine.arguments.dropFirst()))
        finish(CommandFailure(.usage, sentence.text))
      }
      finish(CommandFailure(.defect, "unexpected: \(error)"))
    }
  }

  private static func finish(_ failure: CommandFailure) -> Never {
    if !failure.message.isEmpty {
      FileHandle.standardError.write(Data("error: \(failure.message)\n".utf8))
    }
    finish(failure.code.rawValue)
  }

  private static func finish(_ code: Int32) -> Never {
    exit(code)
  }
}
