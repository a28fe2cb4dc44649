/// Makes the pages of a report in one language and one form.
struct ReportPages: Sendable {
  let site: ReportSite
  let language: Language
  let form: PageAddresses.Form

  private var addresses: PageAddresses { PageAddresses(form: form) }
  private var shell: Words { site.shell(language) }

  /// Which page is being made.
  private enum Current: Equatable {
    case front, lesson(LessonName), appendix, single
  }

  // MARK: Pages of a folder

  /// The front page of the language.
  func front() throws(ReportError) -> OutputFile {
    OutputFile(
      path: "\(language.rawValue)/index.html",
      text: try page(try frontBody(), current: .front, title: try resultTitle(try site.reportTitle(language)))
    )
  }

  /// The page of a lesson.
  func lesson(at index: Int) throws(ReportError) -> OutputFile {
    let lesson = site.lessons[index]
    let title = "\(try site.title(lesson, language)) · \(try site.course(language))"
    return OutputFile(
      path: "\(language.rawValue)/\(lesson.content.name.rawValue).html",
      text: try page(
        try lessonBody(index), current: .lesson(lesson.content.name), title: try resultTitle(title)))
  }

  /// Glossary, notation, how to reproduce, references.
  func appendix() throws(ReportError) -> OutputFile {
    let title = "\(try shell.marked("appendix")) · \(try site.course(language))"
    return OutputFile(
      path: "\(language.rawValue)/appendix.html",
      text: try page(try appendixBody(), current: .appendix, title: try resultTitle(title)))
  }

  /// The whole report in one file.
  func single() throws(ReportError) -> OutputFile {
    var body = try frontBody()
    for index in site.lessons.indices { body += Headings.lowered(try lessonBody(index)) }
    body += Headings.lowered(try appendixBody())
    return OutputFile(
      path: "report.\(language.rawValue).html",
      text: try page(body, current: .single, title: try resultTitle(try site.reportTitle(language))))
  }

  /// The title of a page says what the checks found.
  private func resultTitle(_ title: String) throws(ReportError) -> String {
    HTMLEscaping.plain(
      "\(title) – \(try shell.marked("verdict.title.\(site.verdict.verdict.rawValue)", site.verdict.values))")
  }

  // MARK: Bodies

  private func frontBody() throws(ReportError) -> String {
    var names = try common()
    names["cards"] = .value(.list(try cards()))
    return try site.templates.render("pages/front", names, in: language)
  }

  private func lessonBody(_ index: Int) throws(ReportError) -> String {
    let lesson = site.lessons[index]
    let name = lesson.content.name
    let body = try LessonPage(
      lesson: lesson, place: index + 1, language: language, addresses: addresses, site: site
    ).body()
    let contents = Headings.sections(in: body)
    var names = try common()
    names["lesson"] = .value([
      "name": .text(name.rawValue), "title": .text(try site.title(lesson, language)),
      "question": .text(try lesson.words[language].marked("question")),
      "place": .text(try place(index)),
    ])
    names["hasContents"] = .value(.flag(contents.count > 1 && form == .folder))
    names["contents"] = .value(.list(contents.map { ["id": .text($0.id), "title": .text($0.title)] }))
    names["lessonBody"] = .markup(body)
    let notes = site.notes[name]?[language]
    names["hasNotes"] = .value(.flag(notes != nil))
    names["notes"] = .markup(notes ?? "")
    for (key, neighbour) in [("Previous", index - 1), ("Next", index + 1)] {
      let exists = site.lessons.indices.contains(neighbour)
      names["has\(key)"] = .value(.flag(exists))
      guard exists else { continue }
      let other = site.lessons[neighbour]
      names[key.lowercased()] = .value([
        "address": .text(addresses.lesson(other.content.name)),
        "title": .text(try site.title(other, language)), "label": .text(try shell.marked("next")),
      ])
    }
    // After the last lesson comes the appendix.
    if index == site.lessons.count - 1 {
      names["hasNext"] = .value(.flag(true))
      names["next"] = .value([
        "address": .text(addresses.appendix), "title": .text(try shell.marked("appendix")),
        "label": .text(try shell.marked("at-the-end")),
      ])
    }
    return try site.templates.render("pages/lesson", names, in: language)
  }

  private func appendixBody() throws(ReportError) -> String {
    var names = try common()
    names["link"] = .names(try site.links(language, addresses))
    names["hasCheckFile"] = .value(.flag(site.hasCheckFile))
    return try site.templates.render("pages/\(language.rawValue)/appendix", names, in: language)
  }

  private func place(_ index: Int) throws(ReportError) -> String {
    try shell.marked("place", ["number": .integer(index + 1), "count": .integer(site.lessons.count)])
  }

  private func cards() throws(ReportError) -> [TemplateValue] {
    var cards: [TemplateValue] = []
    for (index, lesson) in site.lessons.enumerated() {
      let thumbnail = lesson.thumbnail
      let drawn = thumbnail.flatMap { lesson.drawings[$0.name]?[language] }
      var card: TemplateValues = [
        "place": .text(try place(index)), "title": .text(try site.title(lesson, language)),
        "summary": .text(try lesson.words[language].marked("summary")),
        "address": .text(addresses.lesson(lesson.content.name)),
        "hasThumbnail": false,
      ]
      if form == .folder, let thumbnail, let drawn, let format = drawn.preferred {
        card["hasThumbnail"] = true
        card["thumbnail"] = .text(site.source(thumbnail, drawn, format, language, addresses))
        card["thumbnailWidth"] = .text(LessonPage.pixels(drawn.size.width))
        card["thumbnailHeight"] = .text(LessonPage.pixels(drawn.size.height))
      }
      cards.append(.record(card))
    }
    return cards
  }

  // MARK: The frame of all pages

  private func page(_ body: String, current: Current, title: String) throws(ReportError) -> String {
    var names = try common()
    names["policy"] = .value(.text(addresses.policy(style: site.style)))
    names["pageTitle"] = .value(.text(title))
    names["style"] = .markup(site.style)
    names["assets"] = .value(.text(addresses.assets))
    names["home"] = .value(.text(addresses.home))
    names["mainClass"] = .value(.text(current == .front ? "frame front" : "frame"))
    names["appendixAddress"] = .value(.text(addresses.appendix))
    names["isAppendix"] = .value(.flag(current == .appendix))
    names["body"] = .markup(body)
    let other = site.languages.first { $0 != language }
    names["hasOtherLanguage"] = .value(.flag(other != nil && form == .folder))
    if let other {
      let page: String
      switch current {
      case .lesson(let name): page = addresses.lesson(name)
      case .appendix: page = addresses.appendix
      case .front, .single: page = "index.html"
      }
      names["otherLanguage"] = .value([
        "code": .text(other.rawValue), "address": .text("../\(other.rawValue)/\(page)"),
        "name": .text(try site.shell(other).marked("language")),
      ])
    }
    var links: [TemplateValue] = []
    for lesson in site.lessons {
      links.append([
        "address": .text(addresses.lesson(lesson.content.name)),
        "title": .text(try site.shortTitle(lesson.content.name, language)),
        "isCurrent": .flag(current == .lesson(lesson.content.name)),
      ])
    }
    names["lessonLinks"] = .value(.list(links))
    let html = try site.templates.render("pages/layout", names, in: language)
    return language == .ko ? KoreanLineBreaks.joined(html) : html
  }

  /// The names that every template may use.
  private func common() throws(ReportError) -> [String: TemplateNode] {
    [
      "language": .value(.text(language.rawValue)),
      "isSingleFile": .value(.flag(form == .single)),
      "reportTitle": .value(.text(try site.reportTitle(language))),
      "course": .value(.text(try site.course(language))),
      "text": .names(try site.shellNodes(language)),
      "verdict": .value(try site.verdictValue(language)),
      "facts": .value(.list(try site.factValues(language))),
      "command": .value(.text(site.command)),
    ]
  }
}

extension ReportSite {
  /// The short texts of the pages as names of templates.
  func shellNodes(_ language: Language) throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    let words = shell(language)
    for key in words.file.keys where !key.contains(".") && !Self.textsWithValues.contains(key) {
      nodes[key] = .value(.text(try words.marked(key, verdict.values)))
    }
    return nodes
  }

  /// Texts of the pages that are filled where they are used.
  static let textsWithValues: Set<String> = [
    "figure-label", "equation-label", "data-label", "thinned", "place",
  ]

  func verdictValue(_ language: Language) throws(ReportError) -> TemplateValue {
    let words = shell(language)
    let key = verdict.verdict.rawValue
    return [
      "class": .text(verdict.styleClass), "mark": .text(verdict.mark),
      "word": .text(try words.marked("verdict.word.\(key)", verdict.values)),
      "sentence": .text(try words.marked("verdict.sentence.\(key)", verdict.values)),
    ]
  }

  func factValues(_ language: Language) throws(ReportError) -> [TemplateValue] {
    let words = shell(language)
    var values: [TemplateValue] = []
    for fact in facts {
      values.append(["name": .text(try words.marked("fact.\(fact.key)")), "value": fact.value])
    }
    return values
  }
}
