/// The style sheet with the accent colour of the configuration.
enum StyleSheet {
  /// Replaces the colour in the two declarations of `--accent` on screen: the light one first, the dark one second.
  ///
  /// - Throws: `ReportError` where the text could end the style element that it is put into.
  static func text(_ template: String, accent: AccentColor, path: String) throws(ReportError) -> String {
    guard !template.lowercased().contains("</style") else {
      throw ReportError(.content, place: path, "a style sheet cannot hold '</style'")
    }
    var output = ""
    var rest = template.replacing("\r\n", with: "\n")[...]
    for color in [accent.light, accent.dark] {
      guard let start = rest.firstRange(of: "--accent: #"),
        let end = rest[start.upperBound...].firstIndex(of: ";")
      else { break }
      output += rest[..<start.lowerBound] + "--accent: " + AccentColor.text(color)
      rest = rest[end...]
    }
    return output + rest
  }
}
