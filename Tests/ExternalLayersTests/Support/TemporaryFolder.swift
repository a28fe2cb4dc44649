import CheckSubjects
import Foundation
import GradientChecking

/// A folder with files, a space and Hangul in its path; gone when nobody holds it any more.
final class TemporaryFolder {
  let url: URL

  init(_ files: [String: String]) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "층 layers \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// A program of the folder.
  func program(_ name: String, _ text: String) throws -> String {
    try write(text, to: name)
    let path = url.appending(path: name).path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  func text(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }

  /// Checks the subjects of a configuration in the folder, in order.
  func check(
    _ configuration: String, interpreter: String? = Python.path, timeout: Double? = nil,
    options: CheckOptions = CheckOptions()
  ) throws -> [SubjectResult] {
    try write(configuration, to: "check.yaml")
    let subjects = try CheckConfiguration(file: url.appending(path: "check.yaml").path).makeSubjects(
      external: ExternalSettings(interpreter: interpreter, timeout: timeout))
    return subjects.map { GradientChecker(options: options).check($0) }
  }
}

/// The Python that tests run.
enum Python {
  /// `make test` names one with numpy.
  static var path: String { ProcessInfo.processInfo.environment["GRADUS_TEST_PYTHON"] ?? "python3" }
}

extension SubjectResult {
  /// The codes of all diagnoses, of every array.
  var codes: Set<DiagnosisCode> { Set(arrays.flatMap(\.diagnosis).map(\.code)) }
  /// The codes of the warnings.
  var warned: Set<DiagnosisCode> { Set(warnings.map(\.code)) }
}
