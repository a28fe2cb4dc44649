import Foundation
import Testing

@testable import CourseReport

/// A report is replaced whole, or stays as it was.
@Suite struct ReportFolderTests {
  private static let report = [
    OutputFile(path: "manifest.json", text: "{\"schema\": \"gradus.report/1\"}\n"),
    OutputFile(path: "ko/index.html", text: "<p>1</p>\n"),
  ]

  /// A folder of its own for a test, removed after it.
  private func inTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gradus-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func contents(_ folder: String) -> [String: String] {
    var files: [String: String] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder)
      ?? FileManager.DirectoryEnumerator()
    {
      if let data = FileManager.default.contents(atPath: folder + "/" + path), !data.isEmpty {
        files[path] = String(decoding: data, as: UTF8.self)
      }
    }
    return files
  }

  private func put(_ text: String, at path: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  @Test func `a new folder is made with all that leads to it`() throws {
    try inTemporaryFolder { folder in
      try ReportFolder(path: folder + "/a/b").write(Self.report)
      #expect(
        contents(folder + "/a/b") == [
          "manifest.json": "{\"schema\": \"gradus.report/1\"}\n", "ko/index.html": "<p>1</p>\n",
        ])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a") == ["b"])
    }
  }

  @Test func `an earlier report is replaced and dotfiles are carried over`() throws {
    try inTemporaryFolder { folder in
      let target = folder + "/output"
      try put("keep", at: target + "/.gitkeep")
      try ReportFolder(path: target).write(Self.report + [OutputFile(path: "old.html", text: "old")])
      try ReportFolder(path: target).write(Self.report)
      #expect(contents(target).keys.sorted() == [".gitkeep", "ko/index.html", "manifest.json"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["output"])
    }
  }

  @Test func `a folder with other files is refused`() throws {
    try inTemporaryFolder { folder in
      try put("thesis", at: folder + "/thesis.txt")
      let error = #expect(throws: ReportError.self) { try ReportFolder(path: folder).write(Self.report) }
      #expect(error?.exitCode == 73)
      #expect(contents(folder) == ["thesis.txt": "thesis"])
    }
  }

  @Test func `a manifest of something else does not make a report`() throws {
    try inTemporaryFolder { folder in
      try put("{\"schema\": \"other/1\"}", at: folder + "/manifest.json")
      #expect(throws: ReportError.self) { try ReportFolder(path: folder).validate() }
    }
  }

  @Test func `with force other files stay`() throws {
    try inTemporaryFolder { folder in
      try put("thesis", at: folder + "/thesis.txt")
      try put("old", at: folder + "/ko/index.html")
      try ReportFolder(path: folder, force: true).write(Self.report)
      #expect(contents(folder)["thesis.txt"] == "thesis")
      #expect(contents(folder)["ko/index.html"] == "<p>1</p>\n")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
          "ko", "manifest.json", "thesis.txt",
        ])
    }
  }

  @Test func `a file at the target is refused`() throws {
    try inTemporaryFolder { folder in
      try put("x", at: folder + "/file")
      for path in [folder + "/file", folder + "/file/inner"] {
        let error = #expect(throws: ReportError.self) { try ReportFolder(path: path).write(Self.report) }
        #expect(error?.exitCode == 73)
      }
      #expect(contents(folder) == ["file": "x"])
    }
  }

  @Test func `an interrupted run leaves the earlier report and nothing else`() throws {
    try inTemporaryFolder { folder in
      let target = folder + "/output"
      try ReportFolder(path: target).write(Self.report)
      let before = contents(target)
      var asked = 0
      let error = #expect(throws: ReportError.self) {
        try ReportFolder(path: target).write(Self.report) {
          asked += 1
          return asked == 2
        }
      }
      #expect(error?.exitCode == 130)
      #expect(contents(target) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["output"])
    }
  }

  @Test func `a failed write leaves the earlier report and nothing else`() throws {
    try inTemporaryFolder { folder in
      let target = folder + "/output"
      try ReportFolder(path: target).write(Self.report)
      let before = contents(target)
      // The same name as a file and as a folder cannot be written.
      let bad = Self.report + [OutputFile(path: "x", text: "1"), OutputFile(path: "x/y", text: "2")]
      #expect(throws: ReportError.self) { try ReportFolder(path: target).write(bad) }
      #expect(contents(target) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["output"])
    }
  }

  @Test func `a link stays a link and its folder is replaced`() throws {
    try inTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/real", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
      try ReportFolder(path: folder + "/link").write(Self.report)
      #expect(contents(folder + "/real").count == 2)
      #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link")) == "real")
    }
  }

  @Test func `writing inside puts everything in place and removes the old`() throws {
    try inTemporaryFolder { folder in
      try put("keep", at: folder + "/.gitkeep")
      try put("old", at: folder + "/old.html")
      try ReportFolder(path: folder).writeInside(
        folder, Self.report, keepingOthers: false, isInterrupted: { false })
      #expect(contents(folder).keys.sorted() == [".gitkeep", "ko/index.html", "manifest.json"])
    }
  }

  @Test func `two folders change places`() throws {
    try inTemporaryFolder { folder in
      try put("1", at: folder + "/a/x")
      try put("2", at: folder + "/b/x")
      if FolderExchange.swap(folder + "/a", folder + "/b") {
        #expect(contents(folder) == ["a/x": "2", "b/x": "1"])
      }
      #expect(!FolderExchange.swap(folder + "/a", folder + "/absent"))
    }
  }
}
