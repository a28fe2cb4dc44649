import ArgumentParser
import CheckSubjects
import ExternalLayers
import Foundation
import GradientChecking
import Records

/// Runs one check from the command line: subjects, engine, formats, exit code.
public struct CheckRunner {
  /// The text of `--help` above the options.
  public static let discussion = """
    Examples:
      gradus check                                      all built-in layers and losses
      gradus check dense relu                           two of them
      gradus check --python layers.py                   what is recognised in a Python file
      gradus check --python layers.py --forward affine_forward --input 'x=normal(2,3)'
      gradus check --config checks.yaml --write junit=check.xml --figures figures

    Checking a Python file executes it. `gradus help config` documents the keys of configuration files.
    Exit codes: 0 all holds; 1 a gradient is wrong; 2 inconclusive or nothing checked; 64 usage; 65 wrong
    content or a subject that cannot be run; 66 unreadable input; 69 something needed is missing; 73 and 74
    output; 130 interrupted.
    """

  let arguments: CheckArguments
  let ownSubjects: (@Sendable (UInt64) throws -> [any Subject])?
  let figures: (any FigureDrawing)?

  /// Prepares a check.
  ///
  /// - Parameters:
  ///   - arguments: the parsed options.
  ///   - ownSubjects: the subjects of a program of one's own; without, the built-in layers and losses.
  ///   - figures: draws figures for `--figures`.
  public init(
    arguments: CheckArguments, ownSubjects: (@Sendable (UInt64) throws -> [any Subject])? = nil,
    figures: (any FigureDrawing)? = nil
  ) {
    self.arguments = arguments
    self.ownSubjects = ownSubjects
    self.figures = figures
  }

  /// Checks, writes what was asked for, and throws the failure whose code the process ends with.
  public func run() throws {
    let interruption = Interruption {}
    defer { withExtendedLifetime(interruption) {} }
    // Both look at a subject as a whole; a part of it would find other cases than the whole.
    for (isAsked, option) in [(arguments.method.shrink, "--shrink"), (arguments.method.explore, "--explore")]
    where isAsked && arguments.method.shard != nil {
      throw CommandFailure(.usage, "\(option): looks at whole subjects, leave out --shard")
    }
    if arguments.method.watch {
      guard let file = arguments.source.python ?? arguments.source.config else {
        throw CommandFailure(.usage, "--watch: expected --python or --config with a file to watch")
      }
      try Watcher(file: file).run { try checkOnce(isWatching: true) }
      return
    }
    try checkOnce(isWatching: false)
  }

  private func checkOnce(isWatching: Bool) throws {
    let terminal = Terminal(color: arguments.output.terminal.color)
    let selection = try SubjectSelection(arguments: arguments, own: ownSubjects).resolve()
    let progress = ProgressLine(isShown: terminal.showsErrors && !arguments.output.terminal.quiet)
    // An error must not stand behind the line.
    defer { progress.finish() }
    var options = selection.options
    options.jobs = arguments.method.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let checker = GradientChecker(options: options)
    var checkpoint = arguments.method.resume.map { Checkpoint(file: $0, selection: selection) }
    let result = checker.check(
      selection.subjects, progress: { progress.update($0.subject, done: $0.done) },
      finished: { checkpoint?.add($0) })
    progress.finish()
    let complete = selection.joined(with: result)
    try checkpoint?.finish(complete)
    try ResultOutput(arguments: arguments.output).write(complete)
    if arguments.output.terminal.verbose { tellTime(result.seconds, in: selection.subjects) }
    if let folder = arguments.output.figures { try draw(complete, subjects: selection.subjects, into: folder) }
    if !isWatching { try ResultOutput(arguments: arguments.output).finish(complete) }
  }

  /// How much of the time went into code of other processes; people ask whether their layer or the checker is slow.
  private func tellTime(_ seconds: Double, in subjects: [any Subject]) {
    let spent = subjects.compactMap { ($0 as? ExternalSubject)?.timeSpent }.reduce(TimeSpent(), +)
    guard spent.whole > 0, seconds > 0 else { return }
    let text = [seconds, spent.whole, spent.code].map { MachineNumber.short($0, digits: 2) }
    let shares = [spent.whole, seconds].map { MachineNumber.short(100 * spent.code / $0, digits: 3) }
    FileHandle.standardError.write(
      Data(
        """
        \(text[2]) s in the code that is checked: \(shares[0]) % of the \(text[1]) s since it was opened, \(shares[1]) % of \
        all \(text[0]) s

        """.utf8))
  }

  private func draw(_ result: CheckResult, subjects: [any Subject], into folder: String) throws {
    guard let figures else {
      throw CommandFailure(.unavailable, "--figures: this program was built without a drawing library")
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.cannotCreate, "\(folder): the folder cannot be created")
    }
    let files = try figures.draw(result, subjects: subjects, into: folder)
    if arguments.output.terminal.verbose {
      FileHandle.standardError.write(Data("\(files.count) figures in \(folder)\n".utf8))
    }
  }
}
