import ArgumentParser
import GradientChecking

/// The options of `check`, for `gradus` and for an executable of one's own.
public struct CheckArguments: ParsableArguments {
  @Argument(help: "Subjects to check, by name; all of the source without.")
  var subjects: [String] = []

  @OptionGroup(title: "Source") var source: SourceArguments
  @OptionGroup(title: "Method") var method: MethodArguments
  @OptionGroup(title: "Output") var output: OutputArguments

  /// Makes the usual options.
  public init() {}
}

/// Where subjects come from.
struct SourceArguments: ParsableArguments {
  @Option(help: ArgumentHelp("A check configuration (YAML); see `gradus help config`.", valueName: "file"))
  var config: String?
  @Option(help: ArgumentHelp("A Python file with layers; checking it executes it.", valueName: "file"))
  var python: String?
  @Option(help: ArgumentHelp("The forward function's name.", valueName: "name"))
  var forward: String?
  @Option(help: ArgumentHelp("The backward function's name (found from the forward's).", valueName: "name"))
  var backward: String?
  @Option(help: ArgumentHelp("A function that returns a loss and its gradient.", valueName: "name"))
  var loss: String?
  @Option(help: ArgumentHelp("The function that returns the gradient of --loss or --forward.", valueName: "name"))
  var gradient: String?
  @Option(help: ArgumentHelp("The derivative of an elementwise --forward.", valueName: "name"))
  var derivative: String?
  @Option(help: ArgumentHelp("The arguments that the gradient is with respect to.", valueName: "a,b"))
  var wrt: String?
  @Option(name: .customLong("class"), help: ArgumentHelp("A class with forward and backward.", valueName: "name"))
  var className: String?
  @Option(name: .customLong("init"), help: ArgumentHelp("Its constructor's arguments.", valueName: "json"))
  var initial: String?
  @Option(help: ArgumentHelp("An input: 'x=normal(2,3)', 'y=integers(4,below=3)', 'reg=0.1'.", valueName: "name=array"))
  var input: [String] = []
  @Option(help: ArgumentHelp("The Python to run (default: python3 on the path).", valueName: "path"))
  var interpreter: String?
}

/// How to check.
struct MethodArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative tolerance (default 1e-7; 1e-4 for float).", valueName: "number"))
  var tolerance: Double?
  @Option(help: "auto, forward, central, five-point, richardson, complex or dual; auto is the full engine.")
  var method: DifferenceMethod = .automatic
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Check N elements of each array, drawn from the seed.", valueName: "n"))
  var sample: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Check K random directions an array instead of its elements.", valueName: "k"))
  var directions: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of cotangents, directions, samples and inputs.", valueName: "number"))
  var seed: UInt64?
  @Option(help: "Precision inside: double or float.")
  var scalar: ScalarKind?
  @Option(help: ArgumentHelp("Check the I-th of N parts; join them with `gradus merge`.", valueName: "I/N"))
  var shard: Shard?
  @Option(help: ArgumentHelp("Continue a check from what an interrupted one left.", valueName: "part"))
  var resume: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads (default: the cores); results do not depend on it.", valueName: "n"))
  var jobs: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds that another process may take to reply (default 60).", valueName: "seconds"))
  var timeout: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds after which what is unfinished is inconclusive.", valueName: "seconds"))
  var timeBudget: Double?
  @Flag(help: "Stop at the first subject that fails.")
  var failFast = false
  @Flag(help: "Search for the smallest case that still fails and print it (not in this version).")
  var shrink = false
  @Flag(help: "Move settings that hide bugs: biases, scale, stride, padding, batch (not in this version).")
  var explore = false
  @Flag(help: "Check again whenever the file changes.")
  var watch = false

  mutating func validate() throws {
    if let tolerance, !(tolerance > 0 && tolerance < 1) {
      throw ValidationError("--tolerance: expected a number above 0 and below 1, found \(tolerance)")
    }
    if let sample, sample < 1 { throw ValidationError("--sample: expected a whole number from 1, found \(sample)") }
    if let directions, !(1...10_000).contains(directions) {
      throw ValidationError("--directions: expected a whole number from 1 to 10000, found \(directions)")
    }
    if let seed, seed > 9_007_199_254_740_991 {
      throw ValidationError("--seed: expected a whole number from 0 to 9007199254740991, found \(seed)")
    }
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs: expected a whole number from 1 to 1024, found \(jobs)")
    }
    if let timeout, !(timeout > 0 && timeout.isFinite) {
      throw ValidationError("--timeout: expected a number of seconds above 0, found \(timeout)")
    }
    if let timeBudget, !(timeBudget > 0 && timeBudget.isFinite) {
      throw ValidationError("--time-budget: expected a number of seconds above 0, found \(timeBudget)")
    }
  }
}

/// Where results go.
struct OutputArguments: ParsableArguments {
  @Option(help: "text, json, junit, sarif, github, gradescope, tap or csv, on standard output.")
  var format: OutputFormat = .text
  @Option(help: ArgumentHelp("Also write a result to a file, such as junit=check.xml.", valueName: "format=path"))
  var write: [OutputTarget] = []
  @Option(help: ArgumentHelp("Draw the figures of each subject into a folder.", valueName: "dir"))
  var figures: String?
  @Option(help: "The language of Gradescope's texts: ko or en.")
  var language: TextReportStyle.Language = .english
  @Flag(help: "Exit with 0 whatever the verdicts, if grading itself worked.")
  var exitZero = false
  @Flag(help: "Do not fail because of an inconclusive subject.")
  var allowInconclusive = false
  @OptionGroup var terminal: TerminalArguments
}

/// What every command knows about its terminal.
public struct TerminalArguments: ParsableArguments {
  /// When words are coloured.
  public enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable { case never, auto, always }

  @Option(help: "Colours: never, auto or always (NO_COLOR is honoured).")
  var color: ColorChoice = .auto
  @Flag(name: .shortAndLong, help: "Say more.")
  var verbose = false
  @Flag(name: .shortAndLong, help: "Say only errors.")
  var quiet = false

  /// Makes the usual options.
  public init() {}

  /// Whether more is said.
  public var isVerbose: Bool { verbose }
  /// Whether only errors are said.
  public var isQuiet: Bool { quiet }
}

/// A part of a check: the `index`-th, from 1, of `count`.
struct Shard: ExpressibleByArgument {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1, count <= 1_000_000,
      (1...count).contains(index)
    else { return nil }
    self.index = index
    self.count = count
  }
}

/// A format and a file.
struct OutputTarget: ExpressibleByArgument {
  let format: OutputFormat
  let path: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), let format = OutputFormat(rawValue: String(argument[..<equals]))
    else { return nil }
    path = String(argument[argument.index(after: equals)...])
    guard !path.isEmpty else { return nil }
    self.format = format
  }
}

extension OutputFormat: ExpressibleByArgument {}
extension TextReportStyle.Language: ExpressibleByArgument {}
extension DifferenceMethod: ExpressibleByArgument {}
extension ScalarKind: ExpressibleByArgument {
  /// The words that are understood.
  public static var allValueStrings: [String] { ["double", "float"] }
}
