import Foundation

/// The Markdown files of a configuration's `notes`.
enum NoteFiles {
  /// Larger files are refused: notes are written by a person.
  private static let maximumBytes = 1 << 20

  /// The notes of each lesson in each language, as HTML.
  ///
  /// - Throws: `ReportError` where a file cannot be read.
  static func html(_ configuration: ReportConfiguration) throws(ReportError) -> [LessonName: [Language:
    String]]
  {
    var notes: [LessonName: [Language: String]] = [:]
    for (lesson, files) in configuration.notes {
      for (language, file) in files {
        guard let data = FileManager.default.contents(atPath: file) else {
          throw ReportError(
            .unreadable, place: file, "the notes of the lesson '\(lesson.rawValue)' cannot be read")
        }
        guard data.count <= maximumBytes, let text = String(data: data, encoding: .utf8) else {
          throw ReportError(.content, place: file, "expected Markdown in UTF-8 of at most 1 MiB")
        }
        notes[lesson, default: [:]][language] = Markdown.html(
          text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
      }
    }
    return notes
  }
}
