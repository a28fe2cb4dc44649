import ArgumentParser
import CheckCommand
import CourseReport
import Foundation
import GradientChecking
import Records

/// `gradus report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Train, check, draw, and write the course report.",
    discussion: """
      Examples:
        gradus report                                 the built-in course, in output/
        gradus report course.yaml --output pages      your own; see `gradus help config`
        gradus report --single-file --language ko     one file to mail
        gradus report --init --output my-course       a commented configuration and a copy of the templates
      """)

  /// The languages to write.
  enum LanguageChoice: String, ExpressibleByArgument, CaseIterable { case ko, en, all }

  @Argument(help: ArgumentHelp("A report configuration (YAML); the built-in course without.", valueName: "config"))
  var config: String?
  @Option(help: ArgumentHelp("The folder of the report.", valueName: "dir"))
  var output = "output"
  @Option(help: "ko, en or all.")
  var language: LanguageChoice?
  @Flag(help: "One file a language, with everything in it.")
  var singleFile = false
  @Option(parsing: .unconditional, help: ArgumentHelp("Seed of data, initialisation and checks.", valueName: "number"))
  var seed: UInt64?
  @Option(help: ArgumentHelp("Templates that replace those of the same name.", valueName: "dir"))
  var templates: String?
  @Option(help: ArgumentHelp("Formats of figures: png, svg or both.", valueName: "png,svg"))
  var formats: String?
  @Option(help: ArgumentHelp("Only these lessons.", valueName: "lesson,…"))
  var only: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads (default: the cores); the report does not depend on it.", valueName: "n"))
  var jobs: Int?
  @Flag(help: "Replace a folder that is not a report.")
  var force = false
  @Flag(name: .customLong("init"), help: "Write a commented configuration and a copy of the templates.")
  var initialise = false
  @Flag(help: "Open the report in the browser.")
  var open = false
  @OptionGroup var terminal: TerminalArguments

  func run() throws {
    if initialise {
      let files = try ReportBuilder.writeInitialFiles(to: output)
      if !terminal.isQuiet { try StandardOutput.write("\(files.count) files in \(output)\n") }
      return
    }
    let setting = try ReportSettings(self).configuration()
    let folder = ReportFolder(path: output, force: force)
    try folder.validate()
    let interrupted = InterruptFlag()
    let progress = ProgressLine(isShown: isatty(STDERR_FILENO) == 1 && !terminal.isQuiet)
    // An error must not stand behind the line.
    defer { progress.finish() }
    var options = ReportOptions()
    options.singleFile = singleFile
    options.formats = try ReportSettings(self).figureFormats()
    options.templates = templates
    options.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    options.version = GradusVersion.current
    options.command = command
    options.date = Self.date
    options.recordChecks = { CheckResultText.json($0) }
    options.progress = { stage, share in
      let all = ReportStage.allCases
      let place = all.firstIndex(of: stage) ?? 0
      progress.update(stage.rawValue, done: (Double(place) + share) / Double(all.count))
    }
    options.isInterrupted = { interrupted.isSet }
    let clock = ProcessInfo.processInfo.systemUptime
    let report = try ReportBuilder(configuration: setting, options: options).build()
    interrupted.startWriting()
    try folder.write(report.files, isInterrupted: { interrupted.isSet })
    progress.finish()
    try tell(report, seconds: ProcessInfo.processInfo.systemUptime - clock)
    if open { openReport() }
    if report.verdict.exitCode != 0 {
      throw CommandFailure(CommandFailure.Code(rawValue: report.verdict.exitCode) ?? .wrongGradient)
    }
  }

  private func tell(_ report: ReportBuilder.Report, seconds: Double) throws {
    for warning in report.warnings { Self.note("warning: \(warning)") }
    if terminal.isVerbose {
      for stage in report.clock.stages {
        Self.note("\(stage.name): \(MachineNumber.short(stage.seconds, digits: 3)) s")
      }
      Self.note("in all: \(MachineNumber.short(seconds, digits: 3)) s, \(report.files.count) files")
    }
    guard !terminal.isQuiet else { return }
    let verdict = report.verdict
    let page = singleFile ? output : "\(output)/index.html"
    let found =
      verdict.mismatches == 0
      ? "relative error at most \(MachineNumber.short(verdict.largestError, digits: 2))"
      : "\(verdict.mismatches) wrong"
    let troubled = verdict.troubled.isEmpty ? "" : "; concerned: " + verdict.troubled.joined(separator: ", ")
    try StandardOutput.write(
      """
      report: \(page)
      gradient checks: \(verdict.verdict.rawValue) (\(verdict.elements) elements in \(verdict.arrays) arrays, \(found)\(troubled))

      """)
  }

  private static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// The command that makes the same report, as its last page tells it.
  private var command: String {
    var words = ["gradus report"]
    if let config { words.append(URL(fileURLWithPath: config).lastPathComponent) }
    if let seed { words.append("--seed \(seed)") }
    if let language { words.append("--language \(language.rawValue)") }
    if singleFile { words.append("--single-file") }
    return words.joined(separator: " ")
  }

  /// A date only where the environment settles it: equal runs give equal bytes.
  private static var date: String? {
    guard let epoch = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init) else { return nil }
    return String(Date(timeIntervalSince1970: epoch).formatted(.iso8601).prefix(10))
  }

  private func openReport() {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["open", output + "/index.html"]
    #else
      process.arguments = ["xdg-open", output + "/index.html"]
    #endif
    try? process.run()
  }
}

/// Ctrl-C and what it does: before anything is on disk the process ends at once, later the writer takes it back.
final class InterruptFlag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false
  private var isWriting = false
  private var sources: [any DispatchSourceSignal] = []

  init() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler { [weak self] in self?.set() }
      source.resume()
      sources.append(source)
    }
  }

  /// From here on an interruption is only noted.
  func startWriting() { lock.withLock { isWriting = true } }

  private func set() {
    lock.withLock {
      value = true
      if !isWriting { _exit(130) }
    }
  }

  var isSet: Bool { lock.withLock { value } }
}
