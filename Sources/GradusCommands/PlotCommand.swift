import ArgumentParser
import CheckCommand
import CourseReport
import Foundation
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
      if let note = log.note { FileHandle.standardError.write(Data("note: \(note)\n".utf8)) }
      try AtomicFile.write(try LogFigure(log).draw(format), to: path)
    } else if let name {
      let setting = try config.map { try ReportConfiguration(file: $0) } ?? ReportConfiguration()
      try AtomicFile.write(
        try ReportBuilder(configuration: setting).figure(named: name, in: language, as: format), to: path)
    }
  }
}

extension Language: ExpressibleByArgument {}
