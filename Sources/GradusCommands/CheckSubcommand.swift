import ArgumentParser
import CheckCommand

/// `gradus check`: the command of the library, with figures.
struct CheckSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check gradients; say what is wrong with those that are.",
    discussion: CheckRunner.discussion)

  @OptionGroup var arguments: CheckArguments

  mutating func run() throws {
    try CheckRunner(arguments: arguments, figures: CheckFigureFiles()).run()
  }
}
