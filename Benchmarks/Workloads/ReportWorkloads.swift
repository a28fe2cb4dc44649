import Foundation
import Records

/// w4: the whole job in a cold process: training, checks, figures as PNG and SVG, pages.
///
/// w4 is what scripts for other tools do there (two trainings, two checks, eight figures, one page), and more of it: three
/// lessons with sixteen figures, four trainings, a front page. The other two are the whole course.
enum ReportWorkloads {
  static var all: [Workload] {
    [
      Workload(name: "w4") {
        let lessons = ["--only", "information,gradient-checking,training", "--language", "en"]
        return [try run("w4", "gradus report, three lessons", lessons, $0)]
      },
      Workload(name: "report-one-language") {
        [try run("report-one-language", "gradus report, one language", ["--language", "en"], $0)]
      },
      Workload(name: "report") { [try run("report", "gradus report", [], $0)] },
    ]
  }

  private static func run(
    _ workload: String, _ peer: String, _ options: [String], _ conditions: Conditions
  ) throws -> Row {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradus-benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let command = [try StartWorkload.program(), "report", "--output", folder.path, "--quiet"] + options
    var runs: [ChildProcess] = []
    let measurement = try conditions.measure(processor: { runs.reduce(0) { $0 + $1.processorSeconds } }) {
      runs.append(try ChildProcess(command))
    }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let figures = files.count { $0.hasSuffix(".png") || $0.hasSuffix(".svg") }
    guard figures > 0, files.contains("manifest.json") else {
      throw WrongWork(description: "\(folder.path): expected a report with figures")
    }
    return Row(
      workload: workload, peer: peer, measurement: measurement,
      details: [
        ("peak_rss_mib", .number(Measurement.median(runs.map(\.peak)))), ("figure_files", .integer(figures)),
        ("files", .integer(files.count)),
      ])
  }
}
