import Foundation
import Records

/// Runs something again whenever a file changes.
struct Watcher {
  let file: String

  /// Runs once, and again after each change, until the process is interrupted.
  func run(_ check: () throws -> Void) throws {
    guard stamp() != nil else { throw CommandFailure(.noInput, "\(file): there is no such file") }
    var last: Stamp?
    while true {
      let now = stamp()
      if let now, now != last {
        last = now
        try runOnce(check)
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
  }

  private func runOnce(_ check: () throws -> Void) throws {
    if isatty(STDOUT_FILENO) == 1 { try StandardOutput.write("\u{1B}[2J\u{1B}[H") }
    do { try check() } catch let failure as CommandFailure {
      if !failure.message.isEmpty { try StandardOutput.write("error: \(failure.message)\n") }
    } catch {
      try StandardOutput.write("error: \(CheckErrors.describe(error)?.message ?? "\(error)")\n")
    }
    try StandardOutput.write("watching \(file); press Ctrl-C to end\n")
  }

  private struct Stamp: Equatable {
    let modified: Date
    let size: Int
  }

  private func stamp() -> Stamp? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
      let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
    else { return nil }
    return Stamp(modified: modified, size: size)
  }
}
