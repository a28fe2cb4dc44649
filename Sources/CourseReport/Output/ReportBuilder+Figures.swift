import Networks

extension ReportBuilder {
  /// A figure of the course as `gradus list figures` and `gradus plot` know it.
  public struct FigureSummary: Sendable {
    /// The name in kebab-case.
    public var name: String
    /// The lesson that it belongs to.
    public var lesson: LessonName
    /// Its message.
    public var title: LocalizedText
    /// What it shows, in words.
    public var alt: LocalizedText
  }

  /// All figures of the configured lessons, in their order.
  ///
  /// - Throws: as `build()`.
  public func figures() throws(ReportError) -> [FigureSummary] {
    try computedFigures().map { lesson, figure in
      FigureSummary(
        name: figure.name, lesson: lesson,
        title: LocalizedText(
          ko: HTMLEscaping.plain(figure.title.ko), en: HTMLEscaping.plain(figure.title.en)),
        alt: LocalizedText(ko: HTMLEscaping.plain(figure.alt.ko), en: HTMLEscaping.plain(figure.alt.en)))
    }
  }

  /// Draws one figure of the course.
  ///
  /// - Throws: `ReportError` with the nearest name where there is no such figure; else as `build()`.
  public func figure(
    named name: String, in language: Language, as format: FigureFormat
  ) throws(ReportError) -> [UInt8] {
    let figures = try computedFigures()
    guard let figure = figures.first(where: { $0.figure.name == name })?.figure else {
      let hint =
        suggestion(for: name, among: figures.map(\.figure.name)).map { "; did you mean '\($0)'?" } ?? ""
      throw ReportError(.content, place: name, "there is no such figure\(hint)")
    }
    return try FigureArtist().draw(figure, in: language, formats: [format]).pictures[format] ?? []
  }

  func computedFigures() throws(ReportError) -> [(lesson: LessonName, figure: CourseFigure)] {
    let folder = try TemplateFolder(shipped: try Self.shippedTemplates(), overriding: options.templates)
    let run = try CourseRun(configuration, options: options)
    var figures: [(lesson: LessonName, figure: CourseFigure)] = []
    for name in configuration.lessons {
      let content = try lesson(name).content(in: run, words: try folder.lessonWords(name))
      figures += content.figures.map { (name, $0) }
    }
    return figures
  }
}
