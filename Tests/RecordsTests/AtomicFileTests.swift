import Foundation
import Records
import Testing

/// Files that appear whole or not at all.
struct AtomicFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "records-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

  @Test func `writing replaces the old file and leaves nothing else`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write("old", to: folder + "/a.txt")
    try AtomicFile.write("새 글\r\n", to: folder + "/a.txt")
    #expect(try Data(contentsOf: URL(filePath: folder + "/a.txt")) == Data("새 글\r\n".utf8))
    #expect(try names() == ["a.txt"])
  }

  @Test func `an empty file can be written`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write([], to: folder + "/empty")
    #expect(try Data(contentsOf: URL(filePath: folder + "/empty")).isEmpty)
  }

  @Test func `a folder in the way stays, and no part file is left`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: true)
    let error = try #require(throws: OutputError.self) { try AtomicFile.write("x", to: folder + "/taken") }
    #expect(error.file == folder + "/taken")
    #expect(error.cannotCreate)
    #expect(try names() == ["taken"])
  }

  @Test func `a missing folder is told by the name the user gave`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/none/a.txt"
    let error = try #require(throws: OutputError.self) { try AtomicFile.write("x", to: path) }
    #expect(error.cannotCreate)
    #expect(error.description == "\(path): the file cannot be created: No such file or directory")
  }

  @Test func `a failed write keeps the old file`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write("old", to: folder + "/a.txt")
    // The part file's name is taken by a folder, so the new text cannot be written.
    let part = "a.txt.part-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder + "/" + part, withIntermediateDirectories: true)
    #expect(throws: OutputError.self) { try AtomicFile.write("new", to: folder + "/a.txt") }
    #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "old")
    #expect(try names() == ["a.txt", part])
  }
}
