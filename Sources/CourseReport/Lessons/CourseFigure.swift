import Plotting

/// A figure of the course with all that stands around it.
public struct CourseFigure: Sendable {
  /// The room that a figure takes on the page.
  public enum SizeClass: String, Sendable, CaseIterable {
    /// 760 × 420 CSS pixels: text and margin column together.
    case full
    /// 370 × 280: two stand side by side.
    case half
    /// 420 × 420: maps of the plane.
    case square
    /// 220 × 160: in the margin.
    case margin

    /// The size in CSS pixels; a figure may be taller or shorter where its data ask for it.
    public var size: Size {
      switch self {
      case .full: Size(760, 420)
      case .half: Size(370, 280)
      case .square: Size(420, 420)
      case .margin: Size(220, 160)
      }
    }
  }

  /// What is drawn.
  public enum Drawing: Sendable {
    /// There is no text to translate: one file for both languages.
    case shared(any Figure)
    /// One drawing a language.
    case each(ko: any Figure, en: any Figure)

    /// The drawing for a language.
    public subscript(language: Language) -> any Figure {
      switch self {
      case .shared(let figure): figure
      case .each(let ko, let en): language == .ko ? ko : en
      }
    }
  }

  /// The name in kebab-case, unlike that of any other figure of the course; files and links are named after it.
  public var name: String
  /// What is drawn.
  public var drawing: Drawing
  /// The message of the figure in a few words.
  public var title: LocalizedText
  /// The sentence or two under the figure.
  public var caption: LocalizedText
  /// What the figure shows, in words with numbers, for those who do not see it.
  public var alt: LocalizedText
  /// The numbers behind it.
  public var data: DataTable
  /// The room that it takes.
  public var sizeClass: SizeClass

  /// A figure with all its parts.
  public init(
    name: String, drawing: Drawing, title: LocalizedText, caption: LocalizedText, alt: LocalizedText,
    data: DataTable, sizeClass: SizeClass = .full
  ) {
    self.name = name
    self.drawing = drawing
    self.title = title
    self.caption = caption
    self.alt = alt
    self.data = data
    self.sizeClass = sizeClass
  }

  /// A figure whose words are the texts `NAME.title`, `NAME.caption` and `NAME.alt` of its lesson; `draw` is
  /// called once a language, with the lesson's words in that language.
  ///
  /// - Throws: `ReportError` where a text is missing or asks for a value that is not there.
  public init(
    _ name: String, _ words: LessonWords, size: SizeClass = .full, data: DataTable,
    draw: (Words) throws(ReportError) -> any Figure
  ) throws(ReportError) {
    self.init(
      name: name, drawing: .each(ko: try draw(words[.ko]), en: try draw(words[.en])),
      title: try words("\(name).title"), caption: try words("\(name).caption"), alt: try words("\(name).alt"),
      data: data, sizeClass: size)
  }
}
