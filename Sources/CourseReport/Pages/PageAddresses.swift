import Records

/// Where the parts of a report are, as seen from one of its pages.
struct PageAddresses: Sendable {
  /// What a report is written as.
  enum Form: Sendable, Equatable {
    /// A folder of pages, figures and data.
    case folder
    /// One file a language, with everything in it.
    case single
  }

  var form: Form
  /// The way from the page to the report's folder: `../` from a language's folder.
  var up = "../"

  var home: String { form == .folder ? "index.html" : "#main" }
  var appendix: String { form == .folder ? "appendix.html" : "#appendix" }
  var assets: String { up + "assets/" }

  func lesson(_ name: LessonName) -> String {
    form == .folder ? "\(name.rawValue).html" : "#lesson-\(name.rawValue)"
  }

  /// A section of the back matter.
  func appendix(_ section: String) -> String { form == .folder ? "appendix.html#\(section)" : "#\(section)" }

  /// What the page's policy allows: nothing but the style sheet and our own pictures.
  func policy(style: String) -> String {
    let rest = "base-uri 'none'; form-action 'none'"
    guard form == .single else {
      return "default-src 'none'; style-src 'self'; img-src 'self'; " + rest
    }
    let hash = Base64.text(SHA256.digest(Array(style.utf8)))
    return "default-src 'none'; style-src 'sha256-\(hash)'; img-src data:; " + rest
  }
}

/// Bytes as text in RFC 4648's alphabet.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let word =
        UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      output.append(letters[Int(word >> 18 & 63)])
      output.append(letters[Int(word >> 12 & 63)])
      output.append(left > 1 ? letters[Int(word >> 6 & 63)] : 0x3D)
      output.append(left > 2 ? letters[Int(word & 63)] : 0x3D)
      index += 3
    }
    return String(decoding: output, as: UTF8.self)
  }
}
