import Foundation
import Records
import Testing

@testable import CourseReport

/// What a report says of itself.
@Suite struct ManifestTests {
  private let manifest = Manifest(
    version: "1.0.0", seed: 231, languages: [.ko, .en],
    lessons: [
      Manifest.LessonEntry(
        name: "relu", title: LocalizedText(ko: "렐루 \u{2}a\u{3}", en: "ReLU"), pages: ["ko/relu.html"])
    ],
    figures: [
      Manifest.FigureEntry(
        name: "mask", lesson: "relu", title: LocalizedText("\"t\""), alt: LocalizedText(ko: "대체", en: "alt"),
        files: ["figures/mask.svg"], data: "data/mask.csv")
    ])

  @Test func `the manifest is JSON with every file and its checksum`() throws {
    let files = [OutputFile(path: "b", text: "abc"), OutputFile(path: "a", text: "")]
    let file = try manifest.file(listing: files, jobs: 2)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(file.bytes)) as? [String: Any])
    #expect(object["schema"] as? String == "gradus.report/1")
    #expect(object["seed"] as? Int == 231)
    let listed = try #require(object["files"] as? [[String: Any]])
    #expect(listed.map { $0["path"] as? String } == ["a", "b"])
    #expect(listed[1]["bytes"] as? Int == 3)
    // The published digests of "" and "abc".
    #expect(
      listed[0]["sha256"] as? String == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      listed[1]["sha256"] as? String == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let lessons = try #require(object["lessons"] as? [[String: Any]])
    #expect((lessons[0]["title"] as? [String: String])?["ko"] == "렐루 a")
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func `Base64 is RFC 4648's`(text: String, expected: String) {
    #expect(Base64.text(Array(text.utf8)) == expected)
  }
}

/// The numbers behind a figure.
@Suite struct DataTableTests {
  private let table = DataTable(
    [.init("name"), .init("value"), .init("count")],
    rows: [[.user("=cmd()"), .number(-0.125), .integer(3)], [.text("a,\"b\""), .number(.nan), .empty]])

  @Test func `the CSV file is safe for spreadsheets and says what is no number`() {
    #expect(
      table.csv().text
        == "name,value,value_status,count\r\n'=cmd(),-0.125,,3\r\n\"a,\"\"b\"\"\",,nan,\r\n")
  }

  @Test func `a long table is thinned evenly with both ends`() {
    let long = DataTable([.init("x")], numbers: (0..<1000).map { [Double($0)] })
    #expect(long.rowsShown.count == DataTable.rowsOnPage)
    #expect(long.rowsShown.first == 0)
    #expect(long.rowsShown.last == 999)
    #expect(zip(long.rowsShown, long.rowsShown.dropFirst()).allSatisfy { (16...17).contains($1 - $0) })
  }
}
