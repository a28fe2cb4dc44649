import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An XML document as an independent parser reads it.
final class XMLTree: NSObject, XMLParserDelegate {
  /// One element.
  final class Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var text = ""

    init(name: String, attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }

    /// All elements of a name below this one.
    func all(_ name: String) -> [Element] {
      children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
    }
  }

  private var stack = [Element(name: "", attributes: [:])]

  /// The top element; `nil` where the text is not well-formed.
  static func parse(_ text: String) -> Element? {
    let tree = XMLTree()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = tree
    return parser.parse() ? tree.stack[0].children.first : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let element = Element(name: name, attributes: attributes)
    stack[stack.count - 1].children.append(element)
    stack.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { stack.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { stack[stack.count - 1].text += characters }
}
