/// The short texts of a lesson (titles, captions, axis labels, annotations) in both languages, filled with the
/// values of the run. They stand in `templates/lessons/LANGUAGE/LESSON.txt`, never in Swift.
public struct LessonWords: Sendable {
  private let files: [Language: WordFile]
  private let values: TemplateValues

  init(files: [Language: WordFile], values: TemplateValues = [:]) {
    self.files = files
    self.values = values
  }

  /// The same words with values to fill in; earlier values of the same names are replaced.
  public func with(_ values: TemplateValues) -> LessonWords {
    LessonWords(files: files, values: self.values.merging(values) { $1 })
  }

  /// The words in one language.
  public subscript(language: Language) -> Words {
    Words(language: language, file: files[language] ?? WordFile(name: "", texts: [:]), values: values)
  }

  /// A text in both languages.
  ///
  /// - Throws: `ReportError` where the text is missing in a language or asks for a value that is not there.
  public func callAsFunction(_ key: String, _ extra: TemplateValues = [:]) throws(ReportError)
    -> LocalizedText
  {
    LocalizedText(ko: try self[.ko].marked(key, extra), en: try self[.en].marked(key, extra))
  }
}

/// The short texts of a lesson in one language.
public struct Words: Sendable {
  /// The language.
  public let language: Language
  let file: WordFile
  let values: TemplateValues

  /// A text for drawing, filled with the lesson's values and, before them, with `extra`.
  ///
  /// - Throws: `ReportError` where the text is missing or asks for a value that is not there.
  public func callAsFunction(_ key: String, _ extra: TemplateValues = [:]) throws(ReportError) -> String {
    HTMLEscaping.plain(try marked(key, extra))
  }

  /// A text for pages, in which text from outside is marked as such.
  func marked(_ key: String, _ extra: TemplateValues = [:]) throws(ReportError) -> String {
    try file.text(key, values: extra.isEmpty ? values : values.merging(extra) { $1 }, in: language)
  }

  /// Whether there is such a text.
  public func contains(_ key: String) -> Bool { file.contains(key) }

  /// A number as the page prints it.
  public func number(_ number: Double, _ style: NumberStyle = .trimmed(4)) -> String {
    NumberText.text(number, style, in: language)
  }
}
