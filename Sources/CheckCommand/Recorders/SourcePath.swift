import Foundation

/// Paths in results: relative to the folder that the check runs in, so that no result names a machine.
enum SourcePath {
  /// The path below the current folder; the file's name alone where it lies elsewhere.
  static func relative(_ path: String?) -> String? {
    guard let path, !path.isEmpty else { return nil }
    let base = FileManager.default.currentDirectoryPath
    let parts = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
    let own = URL(fileURLWithPath: base).standardizedFileURL.pathComponents
    guard parts.count > own.count, Array(parts.prefix(own.count)) == own else { return parts.last }
    return parts.dropFirst(own.count).joined(separator: "/")
  }

  /// The path as a relative URI: everything but unreserved characters percent-encoded.
  static func uri(_ path: String) -> String {
    var encoded = ""
    for byte in path.precomposedStringWithCanonicalMapping.utf8 {
      let character = Character(UnicodeScalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~/".contains(character) {
        encoded.append(character)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return encoded
  }
}
