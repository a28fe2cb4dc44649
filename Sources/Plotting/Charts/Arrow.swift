/// Arrows with a filled head.
enum Arrow {
  static func commands(
    from start: Point, to end: Point, color: Color, width: Double = 2, head: Double = 7, dash: [Double] = []
  ) -> [DrawingCommand] {
    let length = start.distance(to: end)
    guard length > 0.5, length.isFinite else { return [] }
    let (ux, uy) = ((end.x - start.x) / length, (end.y - start.y) / length)
    let size = min(head, length * 0.6)
    let neck = Point(end.x - ux * size, end.y - uy * size)
    return [
      .path(Path(from: start, to: neck), fill: nil, stroke: Stroke(color, width: width, dash: dash)),
      .path(self.head(at: end, ux, uy, size), fill: color, stroke: nil),
    ]
  }

  /// A triangle whose tip is at a point, in a direction of length 1.
  static func head(at tip: Point, _ ux: Double, _ uy: Double, _ size: Double) -> Path {
    let neck = Point(tip.x - ux * size, tip.y - uy * size)
    return Path(
      points: [
        tip, Point(neck.x - uy * size * 0.5, neck.y + ux * size * 0.5),
        Point(neck.x + uy * size * 0.5, neck.y - ux * size * 0.5),
      ], isClosed: true)
  }
}
