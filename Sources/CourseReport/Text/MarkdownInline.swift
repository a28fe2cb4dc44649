/// The text within a block of Markdown: code, emphasis, links, line breaks.
struct MarkdownInline {
  private let characters: [Character]
  private var index = 0
  private var pieces: [Piece] = []

  /// Finished HTML, or a run of `*` or `_` that may still become emphasis.
  private enum Piece {
    case html(String)
    case run(mark: Character, count: Int, canOpen: Bool, canClose: Bool)
  }

  private init(_ text: String) { characters = Array(text) }

  /// Renders the text of a block.
  static func html(_ text: String) -> String {
    var parser = MarkdownInline(text)
    while parser.index < parser.characters.count { parser.step() }
    return parser.resolved()
  }

  private mutating func step() {
    let character = characters[index]
    switch character {
    case "\\": escape()
    case "`": codeSpan()
    case "*", "_": run(of: character)
    case "[": if !link(from: index, isPicture: false) { append(character) }
    case "!" where peek(1) == "[": if !link(from: index + 1, isPicture: true) { append(character) }
    case "<": if !autolink() { append(character) }
    case "\n": lineBreak()
    default: append(character)
    }
  }

  private func peek(_ offset: Int) -> Character? {
    characters.indices.contains(index + offset) ? characters[index + offset] : nil
  }

  private mutating func append(_ character: Character) {
    add(HTMLEscaping.html(String(character)))
    index += 1
  }

  private mutating func add(_ html: String) {
    if case .html(let before)? = pieces.last {
      pieces[pieces.count - 1] = .html(before + html)
    } else {
      pieces.append(.html(html))
    }
  }

  private mutating func escape() {
    if let next = peek(1), next == "\n" {
      add("<br>\n")
      index += 2
    } else if let next = peek(1), next.isASCII, next.isPunctuation || next.isSymbol {
      index += 1
      append(next)
    } else {
      append("\\")
    }
  }

  private mutating func lineBreak() {
    if case .html(let before)? = pieces.last, before.hasSuffix(" ") {
      let text = String(before.reversed().drop { $0 == " " }.reversed())
      let spaces = before.count - text.count
      pieces[pieces.count - 1] = .html(text)
      add(spaces >= 2 ? "<br>\n" : "\n")
    } else {
      add("\n")
    }
    index += 1
  }

  private mutating func codeSpan() {
    let count = characters[index...].prefix { $0 == "`" }.count
    var end = index + count
    while end < characters.count {
      let closing = characters[end...].prefix { $0 == "`" }.count
      if closing == count {
        var text = String(characters[(index + count)..<end].map { $0 == "\n" ? " " : $0 })
        if text.hasPrefix(" "), text.hasSuffix(" "), text.contains(where: { $0 != " " }) {
          text = String(text.dropFirst().dropLast())
        }
        add("<code>\(HTMLEscaping.html(text))</code>")
        index = end + count
        return
      }
      end += max(1, closing)
    }
    add(String(repeating: "`", count: count))
    index += count
  }

  // MARK: Links

  /// `[text](address)`: a link where the address is `https:` or a place on the page, else its text alone.
  private mutating func link(from open: Int, isPicture: Bool) -> Bool {
    guard let close = closing(of: open, "[", "]"), close + 1 < characters.count, characters[close + 1] == "(",
      let end = closing(of: close + 1, "(", ")")
    else { return false }
    let inside = String(characters[(close + 2)..<end]).split(whereSeparator: \.isWhitespace)
    guard inside.count <= 1 || inside[1].first.map({ "\"'(".contains($0) }) == true else { return false }
    var address = inside.first.map(String.init) ?? ""
    if address.hasPrefix("<"), address.hasSuffix(">") { address = String(address.dropFirst().dropLast()) }
    let text = MarkdownInline.html(String(characters[(open + 1)..<close]))
    add(isPicture ? text : Self.anchor(address, text))
    index = end + 1
    return true
  }

  private func closing(of open: Int, _ opening: Character, _ closing: Character) -> Int? {
    var depth = 0
    var place = open
    while place < characters.count {
      switch characters[place] {
      case "\\": place += 1
      case opening: depth += 1
      case closing:
        depth -= 1
        if depth == 0 { return place }
      default: break
      }
      place += 1
    }
    return nil
  }

  private mutating func autolink() -> Bool {
    guard let end = characters[index...].firstIndex(of: ">") else { return false }
    let address = String(characters[(index + 1)..<end])
    guard address.hasPrefix("https://"), !address.contains(where: \.isWhitespace), !address.contains("<")
    else {
      return false
    }
    add(Self.anchor(address, HTMLEscaping.html(address)))
    index = end + 1
    return true
  }

  private static func anchor(_ address: String, _ text: String) -> String {
    let allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"
    guard address.hasPrefix("https://") || address.hasPrefix("#") && address.count > 1 else { return text }
    let safe = address.utf8.map { byte -> String in
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, allowed.contains(character) { return String(character) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }
    let relation = address.hasPrefix("#") ? "" : " rel=\"noreferrer\""
    return "<a href=\"\(HTMLEscaping.html(safe.joined()))\"\(relation)>\(text)</a>"
  }

  // MARK: Emphasis

  private mutating func run(of mark: Character) {
    let count = characters[index...].prefix { $0 == mark }.count
    let before = index > 0 ? characters[index - 1] : " "
    let after = index + count < characters.count ? characters[index + count] : " "
    func isMark(_ character: Character) -> Bool { character.isPunctuation || character.isSymbol }
    let leftFlanking = !after.isWhitespace && (!isMark(after) || before.isWhitespace || isMark(before))
    let rightFlanking = !before.isWhitespace && (!isMark(before) || after.isWhitespace || isMark(after))
    let isStar = mark == "*"
    pieces.append(
      .run(
        mark: mark, count: count,
        canOpen: leftFlanking && (isStar || !rightFlanking || isMark(before)),
        canClose: rightFlanking && (isStar || !leftFlanking || isMark(after))))
    index += count
  }

  /// Pairs runs of marks from left to right, each closing one with the nearest that can open.
  private mutating func resolved() -> String {
    var closer = 0
    while closer < pieces.count {
      guard case .run(let mark, let count, let opens, true) = pieces[closer], count > 0,
        let opener = opener(for: mark, count, opens, before: closer),
        case .run(_, let openCount, let canOpen, let canClose) = pieces[opener]
      else {
        closer += 1
        continue
      }
      let used = count >= 2 && openCount >= 2 ? 2 : 1
      let tag = used == 2 ? "strong" : "em"
      let inside = pieces[(opener + 1)..<closer].map(Self.text).joined()
      let left = Piece.run(mark: mark, count: openCount - used, canOpen: canOpen, canClose: canClose)
      let right = Piece.run(mark: mark, count: count - used, canOpen: opens, canClose: true)
      pieces.replaceSubrange(opener...closer, with: [left, .html("<\(tag)>\(inside)</\(tag)>"), right])
      closer = opener + 2
    }
    return pieces.map(Self.text).joined()
  }

  private func opener(for mark: Character, _ count: Int, _ opens: Bool, before closer: Int) -> Int? {
    for index in (0..<closer).reversed() {
      guard case .run(mark, let openCount, true, let closes) = pieces[index], openCount > 0 else { continue }
      // CommonMark's rule of three: a run that can do both must not pair to a multiple of three.
      if (closes || opens) && (openCount + count) % 3 == 0 && !(openCount % 3 == 0 && count % 3 == 0) {
        continue
      }
      return index
    }
    return nil
  }

  private static func text(_ piece: Piece) -> String {
    switch piece {
    case .html(let html): html
    case .run(let mark, let count, _, _): String(repeating: mark, count: count)
    }
  }
}
