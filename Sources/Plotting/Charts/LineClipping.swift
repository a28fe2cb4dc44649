/// Cuts lines at a rectangle before Cairo sees them: its coordinates wrap from 2²³ on.
enum LineClipping {
  /// The part of a line from a to b within a rectangle (Liang and Barsky).
  static func segment(_ a: Point, _ b: Point, in rect: Rect) -> (Point, Point)? {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (first, last) = (0.0, 1.0)
    for (p, q) in [(-dx, a.x - rect.x), (dx, rect.maxX - a.x), (-dy, a.y - rect.y), (dy, rect.maxY - a.y)] {
      if p == 0 {
        if q < 0 { return nil }
        continue
      }
      let t = q / p
      if p < 0 { first = max(first, t) } else { last = min(last, t) }
      if first > last { return nil }
    }
    func at(_ t: Double) -> Point { t == 0 ? a : t == 1 ? b : Point(a.x + dx * t, a.y + dy * t) }
    return (at(first), at(last))
  }

  /// The pieces of a polyline within a rectangle.
  static func pieces(_ points: [Point], in rect: Rect) -> [[Point]] {
    var pieces: [[Point]] = []
    var current: [Point] = []
    func isInside(_ p: Point) -> Bool { p.x >= rect.x && p.x <= rect.maxX && p.y >= rect.y && p.y <= rect.maxY }
    if points.count == 1, isInside(points[0]) { return [points] }
    for (a, b) in zip(points, points.dropFirst()) {
      if isInside(a), isInside(b) {
        if current.isEmpty { current = [a] }
        current.append(b)
        continue
      }
      if let (start, end) = segment(a, b, in: rect) {
        if current.isEmpty { current = [start] }
        current.append(end)
      }
      if !isInside(b), !current.isEmpty {
        pieces.append(current)
        current = []
      }
    }
    if !current.isEmpty { pieces.append(current) }
    return pieces
  }

  /// A polygon cut to a rectangle (Sutherland and Hodgman).
  static func polygon(_ points: [Point], in rect: Rect) -> [Point] {
    var result = points
    func cut(_ isInside: (Point) -> Bool, _ crossing: (Point, Point) -> Point) {
      guard let last = result.last else { return }
      var kept: [Point] = []
      var previous = last
      for point in result {
        if isInside(point) != isInside(previous) { kept.append(crossing(previous, point)) }
        if isInside(point) { kept.append(point) }
        previous = point
      }
      result = kept
    }
    func atX(_ x: Double) -> (Point, Point) -> Point {
      { a, b in Point(x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)) }
    }
    func atY(_ y: Double) -> (Point, Point) -> Point {
      { a, b in Point(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y) }
    }
    cut({ $0.x >= rect.x }, atX(rect.x))
    cut({ $0.x <= rect.maxX }, atX(rect.maxX))
    cut({ $0.y >= rect.y }, atY(rect.y))
    cut({ $0.y <= rect.maxY }, atY(rect.maxY))
    return result
  }
}
