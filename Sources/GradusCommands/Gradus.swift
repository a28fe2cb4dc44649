import ArgumentParser
import CheckCommand

/// The root of the command line.
public struct Gradus: ParsableCommand {
  /// Names and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "Checks gradients, names what is wrong with them, and writes a course report.",
    discussion: """
      Examples:
        gradus report                      the course report, in output/
        gradus check                       all built-in layers and losses
        gradus check --python layers.py    the layers of a Python file (checking a file executes it)
        gradus help config                 the keys of configuration files
      """,
    version: "gradus \(GradusVersion.current)",
    subcommands: [
      ReportCommand.self, CheckSubcommand.self, TrainCommand.self, PlotCommand.self, MergeSubcommand.self,
      ListCommand.self, NewCommand.self, HelpCommand.self,
    ])

  /// Makes the root command.
  public init() {}
}
