import Foundation

/// The folder that a report is written to: replaced whole or left as it was.
///
/// All files are written into a folder beside the target, and the two change places when everything is there.
/// Where that cannot be done (the target is a mount point, its parent is not writable) the new entries are
/// written inside and change places with the old ones, which are put back if that fails.
public struct ReportFolder: Sendable {
  /// The folder, as the user named it.
  public let path: String
  /// Whether a folder that holds something else may be written into. What is not of a report stays there.
  public var force: Bool

  /// Names a folder.
  public init(path: String, force: Bool = false) {
    self.path = path
    self.force = force
  }

  /// What is at the target now.
  enum Occupant: Equatable {
    case nothing
    /// A folder that may be replaced, with the dotfiles in it.
    case replaceable(dotfiles: [String])
    /// A folder with other things in it.
    case foreign
  }

  /// Looks at what is there, before any work is done.
  ///
  /// - Throws: `ReportError` (73) where the report must not or cannot be written there.
  public func validate() throws(ReportError) {
    if try occupant() == .foreign, !force {
      throw ReportError(
        .cannotCreate, place: path,
        "the folder holds files that are no report; name an empty folder, or use --force to write beside them"
      )
    }
    let existing = nearestExisting(resolved)
    guard FileManager.default.isWritableFile(atPath: existing) else {
      throw ReportError(.cannotCreate, place: path, "the folder '\(existing)' cannot be written to")
    }
  }

  /// Writes a report.
  ///
  /// - Throws: `ReportError`; what was at the target before is then still there.
  public func write(_ files: [OutputFile], isInterrupted: () -> Bool = { false }) throws(ReportError) {
    try validate()
    let occupant = try occupant()
    let target = resolved
    let parent = (target as NSString).deletingLastPathComponent
    try makeFolder(parent)
    removeLeftovers(in: parent, of: target)
    let name = (target as NSString).lastPathComponent
    let beside = (parent as NSString).appendingPathComponent(".\(name).gradus-\(getpid())")
    if occupant != .foreign, mkdir(beside, 0o777) == 0 {
      do throws(ReportError) {
        try fill(beside, with: files, isInterrupted: isInterrupted)
        if case .replaceable(let dotfiles) = occupant { try carryOver(dotfiles, from: target, to: beside) }
      } catch {
        remove(beside)
        throw error
      }
      if exchange(beside, with: target, targetExists: occupant != .nothing) {
        remove(beside)
        return
      }
      remove(beside)
    }
    try makeFolder(target)
    try writeInside(target, files, keepingOthers: occupant == .foreign, isInterrupted: isInterrupted)
  }

  /// Removes what this process has written and not yet put in place; for the handler of an interruption.
  public func discardUnfinished() {
    let target = resolved
    let parent = (target as NSString).deletingLastPathComponent
    remove(
      (parent as NSString).appendingPathComponent(
        ".\((target as NSString).lastPathComponent).gradus-\(getpid())"))
    remove(target + "/.gradus-\(getpid()).new")
  }

  /// The folder with links followed, so that a link stays a link.
  private var resolved: String {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    guard let real = realpath(absolute, nil) else { return absolute }
    defer { free(real) }
    return String(cString: real)
  }

  func occupant() throws(ReportError) -> Occupant {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: resolved, isDirectory: &isFolder) else { return .nothing }
    guard isFolder.boolValue else {
      throw ReportError(.cannotCreate, place: path, "expected a folder, found a file")
    }
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: resolved) else {
      throw ReportError(.cannotCreate, place: path, "the folder cannot be read")
    }
    let dotfiles = entries.filter { $0.hasPrefix(".") }.sorted()
    if dotfiles.count == entries.count || isReport(entries) { return .replaceable(dotfiles: dotfiles) }
    return .foreign
  }

  private func isReport(_ entries: [String]) -> Bool {
    guard entries.contains("manifest.json"),
      let data = FileManager.default.contents(atPath: resolved + "/manifest.json"),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return false }
    return object["schema"] as? String == Manifest.schema
  }

  private func nearestExisting(_ path: String) -> String {
    var path = path
    while !FileManager.default.fileExists(atPath: path), path != "/", !path.isEmpty {
      path = (path as NSString).deletingLastPathComponent
    }
    return path.isEmpty ? "." : path
  }
}
