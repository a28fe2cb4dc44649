/// Draws all figures of a report on several threads, each with a typesetter of its own.
struct FigureDrawing: Sendable {
  var languages: [Language]
  var formats: Set<FigureFormat>
  var jobs: Int

  private struct Task: Sendable {
    var figure: CourseFigure
    var language: Language
    /// The languages that this drawing serves.
    var serves: [Language]
  }

  /// Draws what the lessons show.
  ///
  /// - Throws: `ReportError` for a figure that cannot be drawn, or a name that two figures have.
  func draw(_ lessons: [(LessonContent, LessonWords)]) throws(ReportError) -> [PreparedLesson] {
    var tasks: [Task] = []
    var names: Set<String> = []
    for figure in lessons.flatMap(\.0.figures) {
      guard names.insert(figure.name).inserted else {
        throw ReportError(.defect, place: figure.name, "two figures have this name")
      }
      if case .shared = figure.drawing {
        tasks.append(Task(figure: figure, language: languages.first ?? .ko, serves: languages))
      } else {
        tasks += languages.map { Task(figure: figure, language: $0, serves: [$0]) }
      }
    }
    let formats = formats
    let drawn = try ParallelMap.map(tasks, jobs: jobs, makeWorker: { FigureArtist() }) {
      (artist, task) throws(ReportError) -> DrawnFigure in
      try artist.draw(task.figure, in: task.language, formats: formats)
    }
    var drawings: [String: [Language: DrawnFigure]] = [:]
    for (task, figure) in zip(tasks, drawn) {
      for language in task.serves { drawings[task.figure.name, default: [:]][language] = figure }
    }
    return lessons.map { content, words in
      let own = Set(content.figures.map(\.name))
      return PreparedLesson(
        content: content, words: words, drawings: drawings.filter { own.contains($0.key) })
    }
  }
}
