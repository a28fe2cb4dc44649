import Mustache

/// A file of short texts: `[key]` on a line of its own, then the text, a small Mustache template.
struct WordFile: Sendable {
  /// The file, as messages call it.
  let path: String
  private let texts: [String: MustacheTemplate]
  /// Where each key stands.
  private let lines: [String: Int]

  /// A file that holds nothing.
  init(name: String, texts: [String: String]) {
    path = name
    self.texts = [:]
    lines = [:]
  }

  /// Reads texts. Lines that begin with `#` before the first key are remarks; a line break counts as a space.
  ///
  /// - Throws: `ReportError` with file and line at text before the first key, a key given twice, a bad template.
  init(text: String, path: String) throws(ReportError) {
    self.path = path
    MustacheContentTypes.register(PlainContent(), named: PlainContent.name)
    var texts: [String: MustacheTemplate] = [:]
    var keyLines: [String: Int] = [:]
    var key: String?
    var keyLine = 0
    var lines: [Substring] = []

    func finish() throws(ReportError) {
      guard let key else { return }
      guard texts[key] == nil else {
        throw ReportError(.content, place: "\(path):\(keyLine)", "the text '\(key)' is given twice")
      }
      let joined = lines.map { Self.trimmed($0) }.filter { !$0.isEmpty }.joined(separator: " ")
      texts[key] = try TemplateSet.parse(joined, path: "\(path):\(keyLine)", contentType: PlainContent.name)
      keyLines[key] = keyLine
    }

    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let trimmed = Self.trimmed(line)
      if trimmed.hasPrefix("["), trimmed.hasSuffix("]"), Self.isKey(trimmed.dropFirst().dropLast()) {
        try finish()
        key = String(trimmed.dropFirst().dropLast())
        keyLine = number + 1
        lines = []
      } else if key != nil {
        lines.append(line)
      } else if !trimmed.isEmpty, !trimmed.hasPrefix("#") {
        throw ReportError(
          .content, place: "\(path):\(number + 1)", "expected a key such as [title] before any text")
      }
    }
    try finish()
    self.texts = texts
    self.lines = keyLines
  }

  private static func isKey(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
          || $0 == 0x2D || $0 == 0x2E
      }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  /// The keys, sorted.
  var keys: [String] { texts.keys.sorted() }

  /// Whether there is a text.
  func contains(_ key: String) -> Bool { texts[key] != nil }

  /// A text, filled with values.
  ///
  /// - Throws: `ReportError` where the text is not there or asks for a value that is not given.
  func text(_ key: String, values: TemplateValues, in language: Language) throws(ReportError) -> String {
    guard let template = texts[key] else {
      throw ReportError(.content, place: path, "the text [\(key)] is missing")
    }
    let session = RenderSession(language: language)
    let text = template.render(session.root(values.mapValues { .value($0) }))
    guard session.missing.isEmpty else {
      throw ReportError(
        .content, place: lines[key].map { "\(path):\($0)" } ?? path,
        "the text [\(key)] asks for \(TemplateSet.list(session.missing)), which it is not given")
    }
    return text
  }
}
