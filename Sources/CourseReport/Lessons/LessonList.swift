/// The one list of all lessons; `gradus list lessons` and the report walk it.
public enum LessonList {
  /// Every lesson that the report can show, in the order of the course.
  public static let all: [any Lesson.Type] = [ChecksLesson.self]

  /// The lesson of a name.
  ///
  /// - Throws: `ReportError` where there is none.
  static func lesson(_ name: LessonName) throws(ReportError) -> any Lesson.Type {
    guard let lesson = all.first(where: { $0.name == name }) else {
      throw ReportError(.defect, place: name.rawValue, "there is no such lesson")
    }
    return lesson
  }
}
