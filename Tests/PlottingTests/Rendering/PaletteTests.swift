import CPangoCairo
import Testing

@testable import Plotting

/// Pictures with few bytes: colours that a figure names stay, those at the edges of letters and lines may be rounded.
struct PaletteTests {
  /// Pixels of a picture in memory, and of the file that was made of them.
  private func pixels(_ list: DisplayList) throws -> (drawn: [UInt32], read: [UInt32], kind: UInt8) {
    let (width, height) = (Int(list.size.width), Int(list.size.height))
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    let cairo = cairo_create(surface)
    defer { cairo_destroy(cairo) }
    let renderer = Renderer()
    try CairoCanvas(cairo: cairo, typesetter: renderer.typesetter).draw(list)
    cairo_surface_flush(surface)
    let file = try renderer.png(list, scale: 1)
    final class Source {
      var bytes: [UInt8]
      var place = 0
      init(_ bytes: [UInt8]) { self.bytes = bytes }
    }
    let source = Source(file)
    let decoded = cairo_image_surface_create_from_png_stream(
      { closure, target, count in
        guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
        let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
        guard source.place + Int(count) <= source.bytes.count else { return CAIRO_STATUS_READ_ERROR }
        for index in 0..<Int(count) { target[index] = source.bytes[source.place + index] }
        source.place += Int(count)
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(source).toOpaque())
    defer { cairo_surface_destroy(decoded) }
    try #require(cairo_image_surface_get_width(decoded) == Int32(width))
    func colors(_ surface: OpaquePointer?) throws -> [UInt32] {
      let data = try #require(cairo_image_surface_get_data(surface))
      let pixels = PNGEncoder.Pixels(
        start: data, stride: Int(cairo_image_surface_get_stride(surface)), width: width, height: height)
      return (0..<height).flatMap { y in (0..<width).map { pixels.row(y)[$0] & 0xFF_FFFF } }
    }
    return (try colors(surface), try colors(decoded), file[25])
  }

  private func difference(_ a: UInt32, _ b: UInt32) -> Int {
    [16, 8, 0].map { shift in abs(Int((a >> shift) & 255) - Int((b >> shift) & 255)) }.max() ?? 0
  }

  private static func busy() -> DisplayList {
    var list = DisplayList(size: Size(300, 200))
    for (index, color) in Color.series.enumerated() {
      let y = Double(20 * index) + 12
      list.add(Path(from: Point(3, y), to: Point(290, y + 31.7)), stroke: Stroke(color, width: 2))
      list.add(TextRun("기울기 gradient \(index)", at: Point(20, y), color: color.forText))
      list.add(Path([.circle(center: Point(270, y), radius: 6.3)]), fill: color)
    }
    return list
  }

  @Test func `a figure with many edges has a palette, and no pixel is far from what was drawn`() throws {
    let (drawn, read, kind) = try pixels(Self.busy())
    #expect(Set(drawn).count > 256)
    #expect(kind == 3 && Set(read).count <= 256)
    #expect(zip(drawn, read).allSatisfy { difference($0, $1) <= 9 })
    let named = Set(Self.busy().colors.map { UInt32($0.red) << 16 | UInt32($0.green) << 8 | UInt32($0.blue) })
    for (a, b) in zip(drawn, read) where named.contains(a) { #expect(a == b) }
  }

  @Test func `many lines over one another still have a palette`() throws {
    var list = DisplayList(size: Size(600, 300))
    for index in 0..<160 {
      let x = Double(index) * 3.7 + 5
      for (place, color) in Color.series.prefix(4).enumerated() {
        let y = 150 + 60 * Double((index * 37 + place * 11) % 29) / 29
        list.add(
          Path(from: Point(x, y), to: Point(x + 3.7, 150 + 60 * Double((index * 53 + place * 7) % 31) / 31)),
          stroke: Stroke(color, width: 2))
      }
    }
    let (drawn, read, kind) = try pixels(list)
    #expect(Set(drawn).count > 4096)
    #expect(kind == 3)
    #expect(zip(drawn, read).allSatisfy { difference($0, $1) <= 15 })
  }

  @Test func `an image of more colours than a palette has keeps every one`() throws {
    var list = DisplayList(size: Size(64, 64))
    let image = PixelImage(width: 64, height: 64) { Color(UInt8(4 * $0), UInt8(4 * $1), 77) }
    list.commands.append(.image(image, frame: Rect(0, 0, 64, 64)))
    let (drawn, read, kind) = try pixels(list)
    #expect(kind == 2 && Set(read).count == 4096)
    #expect(drawn == read)
  }

  @Test func `256 colours are kept exactly`() throws {
    var list = DisplayList(size: Size(16, 16))
    let image = PixelImage(width: 16, height: 16) { Color(UInt8(16 * $0), UInt8(16 * $1), 9) }
    list.commands.append(.image(image, frame: Rect(0, 0, 16, 16)))
    let (drawn, read, _) = try pixels(list)
    #expect(drawn == read && Set(read).count == 256)
  }
}
