/// All that the pages of a report share.
struct ReportSite: Sendable {
  var configuration: ReportConfiguration
  var templates: TemplateSet
  /// The short texts of the pages themselves.
  var shellFiles: [Language: WordFile]
  /// Values that any of those texts may ask for.
  var shellValues: TemplateValues
  var lessons: [PreparedLesson]
  var verdict: ReportVerdict
  /// What was run: keys of `fact.KEY` with what they were.
  var facts: [(key: String, value: TemplateValue)]
  /// The command that makes the same report.
  var command: String
  /// Markdown of the teacher's, as HTML.
  var notes: [LessonName: [Language: String]]
  /// The style sheet.
  var style: String
  /// Whether the results of the checks lie in `data/check.json`.
  var hasCheckFile = true

  var languages: [Language] { configuration.languages }

  func shell(_ language: Language) -> Words {
    Words(
      language: language, file: shellFiles[language] ?? WordFile(name: "pages", texts: [:]),
      values: shellValues)
  }

  func title(_ lesson: PreparedLesson, _ language: Language) throws(ReportError) -> String {
    try lesson.words[language].marked("title")
  }

  /// The few words that links within the text and the list of lessons have room for.
  func shortTitle(_ name: LessonName, _ language: Language) throws(ReportError) -> String {
    try shell(language).marked("lesson.\(name.rawValue)")
  }

  func reportTitle(_ language: Language) throws(ReportError) -> String {
    if let title = configuration.title { return HTMLEscaping.isolated(title[language]) }
    return try shell(language).marked("title")
  }

  func course(_ language: Language) throws(ReportError) -> String {
    if let course = configuration.course { return HTMLEscaping.isolated(course[language]) }
    return try shell(language).marked("course")
  }

  /// A link within the text.
  func link(_ address: String, _ title: String, _ language: Language) throws(ReportError) -> String {
    let names: [String: TemplateNode] = ["address": .value(.text(address)), "title": .value(.text(title))]
    var html = try templates.render("partials/link", names, in: language)
    while html.last?.isNewline == true { html.removeLast() }
    return html
  }

  /// `link.NAME` for lessons and for the sections of the back matter. A lesson that is not in the report is named only.
  func links(_ language: Language, _ addresses: PageAddresses) throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for name in LessonName.allCases {
      let name = (key: name.rawValue, title: try shortTitle(name, language), address: addresses.lesson(name))
      let isThere = lessons.contains { $0.content.name.rawValue == name.key }
      nodes[name.key] = .markup(
        isThere ? try link(name.address, name.title, language) : HTMLEscaping.html(name.title))
    }
    for section in AppendixSection.allCases {
      let title = try shell(language).marked("appendix.\(section.rawValue)")
      nodes[section.rawValue] = .markup(try link(addresses.appendix(section.rawValue), title, language))
    }
    return nodes
  }

  /// What stands in `src`: a path, or the picture itself.
  func source(
    _ figure: CourseFigure, _ drawn: DrawnFigure, _ format: FigureFormat, _ language: Language,
    _ addresses: PageAddresses
  ) -> String {
    guard addresses.form == .single else { return addresses.up + figure.path(format, language) }
    let lightest = drawn.pictures.min {
      ($0.value.count, $0.key.rawValue) < ($1.value.count, $1.key.rawValue)
    }
    let (chosen, bytes) = lightest.map { ($0.key, $0.value) } ?? (format, [])
    return "data:image/\(chosen == .svg ? "svg+xml" : "png");base64," + Base64.text(bytes)
  }
}

/// The sections of the back matter.
enum AppendixSection: String, CaseIterable, Sendable {
  case glossary, notation, reproducibility, references
}
