/// Finds places for labels: never over another text, never outside, over as little ink as can be, and near what
/// they are about.
struct LabelPlacer {
  /// Where texts may stand.
  let area: Rect
  /// Where data are drawn.
  var ink: InkMap
  /// Boxes of texts that stand already.
  private(set) var taken: [Rect] = []

  init(area: Rect, ink: InkMap) {
    self.area = area
    self.ink = ink
  }

  /// A place that was found.
  struct Placement: Equatable {
    var box: Rect
    var anchor: TextRun.Anchor
    /// How far the text stands away from what it is about.
    var distance: Double
  }

  /// Two texts closer than this in a line would read as one.
  private static let gap = 4.0

  /// Whether a box is inside and free of other texts.
  func isFree(_ box: Rect) -> Bool {
    let wide = Rect(box.x - Self.gap, box.y, box.width + 2 * Self.gap, box.height)
    return area.contains(box) && !taken.contains { $0.intersects(wide) }
  }

  /// Keeps a box from being used again.
  mutating func take(_ box: Rect) { taken.append(box) }

  /// Places a block near a point; `wish` is where its nearest point would best stand, relative to the point.
  ///
  /// - Parameter reach: how far away a place may be. What finds no place in reach has the best place anywhere.
  /// - Returns: `nil` only where there is no free place at all.
  mutating func place(
    _ size: Size, near point: Point, wish: Point = Point(8, -8), reach: Double = 60
  ) -> Placement? {
    var best: (placement: Placement, cost: Double)?
    func consider(_ offset: Point, extra: Double) {
      let anchor: TextRun.Anchor = offset.x > 2 ? .start : offset.x < -2 ? .end : .middle
      let baseline: TextRun.Baseline = offset.y > 2 ? .top : offset.y < -2 ? .bottom : .middle
      let at = Point(point.x + offset.x, point.y + offset.y)
      let box = Rect(
        at.x - size.width * anchor.share, at.y - size.height * baseline.share, size.width, size.height)
      guard isFree(box) else { return }
      let distance = (offset.x * offset.x + offset.y * offset.y).squareRoot()
      let away = ((offset.x - wish.x) * (offset.x - wish.x) + (offset.y - wish.y) * (offset.y - wish.y)).squareRoot()
      let cost = ink.share(of: box.inset(-1)) * 400 + distance * 0.8 + away * 0.5 + extra
      if cost < best?.cost ?? .infinity { best = (Placement(box: box, anchor: anchor, distance: distance), cost) }
    }
    consider(wish, extra: -6)
    for x in [1.0, -1] { for y in [1.0, -1] { consider(Point(wish.x * x, wish.y * y), extra: 0) } }
    for radius in [7.0, 12, 18, 26, 36, 48, 62, 80, 100] where radius <= reach {
      for (x, y) in [
        (0.0, -1.0), (0, 1), (1, 0), (-1, 0), (0.8, -0.7), (0.8, 0.7), (-0.8, -0.7), (-0.8, 0.7), (0.4, -0.9),
        (0.4, 0.9), (-0.4, -0.9), (-0.4, 0.9),
      ] {
        consider(Point(radius * x, radius * y), extra: 0)
      }
    }
    // Crowded: anywhere, the nearer the better.
    if best == nil {
      var y = area.y
      while y + size.height <= area.maxY {
        var x = area.x
        while x + size.width <= area.maxX {
          let box = Rect(x, y, size.width, size.height)
          if isFree(box) {
            let distance = box.center.distance(to: point)
            let cost = ink.share(of: box) * 400 + distance
            if cost < best?.cost ?? .infinity {
              best = (Placement(box: box, anchor: .middle, distance: distance), cost)
            }
          }
          x += 8
        }
        y += 6
      }
    }
    if let box = best?.placement.box { take(box) }
    return best?.placement
  }
}

extension Rect {
  /// The point of the rectangle that is nearest to another.
  func nearest(to p: Point) -> Point { Point(max(x, min(maxX, p.x)), max(y, min(maxY, p.y))) }
}
