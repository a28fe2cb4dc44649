import Plotting

/// One thread's means of drawing.
final class FigureArtist {
  init() {}

  /// Draws a figure in a language, in some formats.
  ///
  /// - Throws: `ReportError` where the drawing library reports a failure.
  func draw(
    _ figure: CourseFigure, in language: Language, formats: Set<FigureFormat>
  ) throws(ReportError) -> DrawnFigure {
    throw ReportError(.unavailable, place: figure.name, "figures cannot be drawn")
  }
}
