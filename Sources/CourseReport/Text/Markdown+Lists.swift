extension Markdown {
  /// What a list's item begins with.
  struct ListMarker: Equatable {
    /// `-`, `*`, `+`, `.` or `)`: another mark begins another list.
    var mark: Character
    /// The number of an ordered item.
    var number: Int?
    /// How far the content is indented.
    var width: Int
    /// Whether there is content on the line.
    var isEmpty: Bool

    /// Only a marker that cannot be meant otherwise ends a paragraph.
    var canInterrupt: Bool { !isEmpty && (number == nil || number == 1) }

    /// Reads the marker of a line; `nil` where there is none.
    init?(_ line: String) {
      let body = line.drop { $0 == " " }
      let indent = line.count - body.count
      guard indent < 4, let first = body.first, !Markdown.isRule(body) else { return nil }
      var length = 1
      if "-*+".contains(first) {
        mark = first
        number = nil
      } else {
        let digits = body.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.count), let end = body.dropFirst(digits.count).first, ".)".contains(end)
        else { return nil }
        mark = end
        number = Int(digits)
        length = digits.count + 1
      }
      let rest = body.dropFirst(length)
      guard rest.isEmpty || rest.first == " " else { return nil }
      let spaces = rest.prefix { $0 == " " }.count
      isEmpty = spaces == rest.count
      // Five spaces or more: the content is indented code and begins after one.
      width = indent + length + (isEmpty || spaces > 4 ? 1 : spaces)
    }
  }

  static func list(
    _ lines: [String], from start: Int, first: ListMarker, depth: Int
  ) -> (Block, Int) {
    var items: [[Block]] = []
    var isTight = true
    var index = start
    var marker = first
    while index < lines.count {
      var inner = [String(lines[index].dropFirst(min(marker.width, lines[index].count)))]
      index += 1
      var blanks = 0
      while index < lines.count {
        let line = lines[index]
        let body = line.drop { $0 == " " }
        if body.isEmpty {
          blanks += 1
          inner.append("")
        } else if line.count - body.count >= marker.width {
          inner.append(String(line.dropFirst(marker.width)))
          blanks = 0
        } else if blanks == 0, !startsBlock(line), ListMarker(line) == nil, inner.last?.isEmpty == false {
          inner.append(String(body))
        } else {
          break
        }
        index += 1
      }
      let content = inner.dropLast(blanks)
      let blocks = Self.blocks(Array(content), depth: depth + 1)
      if content.contains(where: \.isEmpty), blocks.count > 1 { isTight = false }
      items.append(blocks)
      guard index < lines.count, let next = ListMarker(lines[index]), next.mark == marker.mark else { break }
      if blanks > 0 { isTight = false }
      marker = next
    }
    return (.list(start: first.number, isTight: isTight, items: items), index)
  }
}
