import Configuration
import Foundation
import Testing

/// From YAML to nodes that know where they stand.
struct ParsingTests {
  private func parse(_ text: String) throws(ConfigurationError) -> ConfigurationNode {
    try ConfigurationNode.parse(text: text, file: "checks.yaml")
  }

  @Test func `a value knows its line, its column and its path`() throws {
    let root = try parse("seed: 3\nsubjects:\n  - name: 첫째\n    sizes: [1, 2.5]\n")
    let subjects = try root.entries(allowing: ["seed", "subjects"]).required("subjects").list()
    let sizes = try #require(try subjects.first?.entries(allowing: ["name", "sizes"]).required("sizes"))
    let second = try sizes.list()[1]
    #expect(second.path == "subjects[0].sizes[1]")
    #expect(second.line == 4 && second.column == 16)
    #expect(try second.number() == 2.5)
    #expect(second.error("no").description == "checks.yaml:4:16: subjects[0].sizes[1]: no")
  }

  @Test(
    "plain scalars follow YAML 1.2",
    arguments: [
      ("1", .number(1, text: "1")), ("-2.5e-3", .number(-2.5e-3, text: "-2.5e-3")), (".5", .number(0.5, text: ".5")),
      ("1e-6", .number(1e-6, text: "1e-6")), ("true", .flag(true)), ("False", .flag(false)), ("~", .null),
      ("null", .null), (".inf", .number(.infinity, text: ".inf")), ("-.INF", .number(-.infinity, text: "-.INF")),
      ("yes", .text("yes")), ("no", .text("no")), ("1:30", .text("1:30")), ("0x10", .text("0x10")),
      ("inf", .text("inf")), ("nan", .text("nan")), ("infinity", .text("infinity")), ("'1'", .text("1")),
      ("\"true\"", .text("true")), ("1_000", .text("1_000")), ("2026-07-01", .text("2026-07-01")),
      ("1e", .text("1e")), ("--1", .text("--1")),
    ] as [(String, ConfigurationNode.Content)])
  func scalars(text: String, content: ConfigurationNode.Content) throws {
    #expect(try parse("a: \(text)\n").entries()[0].value.content == content)
  }

  @Test func `a file that holds nothing is a mapping without keys`() throws {
    #expect(try parse("").entries(allowing: ["a"]).entries.isEmpty)
    #expect(try parse("# only a comment\n").entries().isEmpty)
  }

  @Test func `a byte order mark and CRLF do no harm`() throws {
    let root = try parse("\u{FEFF}a: 1\r\nb: text\r\n")
    let mapping = try root.entries(allowing: ["a", "b"])
    #expect(try mapping.required("a").number() == 1)
    #expect(try mapping.required("b").text() == "text")
    #expect(try mapping.required("b").line == 2)
  }

  @Test(
    "what is not YAML is told with its line",
    arguments: [
      ("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: 'open\n", 2), ("a: 1\n  b: 2\n", 2),
      ("a: *nothing\n", 1), ("a: {b: 1\n", 2), ("- 1\na: 2\n", 2),
    ])
  func malformed(text: String, line: Int) throws {
    let error = try #require(throws: ConfigurationError.self) { try parse(text) }
    #expect(error.line == line, "\(error)")
    #expect(!error.isUnreadable)
    #expect(error.description.hasPrefix("checks.yaml:\(line)"))
    #expect(!error.description.contains("\n"))
  }

  @Test func `a key that is there twice is refused`() throws {
    let error = try #require(throws: ConfigurationError.self) { try parse("a: 1\nb: 2\na: 3\n") }
    #expect(error.message.contains("found twice: a"), "\(error)")
    #expect(error.line > 0)
  }

  @Test func `a key that is no text is refused`() throws {
    let error = try #require(throws: ConfigurationError.self) { try parse("? [1, 2]\n: 3\n") }
    #expect(error.message == "expected a text as a key")
  }

  @Test(.timeLimit(.minutes(1)))
  func `aliases that multiply are refused`() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    let error = try #require(throws: ConfigurationError.self) { try parse(text) }
    #expect(error.message.contains("expected at most 1000000 values"), "\(error)")
  }

  @Test func `an alias stands for what it names`() throws {
    let root = try parse("a: &x [1, 2]\nb: *x\n")
    #expect(try root.entries()[1].value.list().map { try $0.number() } == [1, 2])
  }

  @Test(.timeLimit(.minutes(1)), arguments: [100, 5000])
  func `deep nesting is refused`(depth: Int) throws {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(throws: ConfigurationError.self) { try parse(text) }
  }

  @Test func `files that cannot be read are told from files that are wrong`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = try #require(throws: ConfigurationError.self) {
      try ConfigurationNode.parse(file: folder.path + "/none.yaml")
    }
    #expect(missing.isUnreadable && missing.message == "there is no such file")
    let directory = try #require(throws: ConfigurationError.self) { try ConfigurationNode.parse(file: folder.path) }
    #expect(directory.isUnreadable && directory.message == "expected a file, found a directory")
    let latin = folder.path + "/latin.yaml"
    try Data([0x61, 0x3A, 0x20, 0xE9, 0x0A]).write(to: URL(filePath: latin))
    let encoding = try #require(throws: ConfigurationError.self) { try ConfigurationNode.parse(file: latin) }
    #expect(!encoding.isUnreadable && encoding.message == "expected text in UTF-8")
  }
}
