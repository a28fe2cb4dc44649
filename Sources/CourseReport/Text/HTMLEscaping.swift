import Mustache
import Records

/// Escaping for pages.
///
/// Works on Unicode scalars, not on characters: a combining mark after `<` or `"` makes another character of
/// it, but not another byte for a browser.
enum HTMLEscaping {
  /// Marks the beginning of text from outside until it is inserted; a control character, which such text
  /// cannot hold because all of its own were made visible.
  static let isolateStart: Unicode.Scalar = "\u{2}"
  /// Marks its end.
  static let isolateEnd: Unicode.Scalar = "\u{3}"

  /// Text from outside with its control characters visible, marked as such.
  static func isolated(_ text: String) -> String {
    var marked = ""
    marked.unicodeScalars.append(isolateStart)
    marked += VisibleText.withoutControls(text)
    marked.unicodeScalars.append(isolateEnd)
    return marked
  }

  /// Escapes for text and for attributes in double quotes; marked text goes into `<bdi>`.
  static func html(_ text: String) -> String {
    // Most texts, and pictures of megabytes in Base64, hold nothing to escape.
    if text.utf8.allSatisfy({
      $0 >= 0x20 && $0 < 0x7F && $0 != 0x26 && $0 != 0x3C && $0 != 0x3E && $0 != 0x22
    }) {
      return text
    }
    var output = ""
    output.reserveCapacity(text.utf8.count + 16)
    let scalars = text.unicodeScalars
    for index in scalars.indices {
      let scalar = scalars[index]
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case isolateStart: output += isKorean(scalars[index...]) ? "<bdi lang=\"ko\">" : "<bdi>"
      case isolateEnd: output += "</bdi>"
      default: appendVisible(scalar, to: &output)
      }
    }
    return output
  }

  /// Whether marked text has Korean letters, so that it is read and broken into lines as Korean.
  private static func isKorean(_ text: Substring.UnicodeScalarView) -> Bool {
    for scalar in text {
      if scalar == isolateEnd { return false }
      if (0xAC00...0xD7A3).contains(scalar.value) || (0x1100...0x11FF).contains(scalar.value)
        || (0x3130...0x318F).contains(scalar.value)
      {
        return true
      }
    }
    return false
  }

  /// Escapes for an attribute: marked text stands between isolate characters, for there are no tags.
  static func attribute(_ text: String) -> String { html(plain(text)) }

  /// Plain text: marked text stands between Unicode's isolate characters.
  static func plain(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case isolateStart: output += "\u{2068}"
      case isolateEnd: output += "\u{2069}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// Plain text without any mark, for files that programs read.
  static func bare(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars where scalar != isolateStart && scalar != isolateEnd {
      output.unicodeScalars.append(scalar)
    }
    return output
  }

  private static func appendVisible(_ scalar: Unicode.Scalar, to output: inout String) {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F || scalar == "\n" || scalar == "\t" {
      output.unicodeScalars.append(scalar)
    } else {
      output += VisibleText.withoutControls(String(Character(scalar)))
    }
  }
}

/// Escapes what a page's template inserts.
struct HTMLContent: MustacheContentType {
  /// The name in `{{% CONTENT_TYPE:… }}`.
  static let name = "GRADUS_HTML"
  func escapeText(_ text: String) -> String { HTMLEscaping.html(text) }
}

/// Leaves what a short text's template inserts as it is; it is escaped when the text itself is inserted.
struct PlainContent: MustacheContentType {
  /// The name in `{{% CONTENT_TYPE:… }}`.
  static let name = "GRADUS_TEXT"
  func escapeText(_ text: String) -> String { text }
}
