import ExternalLayers
import Foundation
import GradientChecking
import Networks

/// How subjects in other processes are run, where their own keys do not say it.
public struct ExternalSettings: Sendable {
  /// The Python of the command line; it beats all keys.
  public var interpreter: String?
  /// The time limit of the command line, in seconds; it beats all keys.
  public var timeout: Double?

  /// Makes settings.
  public init(interpreter: String? = nil, timeout: Double? = nil) {
    self.interpreter = interpreter
    self.timeout = timeout
  }
}

/// The workers of one set of subjects: one process for each program, however many subjects it serves.
final class WorkerSet {
  private var workers: [WorkerCommand: Worker] = [:]

  func worker(_ command: WorkerCommand) -> Worker {
    if let worker = workers[command] { return worker }
    let worker = Worker(command)
    workers[command] = worker
    return worker
  }

  /// Python with the worker that ships with Gradus.
  ///
  /// - Parameter interpreter: a path or a name; without, the virtual environment's Python or the path's.
  static func python(_ interpreter: String?) throws(NetworkError) -> WorkerCommand {
    // Imported, not run as a script: Python keeps what it has compiled of a module, where it may write beside it. The
    // folder takes the place of the working directory ('', if Python puts it there), in which a user's files could hide
    // Python's own.
    let program =
      "import sys; sys.path[:sys.path[0] == ''] = [sys.argv.pop()]; import gradus_worker; gradus_worker.main()"
    return WorkerCommand(
      executable: interpreter ?? virtualEnvironment() ?? "python3",
      arguments: ["-u", "-c", program, try SharedFiles.locate().folder(.workers).path],
      environment: ["PYTHONIOENCODING": "utf-8"].merging(memory) { own, _ in own },
      advice: "install Python 3.9 or later with numpy, or name it with --interpreter or the key interpreter")
  }

  /// A layer's outputs are made and dropped thousands of times; glibc hands their memory back to the system each time,
  /// unless it is told to keep some. What the user has set counts.
  private static var memory: [String: String] {
    let kept = [
      "MALLOC_TRIM_THRESHOLD_": "\(256 << 20)", "MALLOC_TOP_PAD_": "\(16 << 20)",
      "MALLOC_MMAP_THRESHOLD_": "\(64 << 20)",
    ]
    return kept.filter { ProcessInfo.processInfo.environment[$0.key] == nil }
  }

  private static func virtualEnvironment() -> String? {
    guard let root = ProcessInfo.processInfo.environment["VIRTUAL_ENV"], !root.isEmpty else { return nil }
    let path = URL(fileURLWithPath: root).appendingPathComponent("bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }
}
