import Foundation

extension ReportFolder {
  func makeFolder(_ folder: String) throws(ReportError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw ReportError(.cannotCreate, place: path, "the folder '\(folder)' cannot be created")
    }
  }

  /// Writes all files below a folder.
  func fill(_ folder: String, with files: [OutputFile], isInterrupted: () -> Bool) throws(ReportError) {
    var made: Set<String> = []
    for file in files {
      if isInterrupted() { throw ReportError(.interrupted, "interrupted; the earlier report is unchanged") }
      let name = folder + "/" + file.path
      let inner = (name as NSString).deletingLastPathComponent
      if made.insert(inner).inserted { try makeFolder(inner) }
      try writeFile(file, at: name)
    }
  }

  private func writeFile(_ file: OutputFile, at name: String) throws(ReportError) {
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    guard descriptor >= 0 else {
      throw failure(file, "cannot be created", isWrite: errno == ENOSPC || errno == EDQUOT)
    }
    var offset = 0
    while offset < file.bytes.count {
      let written = file.bytes.withUnsafeBytes { systemWrite(descriptor, $0, from: offset) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let error = failure(file, "cannot be written", isWrite: true)
        close(descriptor)
        throw error
      }
      offset += written
    }
    guard close(descriptor) == 0 else { throw failure(file, "cannot be written", isWrite: true) }
  }

  private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, from offset: Int) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    return Foundation.write(descriptor, base + offset, bytes.count - offset)
  }

  private func failure(_ file: OutputFile, _ what: String, isWrite: Bool) -> ReportError {
    ReportError(
      isWrite ? .writeFailed : .cannotCreate, place: path + "/" + file.path,
      "the file \(what): \(String(cString: strerror(errno)))")
  }

  func carryOver(_ entries: [String], from source: String, to destination: String) throws(ReportError) {
    for entry in entries {
      do {
        try FileManager.default.copyItem(atPath: source + "/" + entry, toPath: destination + "/" + entry)
      } catch {
        throw ReportError(.writeFailed, place: path + "/" + entry, "the file cannot be carried over")
      }
    }
  }

  /// Puts a finished folder in the target's place: in one step where the file system can, else by two renames,
  /// the first of which is undone if the second fails.
  func exchange(_ finished: String, with target: String, targetExists: Bool) -> Bool {
    guard targetExists else { return rename(finished, target) == 0 }
    if FolderExchange.swap(finished, target) { return true }
    let old = finished + ".old"
    guard rename(target, old) == 0 else { return false }
    guard rename(finished, target) == 0 else {
      rename(old, target)
      return false
    }
    remove(old)
    return true
  }

  /// The second way: new entries are written inside and change places with the old ones.
  func writeInside(
    _ target: String, _ files: [OutputFile], keepingOthers: Bool, isInterrupted: () -> Bool
  ) throws(ReportError) {
    let new = target + "/.gradus-\(getpid()).new"
    let old = target + "/.gradus-\(getpid()).old"
    defer {
      remove(new)
      remove(old)
    }
    try makeFolder(new)
    try makeFolder(old)
    try fill(new, with: files, isInterrupted: isInterrupted)
    let arriving = Set(files.compactMap { $0.path.split(separator: "/").first.map(String.init) })
    let present = (try? FileManager.default.contentsOfDirectory(atPath: target)) ?? []
    let leaving = present.filter { arriving.contains($0) || !keepingOthers && !$0.hasPrefix(".") }
    var done: [(from: String, to: String)] = []
    let moves =
      leaving.map { (target + "/" + $0, old + "/" + $0) }
      + arriving.map { (new + "/" + $0, target + "/" + $0) }
    for (from, to) in moves {
      guard rename(from, to) == 0 else {
        let reason = String(cString: strerror(errno))
        for move in done.reversed() { rename(move.to, move.from) }
        throw ReportError(.cannotCreate, place: path, "the report cannot be put in place: \(reason)")
      }
      done.append((from, to))
    }
  }

  /// Removes what runs that were killed have left beside the target.
  func removeLeftovers(in parent: String, of target: String) {
    let prefix = ".\((target as NSString).lastPathComponent).gradus-"
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
      guard entry.hasPrefix(prefix), !entry.hasSuffix(".old"),
        let process = Int32(entry.dropFirst(prefix.count))
      else { continue }
      if kill(process, 0) != 0, errno == ESRCH { remove(parent + "/" + entry) }
    }
  }

  func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
}
