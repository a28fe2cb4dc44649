import ArgumentParser
import CheckCommand
import CourseReport
import Foundation
import Networks
import Records

/// `gradus plot`.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw one figure of the course, or a training log.",
    discussion: """
      Examples:
        gradus plot neg-log-p --output information.svg
        gradus plot --csv history.csv --output history.png
      `gradus list figures` names the figures. In a log the first column is across and every other column of numbers
      is a line (row numbers are across where the first column is text); fields that are empty or NaN leave a gap.
      Tabs or semicolons may stand for commas. Rows are drawn in the order of the first column.
      The axis is logarithmic where the numbers span more than two powers of ten; noisy lines are smoothed and drawn
      over the raw data.
      """)

  @Argument(help: "A figure of the course.")
  var name: String?
  @Option(help: ArgumentHelp("A training log: the first column across, the others as lines.", valueName: "file"))
  var csv: String?
  @Option(help: ArgumentHelp("The picture to write; its ending says the format.", valueName: "file.svg|png"))
  var output: String?
  @Option(help: "ko or en.")
  var language: Language = .en
  @Option(help: "A report configuration for the figure.")
  var config: String?
  @OptionGroup var terminal: TerminalArguments

  func run() throws {
    guard (name == nil) != (csv == nil) else {
      throw CommandFailure(.usage, "plot: expected the name of a figure or --csv with a file")
    }
    let log = try csv.map { try TrainingLog(file: $0) }
    let path = output ?? "\(name ?? URL(fileURLWithPath: csv ?? "log").deletingPathExtension().lastPathComponent).svg"
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard let format = FigureFormat(rawValue: ending) else {
      throw CommandFailure(.usage, "--output: expected a name ending in .svg or .png, found '\(path)'")
    }
    if let log {
      if let note = log.note, !terminal.isQuiet { FileHandle.standardError.write(Data("note: \(note)\n".utf8)) }
      try AtomicFile.write(try LogFigure(log).draw(format), to: path)
    } else if let name {
      let setting = try config.map { try ReportConfiguration(file: $0) } ?? ReportConfiguration()
      try AtomicFile.write(try draw(name, ReportBuilder(configuration: setting), format), to: path)
    }
  }

  /// The figure of that name; where there is none, the name that was probably meant.
  private func draw(_ name: String, _ builder: ReportBuilder, _ format: FigureFormat) throws -> [UInt8] {
    do { return try builder.figure(named: name, in: language, as: format) } catch {
      let names = try builder.figures().map(\.name)
      guard !names.contains(name) else { throw error }
      let hint = suggestion(for: name, among: names).map { "; did you mean '\($0)'?" }
      throw CommandFailure(
        .usage, "plot: there is no figure '\(name)'\(hint ?? " (`gradus list figures` names them)")")
    }
  }
}

extension Language: ExpressibleByArgument {}
