import Foundation
import Records

/// The start of the program, beside that of Python, one after the other in turns.
enum StartWorkload {
  static var all: [Workload] { [Workload(name: "start") { try run($0) }] }

  static func run(_ conditions: Conditions) throws -> [Row] {
    let commands = [
      ("gradus --version", [try program(), "--version"]), ("python3 -c pass", ["python3", "-c", "pass"]),
    ]
    var runs: [[ChildProcess]] = [[], []]
    for round in 0...(conditions.repetitions ?? 100) {
      for (index, command) in commands.enumerated() {
        let child = try ChildProcess(command.1)
        // The first round fills the caches.
        if round == 0 { continue }
        runs[index].append(child)
      }
    }
    return commands.indices.map { index in
      Row(
        workload: "start", peer: commands[index].0,
        measurement: Measurement(
          times: runs[index].map(\.seconds), processorTimes: runs[index].map(\.processorSeconds)),
        details: [("peak_rss_mib", .number(Measurement.median(runs[index].map(\.peak))))])
    }
  }

  /// The `gradus` that was built beside this program.
  static func program() throws -> String {
    let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let place = folder.appending(path: "gradus").path
    guard FileManager.default.isExecutableFile(atPath: place) else {
      throw WrongWork(description: "\(place): expected the program gradus; build it with the same options")
    }
    return place
  }
}
