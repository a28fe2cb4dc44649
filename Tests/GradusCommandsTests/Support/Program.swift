import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built executable, run as a user runs it.
enum Program {
  /// What a run left.
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// The only line on standard error, without `error: `; `nil` where there is another or none.
    var sentence: String? {
      let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.count == 2, lines[1].isEmpty, lines[0].hasPrefix("error: ") else { return nil }
      return String(lines[0].dropFirst(7))
    }
  }

  /// The executable that was built beside the test bundle.
  static let file: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("gradus").path
  }()

  /// Runs `gradus` with these arguments.
  ///
  /// - Parameters:
  ///   - folder: the working directory.
  ///   - environment: what is set beside the test's own environment.
  ///   - output: a file that standard output goes to, instead of being read.
  ///   - fileBlocks: how far each file may grow, in the blocks of `ulimit -f`.
  @discardableResult
  static func run(
    _ arguments: [String], in folder: String = "/", environment: [String: String] = [:], output: String? = nil,
    fileBlocks: Int? = nil
  ) throws -> Outcome {
    let running = try Running(
      arguments, in: folder, environment: environment, output: output, fileBlocks: fileBlocks)
    return try running.wait()
  }
}

/// A run that is under way.
final class Running {
  let process = Process()
  private let workspace: Workspace
  private let readsOutput: Bool

  /// Starts the program; its output goes to files, so that it never waits for a reader.
  init(
    _ arguments: [String], in folder: String = "/", environment: [String: String] = [:], output: String? = nil,
    errors: FileHandle? = nil, fileBlocks: Int? = nil
  ) throws {
    workspace = try Workspace()
    readsOutput = output == nil
    if let fileBlocks {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "ulimit -f \(fileBlocks); exec \"$0\" \"$@\"", Program.file] + arguments
    } else {
      process.executableURL = URL(fileURLWithPath: Program.file)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var all = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "GRADUS_SHARE", "SOURCE_DATE_EPOCH", "GITHUB_ACTIONS"] { all[name] = nil }
    process.environment = all.merging(environment) { _, own in own }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.handle(output ?? workspace.path("output"))
    process.standardError = try errors ?? Self.handle(workspace.path("errors"))
    try process.run()
  }

  private static func handle(_ path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
    return try #require(FileHandle(forWritingAtPath: path), "\(path) cannot be opened")
  }

  /// Waits for the end.
  func wait() throws -> Program.Outcome {
    process.waitUntilExit()
    // A program that a signal ended has no exit code of its own.
    try #require(process.terminationReason == .exit, "ended by the signal \(process.terminationStatus)")
    return Program.Outcome(
      code: process.terminationStatus, output: readsOutput ? try workspace.text("output") : "",
      errors: (try? workspace.text("errors")) ?? "")
  }
}
