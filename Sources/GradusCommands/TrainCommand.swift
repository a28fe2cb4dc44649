import ArgumentParser
import CheckCommand
import CourseReport
import Foundation
import Networks
import Plotting
import Records

/// `gradus train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train one network; write its history and cost curves.",
    discussion: """
      CONFIG is a report configuration: its dataset, network, training and seed are used (Iris without).
      Example: gradus train iris.yaml --output run --save run/parameters.json
      """)

  @Argument(help: ArgumentHelp("A configuration (YAML).", valueName: "config"))
  var config: String?
  @Option(help: ArgumentHelp("The folder for history.csv and the cost curves.", valueName: "dir"))
  var output: String?
  @Option(help: ArgumentHelp("Save the trained parameters (`gradus help config`: parameters).", valueName: "file"))
  var save: String?
  @Option(parsing: .unconditional, help: ArgumentHelp("Seed of data, initialisation and order.", valueName: "number"))
  var seed: UInt64?
  @OptionGroup var terminal: TerminalArguments

  func run() throws {
    let interruption = Interruption {}
    defer { withExtendedLifetime(interruption) {} }
    var setting = try config.map { try ReportConfiguration(file: $0) } ?? ReportConfiguration()
    if let seed { setting.seed = try ReportSettings.valid(seed) }
    let progress = ProgressLine(isShown: isatty(STDERR_FILENO) == 1 && !terminal.isQuiet)
    // An error must not stand behind the line.
    defer { progress.finish() }
    let outcome = try TrainingRun(setting) { progress.update("training", done: $0) }
    progress.finish()
    let history = outcome.history
    if let output { try write(history, to: output) }
    if let save { try AtomicFile.write(Array(try outcome.model().encoded()), to: save) }
    if !terminal.isQuiet { try StandardOutput.write(summary(outcome)) }
    if let divergence = outcome.divergence {
      throw CommandFailure(
        .content,
        "training diverged in epoch \(divergence.epoch) (cost \(divergence.cost)); try a smaller learning rate")
    }
  }

  private func summary(_ outcome: TrainingRun) -> String {
    guard let first = outcome.history.epochs.first, let last = outcome.history.epochs.last else { return "" }
    var text =
      "cost \(MachineNumber.short(first.trainCost)) → \(MachineNumber.short(last.trainCost)) in \(last.epoch) epochs"
    if let accuracy = last.trainAccuracy { text += ", accuracy \(MachineNumber.short(100 * accuracy, digits: 3)) %" }
    if let cost = last.validationCost { text += "; validation cost \(MachineNumber.short(cost))" }
    if let accuracy = last.validationAccuracy {
      text += ", accuracy \(MachineNumber.short(100 * accuracy, digits: 3)) %"
    }
    return text + "\n"
  }

  private func write(_ history: TrainingHistory, to folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.cannotCreate, "\(folder): the folder cannot be created")
    }
    try AtomicFile.write(HistoryCSV.text(history), to: folder + "/history.csv")
    let renderer = Renderer()
    for isLogarithmic in [false, true] {
      let name = isLogarithmic ? "cost-log" : "cost"
      let list = CostCurve.chart(history, isLogarithmic: isLogarithmic).displayList(measuring: renderer.typesetter)
      let svg = try renderer.svg(list, prefix: name, title: "Cost", description: "Cost against epoch")
      try AtomicFile.write(svg, to: "\(folder)/\(name).svg")
      try AtomicFile.write(try renderer.png(list), to: "\(folder)/\(name).png")
    }
  }
}

/// A history as comma-separated values.
enum HistoryCSV {
  static func text(_ history: TrainingHistory) -> String {
    var header = ["epoch", "train_cost", "validation_cost", "train_accuracy", "validation_accuracy"]
    header += history.parameterNames.map { "gradient_norm \($0)" } + history.parameterNames.map { "update_norm \($0)" }
    var csv = CSVText(header: header)
    for row in history.epochs {
      var fields: [CSVText.Field] = [.integer(row.epoch), .number(row.trainCost)]
      fields += [row.validationCost, row.trainAccuracy, row.validationAccuracy].map { $0.map { .number($0) } ?? .empty }
      fields += row.gradientNorms.map { .number($0) } + row.updateNorms.map { .number($0) }
      csv.add(fields)
    }
    return csv.text
  }
}

/// The cost against the epoch.
enum CostCurve {
  static func chart(_ history: TrainingHistory, isLogarithmic: Bool) -> Chart {
    let train = history.epochs.map { Point(Double($0.epoch), $0.trainCost) }
    let held = history.epochs.compactMap { row in row.validationCost.map { Point(Double(row.epoch), $0) } }
    var marks: [Mark] = [.line(LineMark(train, label: "train"))]
    if !held.isEmpty { marks.append(.line(LineMark(held, color: .vermilion, label: "validation", dash: [7, 4]))) }
    return Chart(
      title: "Cost", x: Axis("epoch"), y: Axis("cost", isLogarithmic ? .logarithmic : .linear, hasGrid: true),
      marks: marks)
  }
}
