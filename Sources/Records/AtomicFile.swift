import Foundation

/// Why a file could not be written.
public struct OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, as the user named it.
  public var file: String
  /// What went wrong.
  public var message: String
  /// Whether the file could not even be created (exit code 73), else a write failed (74).
  public var cannotCreate: Bool

  /// Describes what went wrong.
  public init(file: String, message: String, cannotCreate: Bool) {
    self.file = file
    self.message = message
    self.cannotCreate = cannotCreate
  }

  /// `file: message`.
  public var description: String { "\(file): \(message)" }
}

/// Files that appear whole or not at all.
public enum AtomicFile {
  /// Held while a file is written: an interrupted process ends between files, never within one.
  private static let gate = NSLock()

  /// Runs `body` when no file is half-written, and keeps others from being started.
  static func whileNothingIsWritten(_ body: () -> Void) { gate.withLock(body) }

  /// Writes to a temporary file in the same folder, flushes it, and renames it into place.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    gate.lock()
    defer { gate.unlock() }
    let temporary = path + ".part-\(ProcessInfo.processInfo.processIdentifier)"
    guard let stream = fopen(temporary, "wb") else {
      throw OutputError(
        file: path, message: "the file cannot be created: \(String(cString: strerror(errno)))", cannotCreate: true)
    }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stream) }
    let flushed = fflush(stream) == 0 && fsync(fileno(stream)) == 0
    let reason = String(cString: strerror(errno))
    let closed = fclose(stream) == 0
    guard written == bytes.count, flushed, closed else {
      unlink(temporary)
      throw OutputError(file: path, message: "writing failed: \(reason)", cannotCreate: false)
    }
    guard rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw OutputError(file: path, message: "the file cannot be created: \(reason)", cannotCreate: true)
    }
  }

  /// Writes text as UTF-8.
  public static func write(_ text: String, to path: String) throws(OutputError) {
    try write(Array(text.utf8), to: path)
  }
}
