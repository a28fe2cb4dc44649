import Foundation

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
        runOnce(check)
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
  }

  private func runOnce(_ check: () throws -> Void) {
    if isatty(fileno(stdout)) == 1 { print("\u{1B}[2J\u{1B}[H", terminator: "") }
    do { try check() } catch let failure as CommandFailure {
      if !failure.message.isEmpty { print("error: \(failure.message)") }
    } catch {
      print("error: \(CheckErrors.describe(error)?.message ?? "\(error)")")
    }
    print("watching \(file); press Ctrl-C to end")
    fflush(stdout)
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
