/// A teacher's Markdown as HTML: the everyday part of CommonMark (paragraphs, headings, lists, quotations, code,
/// emphasis, links). There is no raw HTML, no picture and no way to the outside but links to `https:`; what is
/// not understood is shown as text.
struct Markdown {
  /// A piece of a document.
  indirect enum Block: Equatable {
    case paragraph(String)
    case heading(level: Int, String)
    case code(String)
    case quotation([Block])
    case list(start: Int?, isTight: Bool, items: [[Block]])
    case rule
  }

  /// Renders a document; its headings begin at `topLevel`, whatever level the writer begins with, and leave none out.
  static func html(_ text: String, topLevel: Int = 3) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { expanded($0) }
    var open: [Int] = []
    return html(stepped(blocks(lines, depth: 0), &open), topLevel: topLevel, isTight: false)
  }

  private static func expanded(_ line: Substring) -> String {
    String(line).replacing("\t", with: "    ")
  }

  /// The headings with levels from 1, each at most one deeper than the one before; `open` holds the levels around.
  private static func stepped(_ blocks: [Block], _ open: inout [Int]) -> [Block] {
    var stepped: [Block] = []
    for block in blocks {
      switch block {
      case .heading(let level, let text):
        while let last = open.last, last >= level { open.removeLast() }
        open.append(level)
        stepped.append(.heading(level: open.count, text))
      case .quotation(let inner): stepped.append(.quotation(Self.stepped(inner, &open)))
      case .list(let start, let isTight, let items):
        stepped.append(.list(start: start, isTight: isTight, items: items.map { Self.stepped($0, &open) }))
      default: stepped.append(block)
      }
    }
    return stepped
  }

  // MARK: Rendering

  private static func html(_ blocks: [Block], topLevel: Int, isTight: Bool) -> String {
    blocks.map { html($0, topLevel: topLevel, isTight: isTight) }.joined(separator: "\n")
  }

  private static func html(_ block: Block, topLevel: Int, isTight: Bool) -> String {
    switch block {
    case .paragraph(let text):
      let inline = MarkdownInline.html(text)
      return isTight ? inline : "<p>\(inline)</p>"
    case .heading(let level, let text):
      let tag = "h\(min(6, level + topLevel - 1))"
      return "<\(tag)>\(MarkdownInline.html(text))</\(tag)>"
    case .code(let text): return "<pre tabindex=\"0\"><code>\(HTMLEscaping.html(text))</code></pre>"
    case .quotation(let inner):
      return "<blockquote>\n\(html(inner, topLevel: topLevel, isTight: false))\n</blockquote>"
    case .rule: return "<hr>"
    case .list(let start, let isTight, let items):
      let (tag, attribute) = start.map { ("ol", $0 == 1 ? "" : " start=\"\($0)\"") } ?? ("ul", "")
      let body = items.map { "<li>\(html($0, topLevel: topLevel, isTight: isTight))</li>" }
      return "<\(tag)\(attribute)>\n\(body.joined(separator: "\n"))\n</\(tag)>"
    }
  }

  // MARK: Blocks

  /// Nesting deeper than this is shown as text.
  private static let deepest = 12

  static func blocks(_ lines: [String], depth: Int) -> [Block] {
    var blocks: [Block] = []
    var paragraph: [String] = []
    var index = 0

    func finishParagraph() {
      guard !paragraph.isEmpty else { return }
      blocks.append(.paragraph(paragraph.joined(separator: "\n")))
      paragraph = []
    }

    while index < lines.count {
      let line = lines[index]
      let body = line.drop { $0 == " " }
      let indent = line.count - body.count
      if body.isEmpty {
        finishParagraph()
        index += 1
      } else if indent >= 4, paragraph.isEmpty {
        let (code, next) = indentedCode(lines, from: index)
        blocks.append(.code(code))
        index = next
      } else if indent < 4, let fence = fence(body) {
        finishParagraph()
        let (code, next) = fencedCode(lines, from: index + 1, fence: fence, indent: indent)
        blocks.append(.code(code))
        index = next
      } else if indent < 4, let (level, text) = heading(body) {
        finishParagraph()
        blocks.append(.heading(level: level, text))
        index += 1
      } else if indent < 4, !paragraph.isEmpty, let level = underline(body) {
        blocks.append(.heading(level: level, paragraph.joined(separator: "\n")))
        paragraph = []
        index += 1
      } else if indent < 4, isRule(body) {
        finishParagraph()
        blocks.append(.rule)
        index += 1
      } else if indent < 4, body.hasPrefix(">"), depth < deepest {
        finishParagraph()
        let (inner, next) = quoted(lines, from: index)
        blocks.append(.quotation(Self.blocks(inner, depth: depth + 1)))
        index = next
      } else if indent < 4, let marker = ListMarker(line), depth < deepest,
        paragraph.isEmpty || marker.canInterrupt
      {
        finishParagraph()
        let (list, next) = list(lines, from: index, first: marker, depth: depth)
        blocks.append(list)
        index = next
      } else {
        paragraph.append(String(body))
        index += 1
      }
    }
    finishParagraph()
    return blocks
  }

  private static func heading(_ body: Substring) -> (level: Int, text: String)? {
    let level = body.prefix { $0 == "#" }.count
    let rest = body.dropFirst(level)
    guard (1...6).contains(level), rest.isEmpty || rest.first == " " else { return nil }
    var text = trimmed(rest)
    let closing = text.reversed().prefix { $0 == "#" }.count
    let before = text.dropLast(closing)
    if closing > 0, before.isEmpty || before.last == " " { text = trimmed(before) }
    return (level, text)
  }

  private static func underline(_ body: Substring) -> Int? {
    let text = trimmed(body)
    if text.allSatisfy({ $0 == "=" }) { return 1 }
    return text.allSatisfy { $0 == "-" } ? 2 : nil
  }

  static func isRule(_ body: Substring) -> Bool {
    let marks = body.filter { $0 != " " }
    guard marks.count >= 3, let first = marks.first, "*-_".contains(first) else { return false }
    return marks.allSatisfy { $0 == first }
  }

  private static func indentedCode(_ lines: [String], from start: Int) -> (String, Int) {
    var code: [Substring] = []
    var index = start
    while index < lines.count, lines[index].hasPrefix("    ") || lines[index].allSatisfy({ $0 == " " }) {
      code.append(lines[index].dropFirst(4))
      index += 1
    }
    while code.last?.isEmpty == true { code.removeLast() }
    return (code.joined(separator: "\n") + "\n", index)
  }

  private static func fence(_ body: Substring) -> (mark: Character, count: Int)? {
    guard let mark = body.first, mark == "`" || mark == "~" else { return nil }
    let count = body.prefix { $0 == mark }.count
    guard count >= 3, mark == "~" || !body.dropFirst(count).contains("`") else { return nil }
    return (mark, count)
  }

  private static func fencedCode(
    _ lines: [String], from start: Int, fence: (mark: Character, count: Int), indent: Int
  ) -> (String, Int) {
    var code = ""
    var index = start
    while index < lines.count {
      let body = lines[index].drop { $0 == " " }
      let marks = body.prefix { $0 == fence.mark }.count
      if marks >= fence.count, trimmed(body.dropFirst(marks)).isEmpty { return (code, index + 1) }
      var line = lines[index][...]
      for _ in 0..<indent where line.first == " " { line.removeFirst() }
      code += line + "\n"
      index += 1
    }
    return (code, index)
  }

  private static func quoted(_ lines: [String], from start: Int) -> ([String], Int) {
    var inner: [String] = []
    var index = start
    while index < lines.count {
      let body = lines[index].drop { $0 == " " }
      if body.hasPrefix(">") {
        let rest = body.dropFirst()
        inner.append(String(rest.first == " " ? rest.dropFirst() : rest))
      } else if body.isEmpty || inner.last?.allSatisfy({ $0 == " " }) != false || startsBlock(lines[index]) {
        break
      } else {
        inner.append(lines[index])
      }
      index += 1
    }
    return (inner, index)
  }

  /// Whether a line cannot go on a paragraph.
  static func startsBlock(_ line: String) -> Bool {
    let body = line.drop { $0 == " " }
    return body.isEmpty || fence(body) != nil || heading(body) != nil || isRule(body) || body.hasPrefix(">")
      || ListMarker(line)?.canInterrupt == true
  }

  static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
