import ArgumentParser
import CheckCommand
import Foundation

/// Times the workloads.
@main struct GradusBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradus-benchmark",
    abstract: "Times the workloads that other tools are compared by.",
    discussion: "Workloads: \(workloads.map(\.name).joined(separator: " "))")

  @Argument(help: "Which workloads (default: all).")
  var names: [String] = []

  @Flag(help: "Print JSON lines instead of a table.")
  var json = false

  @Flag(help: "Print columns for `gradus plot --csv`: the size of the work, its time, the time in proportion to it.")
  var csv = false

  @Option(help: "Repetitions of each workload (default: as many as fit into the budget).")
  var repetitions: Int?

  @Option(help: "Seconds for each workload.")
  var budget = 5.0

  @Option(help: "Threads for work that can use several.")
  var threads = 1

  static var workloads: [Workload] {
    CheckWorkloads.all + TrainingWorkloads.all + FigureWorkloads.all + GrowthWorkloads.all + ReportWorkloads.all
      + StartWorkload.all
  }

  func validate() throws {
    let known = Self.workloads.map(\.name)
    for name in names where !known.contains(name) {
      throw ValidationError("there is no workload \(name); the workloads are \(known.joined(separator: ", "))")
    }
    if let repetitions, repetitions < 1 { throw ValidationError("--repetitions must be at least 1") }
    if threads < 1 { throw ValidationError("--threads must be at least 1") }
  }

  func run() throws {
    let conditions = Conditions(repetitions: repetitions, budget: budget, threads: threads)
    if !json { try write(csv ? "size,milliseconds,in proportion" : Row.head) }
    for workload in Self.workloads where names.isEmpty || names.contains(workload.name) {
      let rows = try workload.run(conditions)
      for row in rows {
        let line =
          json ? row.json(version: GradusVersion.current) : csv ? row.csv(largest: rows[rows.count - 1]) : row.text
        try write(line)
      }
    }
  }

  /// Writes a line at once, so that it can be read while the next workload runs.
  private func write(_ line: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}
