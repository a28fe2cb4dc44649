import Records
import Testing

struct JSONReaderTests {
  @Test(arguments: [
    0.0020397811581927302, 0.0063377398639805, 5e-324 * 3, 1.7976931348623157e308, 0.1, -2.2250738585072014e-308,
    9007199254740993, 123456.789e-30, .pi,
  ]) func `a number that was written comes back to the bit`(number: Double) throws {
    let text = JSONValue.object { $0.add("x", number: number) }.fileText
    let read = try JSONReader.read(Array(text.utf8))
    guard case .object(let object) = read, let value = object.members.first?.value else {
      Issue.record("\(read)")
      return
    }
    switch value {
    case .number(let back): #expect(back.bitPattern == number.bitPattern)
    case .integer(let back): #expect(Double(back) == number)
    default: Issue.record("\(value)")
    }
  }

  @Test func `a value is read as it was written`() throws {
    let value = JSONValue.object { root in
      root.add("text", text: "a\"\\\n\t\u{1}\u{2028}한글 😀")
      root.add("list", .list([.integer(-3), .number(2.5), .null, .flag(true), .flag(false), .list([])]))
      root.add("empty", .object { _ in })
    }
    #expect(try JSONReader.read(Array(value.fileText.utf8)) == value)
  }

  @Test(arguments: [("\"\\ud83d\\ude00\\/\"", "😀/"), ("\"\\ud83dx\"", "\u{FFFD}x"), ("\"\\u00e9\"", "é")])
  func `escapes are read`(text: String, expected: String) throws {
    #expect(try JSONReader.read(Array(text.utf8)) == .text(expected))
  }

  @Test(arguments: [
    ("", "1:1"), ("{", "1:2"), ("[1,\n 2,]", "2:4"), ("{\"a\": 1, \"a\": 2}", "1:10"), ("[1e999]", "1:2"),
    ("[01]", "1:3"), ("[NaN]", "1:2"), ("[\"a\nb\"]", "1:4"), ("[1] 2", "1:5"), ("\"open", "1:1"), ("[-]", "1:2"),
    ("[1.]", "1:4"), ("{\"a\" 1}", "1:6"), ("[\"\\x\"]", "1:3"),
  ]) func `what is not JSON is told with line and column`(text: String, place: String) throws {
    let error = try #require(throws: JSONReadingError.self) { try JSONReader.read(Array(text.utf8)) }
    #expect(error.description.hasPrefix(place + ": "), "\(error)")
  }

  @Test func `endless nesting is refused`() {
    #expect(throws: JSONReadingError.self) {
      try JSONReader.read(Array(repeating: UInt8(ascii: "["), count: 1_000_000))
    }
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: JSONReadingError.self) { try JSONReader.read([0x22, 0xC3, 0x28, 0x22]) }
  }
}
