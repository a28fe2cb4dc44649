/// The names of the lessons, in the order of the course.
public enum LessonName: String, Sendable, CaseIterable, Hashable {
  /// Backpropagation.
  case backpropagation
  /// ReLU and differentiability.
  case relu
  /// Checking gradients.
  case gradientChecking = "gradient-checking"
  /// Softmax.
  case softmax
  /// Information.
  case information
  /// Entropy.
  case entropy
  /// Cross-entropy.
  case crossEntropy = "cross-entropy"
  /// Training a classifier.
  case training
  /// The checks that the configuration names; there only where it names some.
  case checks

  /// The eight lessons of the course.
  public static let course: [LessonName] = allCases.filter { $0 != .checks }
}

/// A lesson: computes named numbers and figures from a run; templates hold the words.
public protocol Lesson: Sendable {
  /// Its name.
  static var name: LessonName { get }

  /// Computes all that the lesson shows.
  ///
  /// - Throws: `ReportError` where a text is missing or the run cannot be shown.
  static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent
}

/// What a lesson gives to its templates.
public struct LessonContent: Sendable {
  /// The lesson.
  public var name: LessonName
  /// Named values for `templates/lessons/LANGUAGE/LESSON.mustache` and `LESSON.txt`.
  public var values: TemplateValues
  /// The figures; the template says where each stands, and numbers follow the order there.
  public var figures: [CourseFigure]
  /// Tables of the text, by name: `{{{table.NAME}}}`; the caption is the text `NAME.caption`.
  public var tables: [String: DataTable]
  /// Code listings, by name: `{{{code.NAME}}}`.
  public var listings: [String: CodeListing]
  /// The name of the figure that stands on the front page; `nil`: the first.
  public var thumbnail: String?

  /// Collects a lesson's content.
  public init(
    name: LessonName, values: TemplateValues, figures: [CourseFigure], tables: [String: DataTable] = [:],
    listings: [String: CodeListing] = [:], thumbnail: String? = nil
  ) {
    self.name = name
    self.values = values
    self.figures = figures
    self.tables = tables
    self.listings = listings
    self.thumbnail = thumbnail
  }
}

/// Program text shown on a page.
public struct CodeListing: Sendable, Equatable {
  /// The programming language, for readers: `Swift`, `Python`.
  public var language: String
  /// The text.
  public var text: String

  /// A listing.
  public init(language: String, text: String) {
    self.language = language
    self.text = text
  }
}
