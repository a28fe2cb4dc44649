import ArgumentParser
import CheckCommand
import CourseReport
import Foundation
import Networks
import Plotting
import Records

/// `gradus plot`.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw one figure of the course, or a training log.",
    discussion: """
      Examples:
        gradus plot neg-log-p --output information.svg
        gradus plot --csv history.csv --output history.png
      `gradus list figures` names the figures.
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

  func run() throws {
    guard (name == nil) != (csv == nil) else {
      throw CommandFailure(.usage, "plot: expected the name of a figure or --csv with a file")
    }
    let path = output ?? "\(name ?? URL(fileURLWithPath: csv ?? "log").deletingPathExtension().lastPathComponent).svg"
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard let format = FigureFormat(rawValue: ending) else {
      throw CommandFailure(.usage, "--output: expected a name ending in .svg or .png, found '\(path)'")
    }
    if let csv {
      try AtomicFile.write(try LogFigure(file: csv).draw(format), to: path)
    } else if let name {
      let setting = try config.map { try ReportConfiguration(file: $0) } ?? ReportConfiguration()
      try AtomicFile.write(
        try ReportBuilder(configuration: setting).figure(named: name, in: language, as: format), to: path)
    }
  }
}

extension Language: ExpressibleByArgument {}

/// A training log as a figure: columns to lines, a logarithmic axis where the range asks for it.
struct LogFigure {
  let table: CSVTable

  init(file: String) throws(NetworkError) { table = try CSVTable(file: file) }

  func draw(_ format: FigureFormat) throws -> [UInt8] {
    let columns = try numbers()
    guard let x = columns.first, columns.count >= 2 else {
      throw CommandFailure(.content, "\(table.name): expected a column to draw beside the first")
    }
    let lines = columns.dropFirst().filter { $0.values.contains(where: \.isFinite) }
    guard !lines.isEmpty else { throw CommandFailure(.content, "\(table.name): expected numbers, found none") }
    let finite = lines.flatMap(\.values).filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let isLogarithmic = low > 0 && high / low > 100
    var marks: [Mark] = []
    for (index, line) in lines.enumerated() {
      let color = Color.series[index % Color.series.count]
      let isNoisy = Smoothing.isNoisy(line.values)
      if isNoisy {
        marks.append(.line(LineMark(x: x.values, y: line.values, color: color.mixed(with: .white, 0.65), width: 1)))
      }
      marks.append(
        .line(
          LineMark(
            x: x.values, y: isNoisy ? Smoothing.smooth(line.values) : line.values, color: color, label: line.name,
            dash: index < 4 ? [] : [7, 4])))
    }
    let chart = Chart(
      title: URL(fileURLWithPath: table.name).lastPathComponent, x: Axis(x.name),
      y: Axis(lines.count == 1 ? lines[0].name : "", isLogarithmic ? .logarithmic : .linear, hasGrid: true),
      marks: marks,
      hasLegend: lines.count > 4)
    let renderer = Renderer()
    let list = chart.displayList(measuring: renderer.typesetter)
    return format == .svg
      ? try renderer.svg(
        list, prefix: "log", title: chart.title,
        description: "\(lines.count) columns of \(table.rows.count) rows against \(x.name)")
      : try renderer.png(list)
  }

  /// The columns as numbers; empty fields are missing, a column of text is left out unless it is the first.
  private func numbers() throws -> [(name: String, values: [Double])] {
    var columns: [(name: String, values: [Double])] = []
    for (place, name) in table.header.enumerated() {
      var values: [Double] = []
      var isText = false
      for row in table.rows {
        let text = row[place].text.trimmingCharacters(in: .whitespaces)
        if text.isEmpty {
          values.append(.nan)
        } else if let number = Double(text) {
          values.append(number)
        } else {
          isText = true
          break
        }
      }
      if isText {
        guard place > 0 else {
          throw CommandFailure(.content, "\(table.name): expected numbers in the first column '\(name)'")
        }
        continue
      }
      columns.append((name, values))
    }
    return columns
  }
}

/// A running mean beside the raw data.
enum Smoothing {
  /// Whether a line goes up and down so often that its course is hard to see.
  static func isNoisy(_ values: [Double]) -> Bool {
    let finite = values.filter(\.isFinite)
    guard finite.count >= 100 else { return false }
    let steps = zip(finite.dropFirst(), finite).map { $0 - $1 }
    let turns = zip(steps.dropFirst(), steps).count { $0 * $1 < 0 }
    return turns * 4 > finite.count
  }

  /// The mean over a window of a fiftieth of the length; missing values stay missing.
  static func smooth(_ values: [Double]) -> [Double] {
    let half = max(1, values.count / 100)
    var sums = [0.0]
    var counts = [0]
    for value in values {
      sums.append((sums.last ?? 0) + (value.isFinite ? value : 0))
      counts.append((counts.last ?? 0) + (value.isFinite ? 1 : 0))
    }
    return values.indices.map { index in
      guard values[index].isFinite else { return .nan }
      let (from, to) = (max(0, index - half), min(values.count, index + half + 1))
      return (sums[to] - sums[from]) / Double(max(counts[to] - counts[from], 1))
    }
  }
}
