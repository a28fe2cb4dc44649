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
  /// The values at which lines of equal value are drawn.
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

  /// Lays the map out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    let top = list.addTitle(title, measurer: measurer) + 16
    let height = size.height - top - 28
    let side = min(height / 0.866, size.width - 120)
    let left = (size.width - 60 - side) / 2
    let base = top + side * 0.866
    func place(_ a: Double, _ b: Double, _ c: Double) -> Point {
      Point(left + side * (b + c / 2), base - side * 0.866 * c)
    }
    let steps = 40
    for i in 0..<steps {
      for j in 0..<(steps - i) {
        let n = Double(steps)
        let (b, c) = (Double(i) / n, Double(j) / n)
        triangle([(b, c), (b + 1 / n, c), (b, c + 1 / n)], place, into: &list)
        if i + j < steps - 1 { triangle([(b + 1 / n, c), (b + 1 / n, c + 1 / n), (b, c + 1 / n)], place, into: &list) }
      }
    }
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
    colorBar(Rect(size.width - 52, top, 12, base - top), measurer, into: &list)
    list.settleTexts(measuring: measurer)
    return list
  }

  private func triangle(
    _ corners: [(Double, Double)], _ place: (Double, Double, Double) -> Point, into list: inout DisplayList
  ) {
    let (b, c) = (corners.reduce(0) { $0 + $1.0 } / 3, corners.reduce(0) { $0 + $1.1 } / 3)
    let points = corners.map { place(1 - $0.0 - $0.1, $0.0, $0.1) }
    let color = ColorMap.sequential.color(value(1 - b - c, b, c) / maximum)
    list.commands.append(
      .path(
        Path([.move(points[0]), .line(points[1]), .line(points[2]), .close]), fill: color,
        stroke: Stroke(color, width: 0.7)))
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

  private func colorBar(_ bar: Rect, _ measurer: any TextMeasurer, into list: inout DisplayList) {
    for step in 0..<48 {
      let h = bar.height / 48
      list.commands.append(
        .path(
          Path([.rect(Rect(bar.x, bar.maxY - Double(step + 1) * h, bar.width, h + 0.5))]),
          fill: ColorMap.sequential.color((Double(step) + 0.5) / 48), stroke: nil))
    }
    list.commands.append(.path(Path([.rect(bar)]), fill: nil, stroke: Stroke(.frame)))
    let ticks = Ticks.linear(0...maximum, count: 4)
    for (position, label) in zip(ticks.positions, ticks.labels) where position >= 0 && position <= maximum {
      list.commands.append(
        .text(
          TextRun(
            label, at: Point(bar.maxX + 5, bar.maxY - position / maximum * bar.height), style: .small, baseline: .middle
          )))
    }
    list.commands.append(
      .text(
        TextRun(
          unit, at: Point(bar.center.x, bar.y - 5), style: .small, color: .muted, anchor: .middle, baseline: .bottom)))
  }
}
