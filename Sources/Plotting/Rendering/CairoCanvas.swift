import CPangoCairo
import Foundation

/// Draws a display list on a Cairo context; every number is checked before Cairo sees it.
///
/// Cairo silently turns NaN into 0, wraps coordinates from 2²³ on and aborts on NaN angles.
struct CairoCanvas {
  let cairo: OpaquePointer?
  let typesetter: Typesetter

  static let limit = 100_000.0

  func draw(_ list: DisplayList) throws(PlottingError) {
    cairo_set_font_options(cairo, typesetter.options)
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT)
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
    set(Color(255, 255, 255))
    cairo_paint(cairo)
    var clips = 0
    for command in list.commands {
      switch command {
      case .path(let path, let fill, let stroke): try draw(path, fill: fill, stroke: stroke)
      case .text(let run): try draw(run)
      case .image(let image, let frame): try draw(image, in: frame)
      case .beginClip(let rect):
        try check(rect)
        cairo_save(cairo)
        cairo_rectangle(cairo, rect.x, rect.y, rect.width, rect.height)
        cairo_clip(cairo)
        clips += 1
      case .endClip:
        guard clips > 0 else { throw PlottingError("a clip is ended that was not begun") }
        cairo_restore(cairo)
        clips -= 1
      }
    }
    guard clips == 0 else { throw PlottingError("a clip is begun but not ended") }
    let status = cairo_status(cairo)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw PlottingError("Cairo: \(String(cString: cairo_status_to_string(status)))")
    }
  }

  private func check(_ numbers: Double...) throws(PlottingError) {
    for number in numbers where !(abs(number) <= Self.limit) {
      throw PlottingError("a coordinate is \(number): expected a finite number within ±\(Int(Self.limit))")
    }
  }

  private func check(_ rect: Rect) throws(PlottingError) { try check(rect.x, rect.y, rect.width, rect.height) }

  private func set(_ color: Color) {
    cairo_set_source_rgb(cairo, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
  }

  private func draw(_ path: Path, fill: Color?, stroke: Stroke?) throws(PlottingError) {
    cairo_new_path(cairo)
    for element in path.elements {
      switch element {
      case .move(let p):
        try check(p.x, p.y)
        cairo_move_to(cairo, p.x, p.y)
      case .line(let p):
        try check(p.x, p.y)
        cairo_line_to(cairo, p.x, p.y)
      case .curve(let a, let b, let c):
        try check(a.x, a.y, b.x, b.y, c.x, c.y)
        cairo_curve_to(cairo, a.x, a.y, b.x, b.y, c.x, c.y)
      case .close: cairo_close_path(cairo)
      case .circle(let center, let radius):
        try check(center.x, center.y, radius)
        cairo_new_sub_path(cairo)
        cairo_arc(cairo, center.x, center.y, max(radius, 0), 0, 2 * Double.pi)
        cairo_close_path(cairo)
      case .rect(let rect):
        try check(rect)
        cairo_rectangle(cairo, rect.x, rect.y, rect.width, rect.height)
      }
    }
    if let fill {
      set(fill)
      if stroke == nil { cairo_fill(cairo) } else { cairo_fill_preserve(cairo) }
    }
    if let stroke {
      try check(stroke.width)
      set(stroke.color)
      cairo_set_line_width(cairo, max(stroke.width, 0))
      let dash = stroke.dash.filter { $0.isFinite && $0 > 0 }
      cairo_set_dash(cairo, dash, Int32(dash.count), 0)
      cairo_stroke(cairo)
    }
    cairo_new_path(cairo)
  }

  private func draw(_ run: TextRun) throws(PlottingError) {
    try check(run.at.x, run.at.y, run.rotation)
    guard !run.string.isEmpty, let layout = typesetter.layout(run.string, run.style) else { return }
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    let extent = typesetter.measure(run.string, run.style)
    cairo_save(cairo)
    cairo_translate(cairo, run.at.x, run.at.y)
    if run.rotation != 0 { cairo_rotate(cairo, -run.rotation * Double.pi / 180) }
    let box = TextBox(run: run, extent: extent)
    cairo_move_to(cairo, box.offset.x, box.offset.y)
    set(run.color)
    pango_cairo_show_layout(cairo, layout)
    cairo_restore(cairo)
  }

  private func draw(_ image: PixelImage, in frame: Rect) throws(PlottingError) {
    try check(frame)
    guard image.width > 0, image.height > 0, frame.width > 0, frame.height > 0 else { return }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(image.width), Int32(image.height))
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface) else {
      throw PlottingError("an image of \(image.width) × \(image.height) pixels cannot be made")
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for y in 0..<image.height {
      for x in 0..<image.width {
        let source = 3 * (y * image.width + x)
        let target = y * stride + 4 * x
        // Native byte order: blue, green, red, unused.
        data[target] = image.rgb[source + 2]
        data[target + 1] = image.rgb[source + 1]
        data[target + 2] = image.rgb[source]
        data[target + 3] = 255
      }
    }
    cairo_surface_mark_dirty(surface)
    cairo_save(cairo)
    cairo_rectangle(cairo, frame.x, frame.y, frame.width, frame.height)
    cairo_clip(cairo)
    cairo_translate(cairo, frame.x, frame.y)
    cairo_scale(cairo, frame.width / Double(image.width), frame.height / Double(image.height))
    cairo_set_source_surface(cairo, surface, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST)
    cairo_paint(cairo)
    cairo_restore(cairo)
  }
}
