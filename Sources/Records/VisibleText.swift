import Foundation

/// Text from anywhere, made fit to print.
public enum VisibleText {
  /// Control characters, noncharacters and the replacement character as visible `\u{…}`.
  public static func withoutControls(_ text: String, keepingLineBreaks: Bool = false) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      let value = scalar.value
      let isBreak = scalar == "\n" || scalar == "\t" || scalar == "\r"
      let isHidden =
        (value < 0x20 && !(isBreak && keepingLineBreaks)) || (0x7F...0x9F).contains(value)
        || (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE || value == 0xFFFD
      if isHidden {
        output += "\\u{" + String(value, radix: 16, uppercase: true) + "}"
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// One line: line breaks as spaces, cut to `limit` characters with a note of how many were cut.
  public static func line(_ text: String, limit: Int = .max) -> String {
    let flat = withoutControls(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    guard flat.count > limit else { return flat }
    let kept = max(0, limit - 24)
    return flat.prefix(kept) + "… (\(flat.count - kept) more characters)"
  }
}

extension String {
  /// The text in Unicode's composed normal form.
  public var nfc: String { precomposedStringWithCanonicalMapping }
}
