/// Keeps Korean words whole at the ends of lines.
///
/// `word-break: keep-all` keeps syllables together, yet browsers still break a word after a bracket, a quotation mark
/// or a hyphen inside it: `비트(bit)` / `와`. A word joiner (U+2060) at those places forbids it.
enum KoreanLineBreaks {
  private static let joiner: Unicode.Scalar = "\u{2060}"

  /// Elements that a word may run across; every other one ends it.
  private static let inline: Set<String> = [
    "a", "b", "bdi", "cite", "code", "dfn", "em", "i", "span", "strong", "sub", "sup",
  ]

  /// The page with joiners in the text of its body, outside of `pre` and `math`.
  static func joined(_ page: String) -> String {
    let scalars = Array(page.unicodeScalars)
    var output = String.UnicodeScalarView()
    output.reserveCapacity(scalars.count + 4096)
    var before: Unicode.Scalar = " "
    var verbatim: String?
    var isInBody = false
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      if scalar == "<" {
        let end = scalars[place...].firstIndex(of: ">") ?? scalars.count - 1
        let tag = scalars[place...end]
        output.append(contentsOf: tag)
        place = end + 1
        let (name, isEnd) = self.name(of: tag)
        if name == "body" { isInBody = true }
        if verbatim == nil, !isEnd, ["pre", "math"].contains(name) { verbatim = name }
        if isEnd, name == verbatim { verbatim = nil }
        if !inline.contains(name) { before = " " }
        continue
      }
      if isInBody, verbatim == nil {
        if isJoined(before, scalar, next: place + 1 < scalars.count ? scalars[place + 1] : " ") {
          output.append(joiner)
        }
        before = scalar
      }
      output.append(scalar)
      place += 1
    }
    return String(output)
  }

  /// Whether no line may end between the two.
  private static func isJoined(_ before: Unicode.Scalar, _ after: Unicode.Scalar, next: Unicode.Scalar) -> Bool {
    if isHangul(after) { return [")", "]", "”", "’", "-"].contains(before) }
    return after == "(" && isHangul(before) && next != " "
  }

  private static func isHangul(_ scalar: Unicode.Scalar) -> Bool { (0xAC00...0xD7A3).contains(scalar.value) }

  private static func name(of tag: ArraySlice<Unicode.Scalar>) -> (name: String, isEnd: Bool) {
    let inner = tag.dropFirst()
    let isEnd = inner.first == "/"
    let letters = (isEnd ? inner.dropFirst() : inner).prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    return (String(String.UnicodeScalarView(letters)).lowercased(), isEnd)
  }
}
