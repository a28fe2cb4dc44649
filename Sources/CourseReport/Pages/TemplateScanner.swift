/// The tags of a Mustache template, found without rendering it: which partials it uses, what it inserts
/// unescaped, and in which order its figures and equations stand.
struct TemplateScanner {
  /// What a tag does.
  enum Kind: Equatable {
    case variable, unescaped, section, inverted, close, partial
  }

  /// One tag.
  struct Tag: Equatable {
    var kind: Kind
    var name: String
    var line: Int
    var column: Int
  }

  /// Finds the tags of a template.
  ///
  /// - Throws: `ReportError` at an unclosed tag, a change of delimiters or another tag that our templates do not use.
  static func tags(in text: String, place: String) throws(ReportError) -> [Tag] {
    let bytes = Array(text.utf8)
    var tags: [Tag] = []
    var line = 1
    var lineStart = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x0A {
        line += 1
        lineStart = index + 1
      }
      guard bytes[index] == 0x7B, index + 1 < bytes.count, bytes[index + 1] == 0x7B else {
        index += 1
        continue
      }
      let column = index - lineStart + 1
      let isTriple = index + 2 < bytes.count && bytes[index + 2] == 0x7B
      let start = index + (isTriple ? 3 : 2)
      let closing = isTriple ? 3 : 2
      guard let end = close(of: start, braces: closing, in: bytes) else {
        throw ReportError(.content, place: "\(place):\(line):\(column)", "the tag is not closed")
      }
      let inside = String(decoding: bytes[start..<end], as: UTF8.self)
      if let tag = try tag(inside, isTriple: isTriple, place: "\(place):\(line):\(column)") {
        tags.append(Tag(kind: tag.kind, name: tag.name, line: line, column: column))
      }
      for place in start..<end where bytes[place] == 0x0A {
        line += 1
        lineStart = place + 1
      }
      index = end + closing
    }
    return tags
  }

  private static func close(of start: Int, braces: Int, in bytes: [UInt8]) -> Int? {
    var index = start
    while index + braces <= bytes.count {
      if bytes[index..<(index + braces)].allSatisfy({ $0 == 0x7D }) { return index }
      index += 1
    }
    return nil
  }

  private static func tag(
    _ inside: String, isTriple: Bool, place: String
  ) throws(ReportError) -> (kind: Kind, name: String)? {
    if isTriple { return (.unescaped, trimmed(inside[...])) }
    guard let first = inside.first else { throw ReportError(.content, place: place, "the tag is empty") }
    let rest = trimmed(inside.dropFirst())
    switch first {
    case "!": return nil
    case "#": return (.section, rest)
    case "^": return (.inverted, rest)
    case "/": return (.close, rest)
    case ">": return (.partial, rest)
    case "&": return (.unescaped, rest)
    case "=", "%", "<", "$", "*":
      throw ReportError(
        .content, place: place, "tags that begin with '\(first)' are not used in these templates")
    default: return (.variable, trimmed(inside[...]))
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
