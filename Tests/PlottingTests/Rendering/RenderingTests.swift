import CPangoCairo
import Foundation
import Testing

@testable import Plotting

/// Files: the same bytes twice, the same picture in pixels and as a vector.
struct RenderingTests {
  private static func chart() -> Chart {
    let xs = (0...100).map { Double($0) / 10 }
    return Chart(
      title: "손실은 h ≈ 10⁻⁸에서 가장 작다", x: Axis("x (nats)"), y: Axis("기울기", hasGrid: true),
      marks: [
        .line(LineMark(x: xs, y: xs.map { sin($0) }, label: "sin")),
        .line(LineMark(x: xs, y: xs.map { cos($0) }, color: .vermilion, label: "cos", dash: [7, 4])),
        .points(PointMark([Point(2, 0.3), Point(4, -0.4)], color: .green, valueLabels: ["0.3", "−0.4"])),
      ])
  }

  /// A chunk of a PNG file by its name.
  private func chunk(_ name: String, of png: [UInt8]) -> ArraySlice<UInt8>? {
    var place = 8
    while place + 12 <= png.count {
      let length = png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      if Array(png[(place + 4)..<(place + 8)]) == Array(name.utf8) { return png[(place + 8)..<(place + 8 + length)] }
      place += 12 + length
    }
    return nil
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

  @Test func `pictures have two pixels a CSS pixel and say so`() throws {
    let typesetter = Typesetter()
    let png = try Renderer(typesetter: typesetter).png(Self.chart().displayList(measuring: typesetter))
    let head = try #require(chunk("IHDR", of: png))
    #expect(number(head) == 1520 && number(head.dropFirst(4)) == 840)
    let density = try #require(chunk("pHYs", of: png))
    #expect(number(density) == 7559 && number(density.dropFirst(4)) == 7559 && density.last == 1)
  }

  @Test func `the same figure has the same bytes, whatever was drawn before`() throws {
    func files(_ renderer: Renderer) throws -> [[UInt8]] {
      let list = Self.chart().displayList(measuring: renderer.typesetter)
      return [try renderer.png(list), try renderer.svg(list, prefix: "a", title: "t", description: "d")]
    }
    let warm = Renderer()
    let first = try files(warm)
    var other = Self.chart()
    other.title = "another <figure>"
    _ = try warm.svg(other.displayList(measuring: warm.typesetter), prefix: "b", title: "", description: "")
    #expect(try files(warm) == first)
    #expect(try files(Renderer()) == first)
  }

  @Test func `a vector file has a title, a description, no style attribute and ids with its own prefix`() throws {
    let renderer = Renderer()
    let list = Self.chart().displayList(measuring: renderer.typesetter)
    let bytes = try renderer.svg(list, prefix: "fig-7", title: "a < b & c", description: "\"quoted\"")
    let svg = String(decoding: bytes, as: UTF8.self)
    #expect(svg.contains("<title id=\"fig-7-title\">a &lt; b &amp; c</title>"))
    #expect(svg.contains("viewBox=\"0 0 760 420\"") && svg.contains("width=\"760\""))
    #expect(!svg.contains("style=") && !svg.contains("nan") && !svg.contains("inf"))
    let ids = svg.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
    #expect(!ids.isEmpty && ids.allSatisfy { $0.hasPrefix("fig-7-") })
    #expect(Set(ids).count == ids.count)
    for reference in svg.matches(of: #/href="#([^"]*)"|url\(#([^)]*)\)/#) {
      #expect(ids.contains(String(reference.1 ?? reference.2 ?? "")))
    }
  }

  /// The grey values of a list, drawn directly or through the commands that a vector surface records.
  private func pixels(_ list: DisplayList, recorded: Bool, typesetter: Typesetter) throws -> [UInt8] {
    let (width, height) = (Int(list.size.width), Int(list.size.height))
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    let cairo = cairo_create(surface)
    defer { cairo_destroy(cairo) }
    if recorded {
      // Vector files are written from such a recording: every operation, no pixel yet.
      let recording = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
      defer { cairo_surface_destroy(recording) }
      let recorder = cairo_create(recording)
      try CairoCanvas(cairo: recorder, typesetter: typesetter).draw(list)
      cairo_destroy(recorder)
      cairo_set_source_surface(cairo, recording, 0, 0)
      cairo_paint(cairo)
    } else {
      try CairoCanvas(cairo: cairo, typesetter: typesetter).draw(list)
    }
    cairo_surface_flush(surface)
    let data = try #require(cairo_image_surface_get_data(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    return (0..<height).flatMap { y in (0..<width).map { data[y * stride + 4 * $0 + 1] } }
  }

  @Test func `drawn as pixels and as recorded vectors a figure is the same`() throws {
    let typesetter = Typesetter()
    let list = Self.chart().displayList(measuring: typesetter)
    let direct = try pixels(list, recorded: false, typesetter: typesetter)
    let recorded = try pixels(list, recorded: true, typesetter: typesetter)
    #expect(direct.contains { $0 < 100 })
    let difference = zip(direct, recorded).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    #expect(Double(difference) / Double(direct.count) < 0.5)
  }

  @Test(arguments: [Double.nan, .infinity, 1e6]) func `a number that Cairo would misdraw is an error`(value: Double) {
    var list = DisplayList(size: Size(100, 100))
    list.commands.append(.path(Path(from: Point(0, 0), to: Point(value, 1)), fill: nil, stroke: Stroke(.text)))
    #expect(throws: PlottingError.self) { try Renderer().png(list) }
  }

  @Test(arguments: [Size(0, 10), Size(20_000, 10), Size(12_000, 12_000), Size(.nan, 10)])
  func `a size that cannot be drawn is an error`(size: Size) {
    #expect(throws: PlottingError.self) { try Renderer().png(DisplayList(size: size)) }
  }
}
