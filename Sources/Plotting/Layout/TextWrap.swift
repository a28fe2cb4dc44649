/// Breaking and cutting of text to a width.
public enum TextWrap {
  /// The lines of a text, broken at spaces; a line that is still too wide, or one too many, ends in `…`.
  public static func lines(
    _ text: String, style: TextStyle, width: Double, measurer: any TextMeasurer, limit: Int
  ) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in text.split(separator: " ") {
      let joined = current.isEmpty ? String(word) : current + " " + word
      if measurer.measure(joined, style).width <= width || current.isEmpty {
        current = joined
      } else {
        lines.append(current)
        current = String(word)
      }
    }
    if !current.isEmpty { lines.append(current) }
    if lines.count > limit {
      lines = Array(lines.prefix(limit - 1)) + [lines.dropFirst(limit - 1).joined(separator: " ")]
    }
    return lines.map { shortened($0, style: style, width: width, measurer: measurer) }
  }

  /// A text cut to a width, with `…` where something was cut.
  public static func shortened(_ text: String, style: TextStyle, width: Double, measurer: any TextMeasurer) -> String {
    guard measurer.measure(text, style).width > width else { return text }
    var (low, high) = (0, text.count)
    while low < high {
      let middle = (low + high + 1) / 2
      if measurer.measure(String(text.prefix(middle)) + "…", style).width <= width { low = middle } else { high = middle - 1 }
    }
    return String(text.prefix(low)) + "…"
  }
}
