import Foundation
import Testing

@testable import CourseReport

/// Text from outside stays text.
@Suite struct EscapingTests {
  static let hostile = [
    "<script>alert(1)</script>", "\" onmouseover=\"x", "' onfocus='x", "&amp;", "]]>", "</style><script>",
    "<\u{301}script>", "\"\u{338} onerror=x", "{{a}} {{{b}}}", "\u{202E}gnp.exe", "\u{0}\u{1B}[31m\u{9F}",
    "이름 <b>",
    "🙂<img src=x>", String(decoding: [0xFDD0 as UInt16, 0xFFFE], as: UTF16.self), "\u{2}x\u{3}",
    "javascript:alert(1)",
  ]

  @Test(arguments: hostile)
  func `hostile names open no tag and leave no attribute`(text: String) throws {
    var sample = SampleReport()
    sample.user = text
    sample.configuration.title = LocalizedText(text)
    sample.configuration.course = LocalizedText(text)
    let site = try sample.site()
    for form in [PageAddresses.Form.folder, .single] {
      let pages = ReportPages(site: site, language: .en, form: form)
      for file in [try pages.front(), try pages.lesson(at: 0), try pages.single()] {
        let html = String(decoding: file.bytes, as: UTF8.self)
        let found = TagReader.read(html)
        #expect(found.tags.isDisjoint(with: ["script", "iframe", "object", "form", "base"]))
        #expect(found.attributes.allSatisfy { !$0.hasPrefix("on") })
        #expect(found.isWellFormed, "\(file.path)")
        #expect(
          !html.unicodeScalars.contains {
            ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
          })
      }
    }
  }

  @Test(arguments: [
    ("a<b", "a&lt;b"), ("\"'&>", "&quot;'&amp;&gt;"), ("<\u{338}", "&lt;\u{338}"), ("\u{7}", "\\u{7}"),
    ("한", "한"),
  ])
  func `escaping works on scalars`(text: String, expected: String) {
    #expect(Array(HTMLEscaping.html(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func `text from outside is isolated in its direction`() {
    let marked = HTMLEscaping.isolated("שלום <b>")
    #expect(HTMLEscaping.html(marked) == "<bdi>שלום &lt;b&gt;</bdi>")
    #expect(HTMLEscaping.attribute(marked) == "\u{2068}שלום &lt;b&gt;\u{2069}")
    #expect(HTMLEscaping.bare(marked) == "שלום <b>")
    #expect(HTMLEscaping.html(HTMLEscaping.isolated("개")) == "<bdi lang=\"ko\">개</bdi>")
  }

  @Test func `no one can forge the marks of isolation`() {
    #expect(HTMLEscaping.html(HTMLEscaping.isolated("a\u{3}<b>\u{2}")) == "<bdi>a\\u{3}&lt;b&gt;\\u{2}</bdi>")
  }

  @Test func `a style sheet cannot end its element`() {
    #expect(throws: ReportError.self) {
      try StyleSheet.text("a{}</STYLE><script>", accent: .standard, path: "x.css")
    }
  }
}

/// Reads tags as a browser's tokeniser does in outline: enough to see what came out as markup.
struct TagReader {
  var tags: Set<String> = []
  var attributes: Set<String> = []
  /// No stray `<`, every attribute in double quotes.
  var isWellFormed = true

  static func read(_ html: String) -> TagReader {
    var reader = TagReader()
    var rest = Array(html.unicodeScalars)[...]
    if let end = html.range(of: "<style>"), let close = html.range(of: "</style>") {
      // The style sheet is not markup.
      let without = html[..<end.upperBound] + html[close.lowerBound...]
      rest = Array(without.unicodeScalars)[...]
    }
    while let open = rest.firstIndex(of: "<") {
      rest = rest[(open + 1)...]
      if rest.first == "!" {
        rest = rest[(rest.firstIndex(of: ">") ?? rest.endIndex)...]
        continue
      }
      if rest.first == "/" { rest.removeFirst() }
      let name = rest.prefix { $0.properties.isAlphabetic || $0.properties.numericType != nil }
      if name.isEmpty { reader.isWellFormed = false }
      reader.tags.insert(String(String.UnicodeScalarView(name)).lowercased())
      rest = rest[name.endIndex...]
      while let first = rest.first, first != ">" {
        if first == " " || first == "\n" || first == "/" {
          rest.removeFirst()
          continue
        }
        let key = rest.prefix { $0 != "=" && $0 != ">" && $0 != " " }
        reader.attributes.insert(String(String.UnicodeScalarView(key)).lowercased())
        rest = rest[key.endIndex...]
        guard rest.first == "=" else { continue }
        rest.removeFirst()
        guard rest.first == "\"", let close = rest.dropFirst().firstIndex(of: "\"") else {
          reader.isWellFormed = false
          break
        }
        rest = rest[(close + 1)...]
      }
    }
    return reader
  }
}
