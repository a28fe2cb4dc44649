import Foundation

/// A value over the triangle of three probabilities that add up to 1.
public struct TernaryMap: SizedFigure {
  /// The message.
  public var title: String
  /// The value of three probabilities.
  public var value: @Sendable (Double, Double, Double) -> Double
  /// The largest value, for the colours (the smallest is 0).
  public var maximum: Double
  /// The names of the corners: right-bottom of the sum order left, right, top.
  public var corners: [String]
  /// The values that divide bands of one colour each, and at which lines of equal value are drawn.
  public var levels: [Double]
  /// What the value is, with unit.
  public var unit: String
  /// A marked point and its text.
  public var note: String
  /// The size in CSS pixels.
  public var size: Size

  /// A map.
  public init(
    title: String, maximum: Double, corners: [String], levels: [Double], unit: String, note: String,
    size: Size = Size(370, 280), value: @escaping @Sendable (Double, Double, Double) -> Double
  ) {
    self.title = title
    self.maximum = maximum
    self.corners = corners
    self.levels = levels
    self.unit = unit
    self.note = note
    self.size = size
    self.value = value
  }

  private var bar: ColorBar { ColorBar(range: 0...max(maximum, 1e-12), label: unit, levels: levels) }

  /// Lays the map out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    let top = list.addTitle(title, measurer: measurer) + 16
    let height = size.height - top - 28
    let barRoom = bar.room(height: height, measurer: measurer)
    let side = min(height / Self.slope, size.width - barRoom - 48)
    let left = (size.width - barRoom - side) / 2
    let base = top + side * Self.slope
    func place(_ a: Double, _ b: Double, _ c: Double) -> Point {
      Point(left + side * (b + c / 2), base - side * Self.slope * c)
    }
    list.commands.append(.image(image(side: side), frame: Rect(left, top, side, side * Self.slope)))
    for level in levels { contour(level, place, into: &list) }
    let outline = [place(1, 0, 0), place(0, 1, 0), place(0, 0, 1)]
    list.commands.append(
      .path(
        Path([.move(outline[0]), .line(outline[1]), .line(outline[2]), .close]), fill: nil,
        stroke: Stroke(.frame, width: 1.5)))
    for (index, name) in corners.prefix(3).enumerated() {
      let at = outline[index]
      let isTop = index == 2
      list.commands.append(
        .text(
          TextRun(name, at: Point(at.x, isTop ? at.y - 5 : at.y + 6), anchor: .middle, baseline: isTop ? .bottom : .top)
        ))
    }
    let center = place(1.0 / 3, 1.0 / 3, 1.0 / 3)
    list.commands.append(.path(Path([.circle(center: center, radius: 3.5)]), fill: .white, stroke: Stroke(.text)))
    list.commands.append(
      .text(
        TextRun(note, at: Point(center.x, center.y + 9), style: .small, color: .white, anchor: .middle, baseline: .top))
    )
    let barPlace = Rect(size.width - barRoom + 10, top, ColorBar.width, base - top)
    bar.draw(in: barPlace, measurer: measurer, into: &list)
    list.settleTexts(measuring: measurer)
    return list
  }

  /// The height of an equilateral triangle over its side.
  private static let slope = 0.75.squareRoot()

  /// The bands, two pixels a CSS pixel; white beside the triangle, whose outline hides the steps.
  private func image(side: Double) -> PixelImage {
    let (width, height) = (max(1, Int((2 * side).rounded())), max(1, Int((2 * side * Self.slope).rounded())))
    let bar = bar
    return PixelImage(width: width, height: height) { column, row in
      let c = 1 - (Double(row) + 0.5) / Double(height)
      let b = (Double(column) + 0.5) / Double(width) - c / 2
      let a = 1 - b - c
      return min(a, b, c) < 0 ? .white : bar.color(value(a, b, c))
    }
  }

  /// A line of equal value, point by point along rays from the centre, where the value falls outward.
  private func contour(_ level: Double, _ place: (Double, Double, Double) -> Point, into list: inout DisplayList) {
    var points: [Point] = []
    for step in 0...180 {
      let angle = 2 * Double.pi * Double(step) / 180
      let d = (cos(angle), cos(angle - 2 * Double.pi / 3), cos(angle + 2 * Double.pi / 3))
      let least = min(d.0, d.1, d.2)
      var (low, high) = (0.0, (1.0 / 3) / -least)
      for _ in 0..<40 {
        let t = (low + high) / 2
        let p = (1.0 / 3 + t * d.0, 1.0 / 3 + t * d.1, 1.0 / 3 + t * d.2)
        if value(max(p.0, 0), max(p.1, 0), max(p.2, 0)) > level { low = t } else { high = t }
      }
      points.append(place(1.0 / 3 + low * d.0, 1.0 / 3 + low * d.1, 1.0 / 3 + low * d.2))
    }
    list.commands.append(
      .path(
        Path([.move(points[0])] + points.dropFirst().map { .line($0) }), fill: nil, stroke: Stroke(.white, width: 1)))
  }
}
