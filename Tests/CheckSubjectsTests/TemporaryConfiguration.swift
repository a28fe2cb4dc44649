import CheckSubjects
import Configuration
import Foundation
import GradientChecking

/// A configuration file that lives as long as a closure.
enum TemporaryConfiguration {
  /// Writes the text, reads it as a configuration and makes its subjects.
  static func subjects(_ text: String) throws -> [any Subject] {
    try withFile(text) { try CheckConfiguration(file: $0).makeSubjects() }
  }

  /// The error of a configuration that must not be usable, without the folder of its file.
  static func error(_ text: String) -> ConfigurationError? {
    do {
      _ = try subjects(text)
      return nil
    } catch let error as ConfigurationError {
      return error
    } catch {
      return nil
    }
  }

  /// Runs a closure with the path of a file of this text.
  static func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "checks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "checks.yaml")
    try Data(text.utf8).write(to: file)
    return try body(file.path)
  }
}
