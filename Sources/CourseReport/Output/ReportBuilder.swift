import Foundation

/// Makes a course report: trains, checks, computes the lessons, draws, fills the templates.
///
/// Everything is made in memory; `ReportFolder.write` puts it in place. The same configuration, version and
/// machine give the same bytes, whatever the number of threads.
public struct ReportBuilder: Sendable {
  /// What the report is made from.
  public let configuration: ReportConfiguration
  /// How it is made.
  public let options: ReportOptions

  /// The lessons that there are.
  var lessons: [any Lesson.Type] = LessonList.all

  /// Describes a report.
  public init(configuration: ReportConfiguration, options: ReportOptions = ReportOptions()) {
    self.configuration = configuration
    self.options = options
  }

  /// A report that was made.
  public struct Report: Sendable {
    /// Its files, in the order of their paths.
    public var files: [OutputFile]
    /// What the checks found; the exit code follows it.
    public var verdict: ReportVerdict
    /// What the user should know and what does not stop the report.
    public var warnings: [String]
    /// How long the stages took.
    public var clock: StageClock
  }

  /// Makes the report.
  ///
  /// - Throws: `ReportError` for templates, data or settings that cannot be used, and where the user interrupts.
  public func build() throws(ReportError) -> Report {
    var clock = StageClock()
    let (folder, templates) = try time(.templates, &clock) { () throws(ReportError) in
      let folder = try TemplateFolder(shipped: try Self.shippedTemplates(), overriding: options.templates)
      return (folder, try folder.templateSet(jobs: options.jobs))
    }
    let style = try folder.style(accent: configuration.accent)
    let notes = try NoteFiles.html(configuration)
    let run = try CourseRun(configuration, options: options, clock: &clock)
    let names = configuration.lessons + (run.ownChecks == nil ? [] : [LessonName.checks])
    let computed = try time(.lessons, &clock) { () throws(ReportError) in
      try contents(names, run, folder)
    }
    let lessons = try time(.figures, &clock) { () throws(ReportError) in
      try FigureDrawing(languages: configuration.languages, formats: options.formats, jobs: options.jobs)
        .draw(computed)
    }
    let site = ReportSite(
      configuration: configuration, templates: templates,
      shellFiles: [.ko: try folder.words("pages/ko"), .en: try folder.words("pages/en")],
      shellValues: ["version": .text(options.version), "seed": .text(String(configuration.seed))],
      lessons: lessons, verdict: run.verdict, facts: RunFacts.facts(run, options), command: options.command,
      notes: notes, style: style, hasCheckFile: options.recordChecks != nil)
    var files = try time(.pages, &clock) { () throws(ReportError) in try pages(site) }
    if !options.singleFile {
      files.append(OutputFile(path: "assets/report.css", text: style))
      files.append(contentsOf: dataFiles(lessons, run))
    }
    files.append(try manifest(site).file(listing: files, jobs: options.jobs))
    return Report(
      files: files.sorted { $0.path < $1.path }, verdict: run.verdict, warnings: warnings(run, lessons),
      clock: clock)
  }

  private func warnings(_ run: CourseRun, _ lessons: [PreparedLesson]) -> [String] {
    var warnings: [String] = []
    if lessons.contains(where: {
      $0.drawings.values.contains { $0.values.contains(where: \.hasMissingGlyphs) }
    }) {
      warnings.append(
        "the installed fonts lack characters of the figures; install fonts-nanum and fonts-dejavu-core")
    }
    if let divergence = run.divergence {
      warnings.append(
        "training stopped in epoch \(divergence.epoch): the cost exploded; try a smaller learning rate")
    }
    return warnings
  }

  private func time<Result>(
    _ stage: ReportStage, _ clock: inout StageClock, _ body: () throws(ReportError) -> Result
  ) throws(ReportError) -> Result {
    if options.isInterrupted() {
      throw ReportError(.interrupted, "interrupted; the earlier report is unchanged")
    }
    options.progress?(stage, 0)
    return try clock.time(stage.rawValue, body)
  }

  private func contents(
    _ names: [LessonName], _ run: CourseRun, _ folder: TemplateFolder
  ) throws(ReportError) -> [(LessonContent, LessonWords)] {
    try ParallelMap.map(names, jobs: options.jobs, makeWorker: {}) {
      (_, name) throws(ReportError) -> (LessonContent, LessonWords) in
      let words = try folder.lessonWords(name)
      let content = try lesson(name).content(in: run, words: words)
      return (content, words.with(content.values))
    }
  }

  /// The lesson of a name.
  func lesson(_ name: LessonName) throws(ReportError) -> any Lesson.Type {
    guard let lesson = lessons.first(where: { $0.name == name }) else {
      throw ReportError(.defect, place: name.rawValue, "there is no such lesson")
    }
    return lesson
  }

  /// A page to be made.
  private enum Page: Sendable {
    case choice
    case front(Language), lesson(Language, Int), appendix(Language), single(Language)
  }

  private func pages(_ site: ReportSite) throws(ReportError) -> [OutputFile] {
    var pages: [Page] = options.singleFile ? [] : [.choice]
    for language in configuration.languages {
      if options.singleFile {
        pages.append(.single(language))
      } else {
        pages += [.front(language), .appendix(language)]
        pages += site.lessons.indices.map { .lesson(language, $0) }
      }
    }
    return try ParallelMap.map(pages, jobs: options.jobs, makeWorker: {}) {
      (_, page) throws(ReportError) -> OutputFile in
      switch page {
      case .choice: try ChoicePage(site: site).file()
      case .front(let language): try ReportPages(site: site, language: language, form: .folder).front()
      case .lesson(let language, let index):
        try ReportPages(site: site, language: language, form: .folder).lesson(at: index)
      case .appendix(let language): try ReportPages(site: site, language: language, form: .folder).appendix()
      case .single(let language): try ReportPages(site: site, language: language, form: .single).single()
      }
    }
  }

  private func dataFiles(_ lessons: [PreparedLesson], _ run: CourseRun) -> [OutputFile] {
    var files: [OutputFile] = []
    for lesson in lessons {
      for figure in lesson.content.figures {
        files.append(OutputFile(path: figure.dataPath, text: figure.data.csv().text))
        let languages = figure.fileLanguages(configuration.languages)
        for language in languages.isEmpty ? Array(configuration.languages.prefix(1)) : languages {
          for (format, bytes) in lesson.drawings[figure.name]?[language]?.pictures ?? [:] {
            files.append(OutputFile(path: figure.path(format, language), bytes: bytes))
          }
        }
      }
    }
    if let record = options.recordChecks {
      files.append(OutputFile(path: "data/check.json", text: record(run.allChecks)))
    }
    return files
  }

  private func manifest(_ site: ReportSite) throws(ReportError) -> Manifest {
    var lessons: [Manifest.LessonEntry] = []
    var figures: [Manifest.FigureEntry] = []
    for lesson in site.lessons {
      let name = lesson.content.name.rawValue
      let pages = configuration.languages.map { language in
        options.singleFile ? "report.\(language.rawValue).html" : "\(language.rawValue)/\(name).html"
      }
      lessons.append(Manifest.LessonEntry(name: name, title: try lesson.words("title"), pages: pages))
      for figure in lesson.content.figures {
        let languages = figure.fileLanguages(configuration.languages)
        let files =
          options.singleFile
          ? []
          : (languages.isEmpty ? [.ko] : languages).flatMap { language in
            FigureFormat.allCases.filter { options.formats.contains($0) }.map { figure.path($0, language) }
          }
        figures.append(
          Manifest.FigureEntry(
            name: figure.name, lesson: name, title: figure.title, alt: figure.alt, files: files,
            data: options.singleFile ? nil : figure.dataPath))
      }
    }
    return Manifest(
      version: options.version, seed: configuration.seed, languages: configuration.languages,
      lessons: lessons,
      figures: figures)
  }
}
