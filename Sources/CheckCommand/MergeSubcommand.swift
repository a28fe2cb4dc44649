import ArgumentParser
import GradientChecking
import Networks
import Records

/// `gradus merge PART…`.
public struct MergeSubcommand: ParsableCommand {
  /// Names and help.
  public static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the parts of a sharded check into one result.",
    discussion: "Example: gradus merge part-1.json part-2.json --format junit")

  @Argument(help: "The parts that `gradus check --shard I/N --write json=PART` wrote.")
  var parts: [String]
  @OptionGroup(title: "Output") var output: OutputArguments

  /// Makes the command.
  public init() {}

  /// Joins the parts and ends with the exit code of the whole.
  public func run() throws {
    var read: [CheckResult] = []
    for part in parts { read.append(try PartFile.read(part)) }
    let whole: CheckResult
    do { whole = try CheckResult.merged(read) } catch { throw CommandFailure(.content, error.description) }
    try ResultOutput(arguments: output).write(whole)
    try ResultOutput(arguments: output).finish(whole)
  }
}

/// Names that were probably meant.
enum Suggest {
  static func near(_ name: String, among names: [String]) -> String? { suggestion(for: name, among: names) }
}
