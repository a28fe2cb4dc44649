/// The headings of a page that was made from our own templates. Works on bytes: a page may hold megabytes of pictures.
enum Headings {
  /// The sections of a page: identifier and title of each h2.
  static func sections(in html: String) -> [(id: String, title: String)] {
    let bytes = Array(html.utf8)
    let opening = Array("<h2 id=\"".utf8)
    let closing = Array("</h2>".utf8)
    var sections: [(id: String, title: String)] = []
    var index = 0
    while let start = find(opening, in: bytes, from: index) {
      let id = start + opening.count
      guard let quote = bytes[id...].firstIndex(of: 0x22), let open = bytes[quote...].firstIndex(of: 0x3E),
        let end = find(closing, in: bytes, from: open)
      else { break }
      sections.append(
        (
          String(decoding: bytes[id..<quote], as: UTF8.self),
          text(of: String(decoding: bytes[(open + 1)..<end], as: UTF8.self))
        ))
      index = end
    }
    return sections
  }

  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + pattern.count <= bytes.count {
      if bytes[index] == pattern[0], bytes[index..<(index + pattern.count)].elementsEqual(pattern) {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The text between tags, with the escapes undone that our templates write.
  private static func text(of html: String) -> String {
    var output = ""
    var isTag = false
    for character in html.unicodeScalars {
      switch character {
      case "<": isTag = true
      case ">" where isTag: isTag = false
      default: if !isTag { output.unicodeScalars.append(character) }
      }
    }
    return output.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }

  /// Makes every heading one level lower: a page becomes a part of a page.
  static func lowered(_ html: String) -> String {
    var bytes = Array(html.utf8)
    for index in bytes.indices.dropLast(3) where bytes[index] == 0x3C {
      let letter = bytes[index + 1] == 0x2F ? index + 2 : index + 1
      guard letter + 2 < bytes.count, bytes[letter] == 0x68, (0x31...0x35).contains(bytes[letter + 1]),
        bytes[letter + 2] == 0x3E || bytes[letter + 2] == 0x20
      else { continue }
      bytes[letter + 1] += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
