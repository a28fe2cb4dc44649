// Exported, so that a `CheckProgram` needs no other import to declare its options.
@_exported import ArgumentParser
import GradientChecking

/// A program that offers `check`, with all its options, for subjects of its own.
///
/// ```swift
/// @main struct Checks: CheckProgram {
///   @OptionGroup var arguments: CheckArguments
///   static func subjects(seed: UInt64) throws -> [any Subject] {
///     [LayerSubject(name: "swish", layer: Swish<Double>(slope: 1.5), input: input, seed: seed)]
///   }
/// }
/// ```
public protocol CheckProgram: ParsableCommand {
  /// The parsed options.
  var arguments: CheckArguments { get }

  /// The subjects that are checked where no `--config` or `--python` names others.
  static func subjects(seed: UInt64) throws -> [any Subject]
}

extension CheckProgram {
  /// Runs the check and ends with its exit code.
  public mutating func run() throws {
    try CheckRunner(arguments: arguments, ownSubjects: Self.subjects).run()
  }

  /// Parses the command line, checks, and exits with the documented code.
  public static func main() { CommandRunner.run(Self.self) }
}

/// Draws the figures of a check; a program with a drawing library supplies it.
public protocol FigureDrawing: Sendable {
  /// Draws the figures of each subject into a folder, which exists.
  ///
  /// - Returns: the names of the files that were written.
  func draw(_ result: CheckResult, subjects: [any Subject], into folder: String) throws -> [String]
}
