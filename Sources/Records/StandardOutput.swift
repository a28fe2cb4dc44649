import Foundation

/// Standard output, whose errors (a full disk, a closed pipe) are told.
public enum StandardOutput {
  /// Writes text.
  public static func write(_ text: String) throws(OutputError) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw OutputError(
          file: "standard output", message: "writing failed: \(String(cString: strerror(errno)))", cannotCreate: false)
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
