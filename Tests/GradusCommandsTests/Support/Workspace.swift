import Foundation

/// A folder of a test's own, removed with it.
final class Workspace {
  let root: String

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("gradus-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { root + "/" + name }

  /// Writes a file, with the folders above it.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// The text of a file.
  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// Each file below a folder with its bytes.
  func bytes(below name: String = "") throws -> [String: Data] {
    var found: [String: Data] = [:]
    let folder = name.isEmpty ? root : path(name)
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder + "/" + file, isDirectory: &isDirectory)
      if !isDirectory.boolValue { found[file] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)) }
    }
    return found
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
