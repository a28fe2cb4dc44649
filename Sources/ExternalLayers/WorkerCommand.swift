/// A program that serves subjects, and how it is run. Nothing of it passes through a shell.
public struct WorkerCommand: Sendable, Hashable {
  /// The program: a path, or a name that is looked for on the path.
  public var executable: String
  /// Its arguments.
  public var arguments: [String]
  /// Variables that are set for it, on top of the inherited ones.
  public var environment: [String: String]
  /// What is missing where the program is not there, in a sentence.
  public var advice: String

  /// Describes a program.
  public init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:],
    advice: String = "expected the program of a worker"
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.advice = advice
  }
}
