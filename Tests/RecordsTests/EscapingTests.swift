import Foundation
import Records
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Text from anywhere inside of CSV, XML and lines.
struct EscapingTests {
  @Test(
    "CSV fields are quoted where they must be and never run",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
      ("a\r\nb", "\"a\r\nb\""), ("=cmd()", "'=cmd()"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
      ("\tx", "'\tx"), ("=a,b", "\"'=a,b\""), ("", ""), ("=\u{301}cmd", "'=\u{301}cmd"),
      ("a\"\u{301},", "\"a\"\"\u{301},\""), ("\u{0}", "\\u{0}"), ("경사", "경사"),
    ])
  func field(text: String, written: String) {
    var table = CSVText(header: ["name", "value"])
    table.add([.text(text), .number(1e-8)])
    // Compared by bytes: Swift's equality would take canonically equal texts for the same.
    #expect(Array(table.text.utf8) == Array("name,value\r\n\(written),1e-8\r\n".utf8))
  }

  @Test func `CSV leaves numbers that are not finite empty`() {
    var table = CSVText(header: ["a", "b", "c", "d"])
    table.add([.number(.nan), .number(-.infinity), .empty, .integer(-3)])
    #expect(table.text == "a,b,c,d\r\n,,,-3\r\n")
  }

  @Test(
    "XML text and attributes come back from a parser",
    arguments: [
      "]]>", "<\u{338}b>&amp;\"'", "a\r\nb\rc\nd\te", "%0A::error::", "경사 검사", "\"\u{301}", "&\u{301}<\u{20D2}", "",
    ])
  func xml(text: String) throws {
    let document =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<t a=\"\(XMLText.attribute(text))\">\(XMLText.text(text))</t>"
    let reader = Reader()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(document)")
    #expect(reader.attribute.unicodeScalars.elementsEqual(text.unicodeScalars))
    #expect(reader.text.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test func `XML shows the characters it cannot hold`() {
    #expect(XMLText.text("a\u{0}\u{1B}\u{FFFF}b") == "a\\u{0}\\u{1B}\\u{FFFF}b")
  }

  @Test func `controls become visible and the rest stays`() {
    #expect(
      VisibleText.withoutControls("a\u{1B}[2J\u{9B}\u{7F}\n\u{FFFD}가") == "a\\u{1B}[2J\\u{9B}\\u{7F}\\u{A}\\u{FFFD}가")
    #expect(VisibleText.withoutControls("a\n\r\tb", keepingLineBreaks: true) == "a\n\r\tb")
  }

  @Test func `a line has no breaks and tells how much was cut`() {
    #expect(VisibleText.line("a\nb\r\nc\u{2028}d") == "a b c d")
    #expect(VisibleText.line(String(repeating: "x", count: 40), limit: 40) == String(repeating: "x", count: 40))
    let cut = VisibleText.line(String(repeating: "x", count: 1000), limit: 40)
    #expect(cut == String(repeating: "x", count: 16) + "… (984 more characters)")
    #expect(cut.count <= 40)
  }

  /// Collects the only element of a document.
  private final class Reader: NSObject, XMLParserDelegate {
    var attribute = ""
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      attribute = attributes["a"] ?? ""
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
  }
}
