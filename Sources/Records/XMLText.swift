/// Escaping for XML 1.0.
public enum XMLText {
  /// Text between tags.
  public static func text(_ text: String) -> String {
    VisibleText.withoutControls(text, keepingLineBreaks: true)
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\r", with: "&#13;")
  }

  /// Text within an attribute's double quotes.
  public static func attribute(_ value: String) -> String {
    text(value).replacing("\"", with: "&quot;").replacing("\t", with: "&#9;").replacing("\n", with: "&#10;")
  }
}
