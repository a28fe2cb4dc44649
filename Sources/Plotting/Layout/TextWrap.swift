/// Breaking and cutting of text to a width.
public enum TextWrap {
  /// The lines of a text, broken at spaces; a word that is wider than a line is broken between characters, and
  /// what does not fit into `limit` lines ends in `…`.
  public static func lines(
    _ text: String, style: TextStyle, width: Double, measurer: any TextMeasurer, limit: Int
  ) -> [String] {
    guard limit > 0, !text.isEmpty else { return [] }
    // Nothing has more letters than this on a figure; hostile texts must not be measured letter by letter.
    let text = text.count > 2000 ? String(text.prefix(2000)) + "…" : text
    if measurer.measure(text, style).width <= width { return [text] }
    var lines: [String] = []
    var current = ""
    var words = text.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      let joined = current.isEmpty ? word : current + " " + word
      if measurer.measure(joined, style).width <= width {
        current = joined
      } else if current.isEmpty {
        if lines.count == limit - 1 {
          current = ([word] + words).joined(separator: " ")
          words = []
        } else {
          let head = fitting(word, style: style, width: width, measurer: measurer)
          lines.append(String(word.prefix(head)))
          words.insert(String(word.dropFirst(head)), at: words.startIndex)
        }
      } else if lines.count == limit - 1 {
        current = ([joined] + words).joined(separator: " ")
        words = []
      } else {
        lines.append(current)
        current = ""
        words.insert(word, at: words.startIndex)
      }
    }
    if !current.isEmpty { lines.append(current) }
    return lines.map { shortened($0, style: style, width: width, measurer: measurer) }
  }

  /// A text cut to a width, with `…` where something was cut; empty where not even that has room.
  public static func shortened(
    _ text: String, style: TextStyle, width: Double, measurer: any TextMeasurer
  ) -> String {
    guard measurer.measure(text, style).width > width else { return text }
    let room = width - measurer.measure("…", style).width
    guard room >= 0 else { return "" }
    var (low, high) = (0, min(text.count, Int(width / 2) + 1))
    while low < high {
      let middle = (low + high + 1) / 2
      let cut = String(text.prefix(middle)) + "…"
      if measurer.measure(cut, style).width <= width { low = middle } else { high = middle - 1 }
    }
    return String(text.prefix(low)) + "…"
  }

  /// How many characters from the start fit into a width; one at least.
  private static func fitting(
    _ word: String, style: TextStyle, width: Double, measurer: any TextMeasurer
  ) -> Int {
    var (low, high) = (1, max(1, min(word.count, Int(width / 2) + 1)))
    while low < high {
      let middle = (low + high + 1) / 2
      if measurer.measure(String(word.prefix(middle)), style).width <= width { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
