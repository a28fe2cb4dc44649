import Plotting

/// One thread's means of drawing: a renderer with its own typesetter, kept from figure to figure.
final class FigureArtist {
  private let renderer = Renderer()

  /// Draws a figure in a language, in some formats.
  ///
  /// - Throws: `ReportError` where the figure has numbers or a size that cannot be drawn.
  func draw(
    _ figure: CourseFigure, in language: Language, formats: Set<FigureFormat>
  ) throws(ReportError) -> DrawnFigure {
    let list = figure.drawing[language].displayList(measuring: renderer.typesetter)
    var pictures: [FigureFormat: [UInt8]] = [:]
    do throws(PlottingError) {
      if formats.contains(.svg) {
        pictures[.svg] = try renderer.svg(
          list, prefix: figure.name, title: HTMLEscaping.plain(figure.title[language]),
          description: HTMLEscaping.plain(figure.alt[language]))
      }
      if formats.contains(.png) { pictures[.png] = try renderer.png(list) }
    } catch {
      throw ReportError(.defect, place: "figure \(figure.name)", error.message)
    }
    return DrawnFigure(
      size: list.size, pictures: pictures, hasMissingGlyphs: renderer.typesetter.missingGlyphs > 0)
  }
}
