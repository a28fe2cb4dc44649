import CPangoCairo
import Foundation

/// Measures and shapes text with Pango; the same options for measuring, PNG and SVG, so that layouts agree.
///
/// One thread's own: Pango's objects must not be shared between threads.
public final class Typesetter: TextMeasurer, @unchecked Sendable {
  /// Families in the order in which they are asked for glyphs.
  static let families = "Noto Sans CJK KR, Noto Sans KR, NanumGothic, DejaVu Sans, sans-serif"
  static let monospaced = "NanumGothicCoding, DejaVu Sans Mono, monospace"

  private let fontMap: UnsafeMutablePointer<PangoFontMap>?
  let context: OpaquePointer?
  let options: OpaquePointer?
  private var fonts: [TextStyle: OpaquePointer] = [:]
  private var extents: [Key: TextExtent] = [:]
  /// Characters for which no installed font has a glyph.
  public private(set) var missingGlyphs = 0

  private struct Key: Hashable {
    let string: String
    let style: TextStyle
  }

  /// Opens the fonts.
  public init() {
    fontMap = pango_cairo_font_map_new()
    pango_cairo_font_map_set_resolution(OpaquePointer(fontMap), 96)
    context = pango_font_map_create_context(fontMap)
    options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_subpixel_order(options, CAIRO_SUBPIXEL_ORDER_DEFAULT)
    pango_cairo_context_set_font_options(context, options)
    pango_cairo_context_set_resolution(context, 96)
    pango_context_set_round_glyph_positions(context, 0)
  }

  deinit {
    for font in fonts.values { pango_font_description_free(font) }
    cairo_font_options_destroy(options)
    if let context { g_object_unref(UnsafeMutableRawPointer(context)) }
    if let fontMap { g_object_unref(UnsafeMutableRawPointer(fontMap)) }
  }

  /// The advance and the height of a line of text in CSS pixels.
  public func measure(_ string: String, _ style: TextStyle) -> TextExtent {
    let key = Key(string: string, style: style)
    if let known = extents[key] { return known }
    guard let layout = layout(string, style) else { return TextExtent(width: 0, ascent: 0, descent: 0) }
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, nil, &logical)
    let scale = 1 / Double(PANGO_SCALE)
    let baseline = Double(pango_layout_get_baseline(layout)) * scale
    let extent = TextExtent(
      width: Double(logical.width) * scale, ascent: baseline, descent: Double(logical.height) * scale - baseline)
    extents[key] = extent
    missingGlyphs += Int(pango_layout_get_unknown_glyphs_count(layout))
    return extent
  }

  /// A laid-out line; the caller releases it.
  func layout(_ string: String, _ style: TextStyle) -> OpaquePointer? {
    guard let layout = pango_layout_new(context) else { return nil }
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_layout_set_font_description(layout, font(style))
    let safe = Self.printable(string)
    pango_layout_set_text(layout, safe, Int32(safe.utf8.count))
    setScripts(of: layout, safe)
    return layout
  }

  /// Raised and lowered digits (and ∂ and the root sign) come from one font: Korean fonts have some of them only, and
  /// too small. So does the backslash, which is a Won sign in Korean fonts.
  private func setScripts(of layout: OpaquePointer, _ text: String) {
    var attributes: OpaquePointer?
    var place: UInt32 = 0
    for scalar in text.unicodeScalars {
      let end = place + UInt32(String(scalar).utf8.count)
      if Self.isScript(scalar), let attribute = pango_attr_family_new(Self.scripts) {
        attribute.pointee.start_index = place
        attribute.pointee.end_index = end
        if attributes == nil { attributes = pango_attr_list_new() }
        pango_attr_list_insert(attributes, attribute)
      }
      place = end
    }
    guard let attributes else { return }
    pango_layout_set_attributes(layout, attributes)
    pango_attr_list_unref(attributes)
  }

  private static let scripts = "DejaVu Sans"

  static func isScript(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x5C, 0xB2, 0xB3, 0xB9, 0x2070...0x209F, 0x2202, 0x221A: true
    default: false
    }
  }

  private func font(_ style: TextStyle) -> OpaquePointer? {
    if let font = fonts[style] { return font }
    let font = pango_font_description_new()
    pango_font_description_set_family(font, style.isMonospaced ? Self.monospaced : Self.families)
    pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
    if style.isBold { pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD) }
    if style.isItalic { pango_font_description_set_style(font, PANGO_STYLE_ITALIC) }
    fonts[style] = font
    return font
  }

  /// Control characters made visible; U+0000 would end a C string early.
  static func printable(_ string: String) -> String {
    guard string.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
      return string
    }
    var result = ""
    for scalar in string.unicodeScalars {
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
