/// Escaping for XML 1.0.
public enum XMLText {
  /// Text between tags.
  public static func text(_ text: String) -> String {
    escaped(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\r": "&#13;"
      default: nil
      }
    }
  }

  /// Text within an attribute's double quotes.
  public static func attribute(_ value: String) -> String {
    escaped(value) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\t": "&#9;"
      case "\n": "&#10;"
      case "\r": "&#13;"
      default: nil
      }
    }
  }

  /// Goes by scalars, not characters: `<` with a combining mark, or CR before LF, is one character to Swift.
  private static func escaped(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
    var output = ""
    for scalar in VisibleText.withoutControls(text, keepingLineBreaks: true).unicodeScalars {
      if let entity = escape(scalar) { output += entity } else { output.unicodeScalars.append(scalar) }
    }
    return output
  }
}
