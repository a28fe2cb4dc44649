import CPangoCairo
import Foundation

/// Draws display lists as SVG and PNG. One thread's own, as its typesetter is.
public final class Renderer {
  /// Shapes the text.
  public let typesetter: Typesetter

  /// Opens the fonts.
  public init(typesetter: Typesetter = Typesetter()) { self.typesetter = typesetter }

  private final class Sink {
    var bytes: [UInt8] = []
  }

  /// The figure as SVG.
  ///
  /// - Parameters:
  ///   - list: what is drawn.
  ///   - prefix: begins every id, so that several figures can stand in one page.
  ///   - title: what the figure says, in a few words.
  ///   - description: what it shows.
  /// - Throws: `PlottingError` for numbers or sizes that cannot be drawn.
  public func svg(_ list: DisplayList, prefix: String, title: String, description: String) throws(PlottingError)
    -> [UInt8]
  {
    try checkSize(list.size, scale: 1)
    let sink = Sink()
    let surface = cairo_svg_surface_create_for_stream(
      { closure, data, count in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(sink).toOpaque(), list.size.width, list.size.height)
    defer { cairo_surface_destroy(surface) }
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    try draw(list, on: surface)
    cairo_surface_finish(surface)
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw PlottingError("Cairo: \(String(cString: cairo_status_to_string(status)))")
    }
    return SVGCleaner(prefix: prefix, title: title, description: description, size: list.size).clean(sink.bytes)
  }

  /// The figure as PNG, `scale` pixels a CSS pixel.
  ///
  /// - Throws: `PlottingError` for numbers or sizes that cannot be drawn.
  public func png(_ list: DisplayList, scale: Double = 2) throws(PlottingError) -> [UInt8] {
    try checkSize(list.size, scale: scale)
    let width = Int((list.size.width * scale).rounded())
    let height = Int((list.size.height * scale).rounded())
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    try draw(list, on: surface, scale: scale)
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { throw PlottingError("the picture has no pixels") }
    let pixels = PNGEncoder.Pixels(
      start: data, stride: Int(cairo_image_surface_get_stride(surface)), width: width, height: height)
    return try PNGEncoder.encode(
      pixels, named: list.colors, pixelsPerMetre: Int((96 / 0.0254 * scale).rounded()))
  }

  private func draw(_ list: DisplayList, on surface: OpaquePointer?, scale: Double = 1) throws(PlottingError) {
    let cairo = cairo_create(surface)
    defer { cairo_destroy(cairo) }
    cairo_scale(cairo, scale, scale)
    try CairoCanvas(cairo: cairo, typesetter: typesetter).draw(list)
  }

  private func checkSize(_ size: Size, scale: Double) throws(PlottingError) {
    let (width, height) = (size.width * scale, size.height * scale)
    guard width >= 1, height >= 1, width <= 16384, height <= 16384, width * height <= 100e6 else {
      throw PlottingError(
        "expected a size of 1 to 16384 pixels and at most 100 million in all, found \(width) × \(height)")
    }
  }
}
