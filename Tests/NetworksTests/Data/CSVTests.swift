import Foundation
import Networks
import Tensors
import Testing

struct CSVTests {
  private func table(_ text: String) throws -> CSVTable { try CSVTable(text: text, name: "data.csv") }

  private func fields(_ text: String) throws -> [[String]] {
    let table = try table(text)
    return [table.header] + table.rows.map { $0.map(\.text) }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]), ("a,b\n\"1,5\",2\n", [["a", "b"], ["1,5", "2"]]),
    ("a,b\n\"say \"\"hi\"\"\",2\n", [["a", "b"], ["say \"hi\"", "2"]]),
    ("a,b\n\"two\nlines\",2\n", [["a", "b"], ["two\nlines", "2"]]), ("a,b\n,\n", [["a", "b"], ["", ""]]),
    ("\"꽃, 잎\", b \n1,2\n", [["꽃, 잎", "b"], ["1", "2"]]), ("a,\n1,2\n", [["a", "column 2"], ["1", "2"]]),
    ("a,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]]), ("a\n\"\"\n", [["a"], [""]]),
  ]) func `a table is read as RFC 4180 says`(text: String, expected: [[String]]) throws {
    #expect(try fields(text) == expected)
  }

  @Test func `each field knows its line and column`() throws {
    let table = try table("a,b,c\r\n1,\"x\ny\",3\r\n나,5,6\r\n")
    #expect(table.rows[0].map { [$0.line, $0.column] } == [[2, 1], [2, 3], [3, 4]])
    #expect(table.rows[1].map { [$0.line, $0.column] } == [[4, 1], [4, 3], [4, 5]])
  }

  @Test(arguments: [
    ("", "empty"), ("a,a\n1,2\n", "data.csv:1:3"), ("a,b\n1\n", "data.csv:2: expected 2 fields"),
    ("a,b\n1,2,3\n", "found 3"), ("a,b\n\"1,2\n", "data.csv:2:1"), ("a,b\n\"1\"2,3\n", "data.csv:2"),
  ]) func `what is no table is told with its place`(text: String, part: String) throws {
    let error = try #require(throws: NetworkError.self) { try table(text) }
    #expect("\(error)".contains(part), "\(error)")
  }

  @Test func `text that is no UTF-8 is refused`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "latin-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data([0x61, 0x2C, 0x62, 0x0A, 0xE9, 0x2C, 0x31, 0x0A]).write(to: file)
    let error = try #require(throws: NetworkError.self) { try CSVTable(file: file.path, name: "latin.csv") }
    #expect("\(error)".contains("latin.csv:2:1"), "\(error)")
  }

  @Test func `a folder and a missing file cannot be read`() {
    for path in ["/", "/nowhere.csv"] {
      let error = #expect(throws: NetworkError.self) { try CSVTable(file: path) }
      guard case .unreadable? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }
}
