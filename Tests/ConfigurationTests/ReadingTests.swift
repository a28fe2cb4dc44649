import Configuration
import Networks
import Testing

/// Typed reading: what is wrong is told with place, expectation and finding.
struct ReadingTests {
  private func node(_ text: String) throws -> ConfigurationNode {
    try ConfigurationNode.parse(text: "a: \(text)\n", file: "f.yaml").entries()[0].value
  }

  @Test func `an unknown key comes with its place and a suggestion`() throws {
    let root = try ConfigurationNode.parse(text: "seed: 1\nsubjets: []\n", file: "f.yaml")
    let error = try #require(throws: ConfigurationError.self) { try root.entries(allowing: ["seed", "subjects"]) }
    #expect(error.description == "f.yaml:2:1: unknown key 'subjets'; did you mean 'subjects'?")
    let far = try ConfigurationNode.parse(text: "zzzzzzzz: 1\n", file: "f.yaml")
    let other = try #require(throws: ConfigurationError.self) { try far.entries(allowing: ["seed", "subjects"]) }
    #expect(other.description == "f.yaml:1:1: unknown key 'zzzzzzzz'; expected one of seed, subjects")
  }

  @Test func `a missing key is named`() throws {
    let root = try ConfigurationNode.parse(text: "seed: 1\n", file: "f.yaml")
    let error = try #require(throws: ConfigurationError.self) {
      try root.entries(allowing: ["seed", "subjects"]).required("subjects")
    }
    #expect(error.message == "the key 'subjects' is missing")
  }

  @Test(
    "a value of the wrong type says what was expected and what was found",
    arguments: [
      ("abc", "expected a number, found the text 'abc'"), ("'1'", "expected a number, found the text '1'"),
      ("true", "expected a number, found true"), ("[1]", "expected a number, found a list"),
      ("{b: 1}", "expected a number, found a mapping"), ("", "expected a number, found nothing"),
      (".nan", "expected a number, found the number .nan"), (".inf", "expected a number, found the number .inf"),
      ("1e999", "expected a number, found the number 1e999"),
    ])
  func wrongType(text: String, message: String) throws {
    let node = try node(text)
    let error = try #require(throws: ConfigurationError.self) { try node.number() }
    #expect(error.message == message)
    #expect(error.path == "a")
    #expect(error.line == 1)
  }

  @Test(
    "whole numbers are whole and within bounds",
    arguments: ["1.5", "0", "11", "1e30", "-1", "text", ".inf", "9223372036854775808"])
  func integers(text: String) throws {
    let node = try node(text)
    let error = try #require(throws: ConfigurationError.self) { try node.integer(in: 1...10) }
    #expect(error.message.hasPrefix("expected a whole number from 1 to 10, found "))
  }

  @Test func `a seed reaches to two to the fifty-third`() throws {
    #expect(try node("9007199254740991").seed() == 9_007_199_254_740_991)
    #expect(throws: ConfigurationError.self) { try node("9007199254740992").seed() }
    #expect(throws: ConfigurationError.self) { try node("-1").seed() }
    #expect(try node("1e3").seed() == 1000)
  }

  @Test func `words, flags, texts and lists are told apart`() throws {
    let word = try #require(throws: ConfigurationError.self) { try node("duble").word(among: ["double", "float"]) }
    #expect(word.message == "expected one of double, float, found 'duble'; did you mean 'double'?")
    #expect(throws: ConfigurationError.self) { try node("yes").flag() }
    #expect(throws: ConfigurationError.self) { try node("12").text() }
    #expect(try node("2026").anyText() == "2026")
    #expect(throws: ConfigurationError.self) { try node("1").list() }
    #expect(throws: ConfigurationError.self) { try node("[1]").entries() }
  }

  @Test func `a long text is cut in a message`() throws {
    let error = try #require(throws: ConfigurationError.self) { try node(String(repeating: "x", count: 500)).number() }
    #expect(error.message.count < 120)
  }

  @Test func `built-ins are written as names or with settings`() throws {
    #expect(try node("relu").specification() == Specification("relu"))
    #expect(try node("{dense: 64}").specification().name == "dense")
    #expect(try node("{leaky-relu: {slope: 0.1}}").specification().name == "leaky-relu")
    for wrong in ["12", "[relu]", "{a: 1, b: 2}", "", "true"] {
      #expect(throws: ConfigurationError.self, "\(wrong)") { try node(wrong).specification() }
    }
  }
}
