/// Makes Cairo's SVG fit for a page: ids by order of first use with a prefix, no style attributes (a content
/// policy blocks them), a title and a description.
struct SVGCleaner {
  let prefix: String
  let title: String
  let description: String
  let size: Size

  func clean(_ bytes: [UInt8]) -> [UInt8] {
    var scanner = SVGScanner(bytes: bytes, prefix: prefix)
    scanner.findReferences()
    let body = scanner.rewriteBody()
    let (w, h) = (Self.number(size.width), Self.number(size.height))
    let head =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"\(w)\" height=\"\(h)\""
      + " viewBox=\"0 0 \(w) \(h)\" role=\"img\" aria-labelledby=\"\(prefix)-title \(prefix)-desc\">\n"
      + "<title id=\"\(prefix)-title\">\(Self.escaped(title))</title>\n"
      + "<desc id=\"\(prefix)-desc\">\(Self.escaped(description))</desc>\n"
    return Array(head.utf8) + body
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : "\(value)"
  }

  private static func escaped(_ text: String) -> String {
    Typesetter.printable(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// A scanner over the bytes of Cairo's output, whose form is known: attributes in double quotes.
private struct SVGScanner {
  let bytes: [UInt8]
  let prefix: String
  /// The new name of each id that something refers to, in order of first reference.
  private var names: [ArraySlice<UInt8>: String] = [:]

  init(bytes: [UInt8], prefix: String) {
    self.bytes = bytes
    self.prefix = prefix
  }

  mutating func findReferences() {
    // `#` after a quote or an opening bracket.
    for place in bytes.indices
    where bytes[place] == 0x23 && place > 0 && (bytes[place - 1] == 0x22 || bytes[place - 1] == 0x28) {
      let end = bytes[(place + 1)...].firstIndex { $0 == 0x22 || $0 == 0x29 } ?? bytes.endIndex
      let id = bytes[(place + 1)..<end]
      if names[id] == nil { names[id] = "\(prefix)-\(names.count)" }
    }
  }

  /// Everything after the opening `<svg …>` tag.
  func rewriteBody() -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 8)
    guard let svg = find("<svg", from: 0), let open = bytes[svg...].firstIndex(of: 0x3E) else { return [] }
    var place = open + 1
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x20, starts(" id=\"", at: place) {
        let start = place + 5
        let end = bytes[start...].firstIndex(of: 0x22) ?? bytes.endIndex
        if let name = names[bytes[start..<end]] { output += Array(" id=\"\(name)\"".utf8) }
        place = end + 1
      } else if byte == 0x20, starts(" style=\"", at: place) {
        let start = place + 8
        let end = bytes[start...].firstIndex(of: 0x22) ?? bytes.endIndex
        appendAttributes(bytes[start..<end], to: &output)
        place = end + 1
      } else if byte == 0x20, starts(" d=\"", at: place) {
        place = appendPath(from: place, to: &output)
      } else if byte == 0x23, place > 0, bytes[place - 1] == 0x22 || bytes[place - 1] == 0x28 {
        let end = bytes[(place + 1)...].firstIndex { $0 == 0x22 || $0 == 0x29 } ?? bytes.endIndex
        output += Array("#\(names[bytes[(place + 1)..<end]] ?? "")".utf8)
        place = end
      } else {
        output.append(byte)
        place += 1
      }
    }
    return output
  }

  /// A path with coordinates to a thousandth of a pixel: Cairo writes six digits, which nobody sees.
  ///
  /// - Returns: the place behind the attribute's content.
  private func appendPath(from start: Int, to output: inout [UInt8]) -> Int {
    var place = start + 4
    output += bytes[start..<place]
    bytes.withUnsafeBufferPointer { bytes in
      var decimals = -1  // How many digits behind a point there are so far; −1 before it.
      while place < bytes.count, bytes[place] != 0x22 {
        let byte = bytes[place]
        place += 1
        switch byte {
        case 0x2E: decimals = 0
        case 0x30...0x39 where decimals >= 0:
          decimals += 1
          if decimals > 3 { continue }
        default: decimals = -1
        }
        output.append(byte)
      }
    }
    return place
  }

  /// `fill:red;stroke:none;` as presentation attributes.
  private func appendAttributes(_ style: ArraySlice<UInt8>, to output: inout [UInt8]) {
    for declaration in style.split(separator: 0x3B) {
      guard let colon = declaration.firstIndex(of: 0x3A) else { continue }
      output.append(0x20)
      output += declaration[..<colon].drop { $0 == 0x20 }
      output += [0x3D, 0x22]
      let value = declaration[(colon + 1)...].drop { $0 == 0x20 }
      if let hash = value.firstIndex(of: 0x23), hash > value.startIndex, value[hash - 1] == 0x28 {
        let end = value[hash...].firstIndex(of: 0x29) ?? value.endIndex
        output += value[..<hash]
        output += Array("#\(names[value[(hash + 1)..<end]] ?? "")".utf8)
        output += value[end...]
      } else {
        output += value
      }
      output.append(0x22)
    }
  }

  private func starts(_ text: StaticString, at place: Int) -> Bool {
    text.withUTF8Buffer { text in
      place + text.count <= bytes.count && (0..<text.count).allSatisfy { bytes[place + $0] == text[$0] }
    }
  }

  private func find(_ text: StaticString, from start: Int) -> Int? {
    (start..<bytes.count).first { starts(text, at: $0) }
  }
}
