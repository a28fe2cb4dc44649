import Plotting

/// A file format of figures.
public enum FigureFormat: String, Sendable, CaseIterable, Hashable {
  /// Pixels, two for each CSS pixel.
  case png
  /// Lines, sharp at any size.
  case svg
}

/// A figure as it was drawn, in one language or for both.
struct DrawnFigure: Sendable, Equatable {
  /// The size in CSS pixels.
  var size: Size
  /// The picture in each format that was asked for.
  var pictures: [FigureFormat: [UInt8]]
  /// Whether the installed fonts lacked a character, here or in what the same thread drew before.
  var hasMissingGlyphs = false

  /// The format that a page shows: drawings, unless they are much heavier than pixels.
  var preferred: FigureFormat? {
    guard let svg = pictures[.svg] else { return pictures[.png] == nil ? nil : .png }
    if let png = pictures[.png], svg.count > Self.heavy, png.count < svg.count { return .png }
    return .svg
  }

  private static let heavy = 400_000
}

/// A lesson with all that its page needs.
struct PreparedLesson: Sendable {
  var content: LessonContent
  /// Its short texts, with its values.
  var words: LessonWords
  /// What was drawn, by the figure's name: in both languages, or under Korean and English alike.
  var drawings: [String: [Language: DrawnFigure]]

  /// The figure for the front page.
  var thumbnail: CourseFigure? {
    content.figures.first { $0.name == content.thumbnail } ?? content.figures.first
  }
}

extension CourseFigure {
  /// The languages that have files of their own; empty where one file serves all.
  func fileLanguages(_ languages: [Language]) -> [Language] {
    if case .shared = drawing { return [] }
    return languages
  }

  /// The path of a picture below the report's folder.
  func path(_ format: FigureFormat, _ language: Language) -> String {
    if case .shared = drawing { return "figures/\(name).\(format.rawValue)" }
    return "figures/\(name).\(language.rawValue).\(format.rawValue)"
  }

  /// The path of the numbers below the report's folder.
  var dataPath: String { "data/\(name).csv" }
}
