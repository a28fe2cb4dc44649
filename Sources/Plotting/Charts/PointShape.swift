/// The shapes of points: series differ by shape as well as by colour.
enum PointShape {
  static func path(_ shape: PointMark.Shape, at p: Point, radius r: Double) -> Path {
    switch shape {
    case .circle, .ring: Path([.circle(center: p, radius: r)])
    case .square: Path([.rect(Rect(p.x - r * 0.88, p.y - r * 0.88, r * 1.76, r * 1.76))])
    case .triangle:
      Path([.move(Point(p.x, p.y - r * 1.15)), .line(Point(p.x + r * 1.05, p.y + r * 0.75)), .line(Point(p.x - r * 1.05, p.y + r * 0.75)), .close])
    case .cross:
      Path([
        .move(Point(p.x - r * 0.8, p.y - r * 0.8)), .line(Point(p.x + r * 0.8, p.y + r * 0.8)),
        .move(Point(p.x - r * 0.8, p.y + r * 0.8)), .line(Point(p.x + r * 0.8, p.y - r * 0.8)),
      ])
    }
  }
}
