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
  /// - Parameters:
  ///   - environment: where `GRADUS_SHARE` may be set.
  ///   - program: the program's own file; this process' one without it.
  /// - Throws: `NetworkError.unavailable` that says what to set where nothing is found, or that `GRADUS_SHARE` names a
  ///   folder without shared files.
  public static func locate(
    environment: [String: String] = ProcessInfo.processInfo.environment, program: URL? = nil
  ) throws(NetworkError) -> SharedFiles {
    if let named = environment["GRADUS_SHARE"], !named.isEmpty {
      let root = URL(fileURLWithPath: named)
      guard isShare(root) else {
        throw .unavailable(
          file: named,
          message: "GRADUS_SHARE names this folder, expected one that holds templates/lessons")
      }
      return SharedFiles(root: root)
    }
    guard let root = candidates(program).first(where: isShare) else {
      throw .unavailable(
        file: "templates",
        message: "the folder was not found (set GRADUS_SHARE, or install gradus with its share folder)")
    }
    return SharedFiles(root: root)
  }

  /// The folder with Gradus' own package, if it is there: the checkout, or what `make install` leaves.
  public static func packageRoot(
    environment: [String: String] = ProcessInfo.processInfo.environment, program: URL? = nil
  ) -> URL? {
    let named = environment["GRADUS_SHARE"].map { [URL(fileURLWithPath: $0)] } ?? []
    return (named + candidates(program)).first {
      isShare($0) && FileManager.default.fileExists(atPath: $0.appendingPathComponent("Package.swift").path)
    }
  }

  private static func isShare(_ folder: URL) -> Bool {
    var isDirectory: ObjCBool = false
    let path = folder.appendingPathComponent("templates/lessons").path
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  private static func candidates(_ program: URL?) -> [URL] {
    var folder = (program ?? ownProgram).resolvingSymlinksInPath().deletingLastPathComponent()
    var folders = [folder.deletingLastPathComponent().appendingPathComponent("share/gradus")]
    while folder.pathComponents.count > 1 {
      folders.append(folder)
      folder = folder.deletingLastPathComponent()
    }
    return folders
  }

  /// The running program: as Linux tells it, because an argument may be anything.
  private static var ownProgram: URL {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = link ?? Bundle.main.executablePath ?? CommandLine.arguments.first ?? ""
    return URL(fileURLWithPath: path)
  }
}
