import Foundation

/// Where templates, data sets, schemas and workers lie: beside the program, not inside of it.
///
/// Looked for in this order: the folder in `GRADUS_SHARE`, `../share/gradus` beside the program (as
/// `make install` lays it), and the checkout that the program was built in.
public struct SharedFiles: Sendable, Equatable {
  /// The folders that are shared.
  public enum Folder: String, Sendable, CaseIterable { case templates, data, schemas, workers }

  /// The folder that holds them.
  public let root: URL

  /// Uses a folder.
  public init(root: URL) { self.root = root }

  /// One of the folders.
  public func folder(_ folder: Folder) -> URL { root.appendingPathComponent(folder.rawValue) }

  /// Finds the shared files.
  ///
  /// - Throws: `NetworkError.data` that names the places that were looked at.
  public static func locate(
    environment: [String: String] = ProcessInfo.processInfo.environment, program: URL? = nil
  ) throws(NetworkError) -> SharedFiles {
    var looked: [String] = []
    for candidate in candidates(environment, program) {
      if isShare(candidate) { return SharedFiles(root: candidate) }
      looked.append(candidate.path)
    }
    throw .data(
      file: "templates", line: 0, column: 0,
      message: "the folder was not found (set GRADUS_SHARE, or install gradus with its share folder)")
  }

  /// The folder with Gradus' own package, if it is there: the checkout, or what `make install` leaves.
  public static func packageRoot() -> URL? {
    candidates(ProcessInfo.processInfo.environment, nil).first {
      isShare($0) && FileManager.default.fileExists(atPath: $0.appendingPathComponent("Package.swift").path)
    }
  }

  private static func isShare(_ folder: URL) -> Bool {
    var isDirectory: ObjCBool = false
    let path = folder.appendingPathComponent("templates/lessons").path
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  private static func candidates(_ environment: [String: String], _ program: URL?) -> [URL] {
    var folders: [URL] = []
    if let share = environment["GRADUS_SHARE"], !share.isEmpty { folders.append(URL(fileURLWithPath: share)) }
    let start = program ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let own = start.path == "/proc/self/exe" ? URL(fileURLWithPath: CommandLine.arguments.first ?? "") : start
    var folder = own.resolvingSymlinksInPath().deletingLastPathComponent()
    folders.append(folder.deletingLastPathComponent().appendingPathComponent("share/gradus"))
    while folder.path != "/" && folder.pathComponents.count > 1 {
      folders.append(folder)
      folder = folder.deletingLastPathComponent()
    }
    return folders
  }
}
