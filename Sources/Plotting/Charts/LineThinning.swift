/// A line with about two points a pixel column: the extremes of each column stay, what nobody can see goes.
public enum LineThinning {
  /// More points than this are never drawn of one line.
  static let limit = 20_000

  /// The points to draw, in order.
  ///
  /// - Parameters:
  ///   - points: places in pixels. Where x does not fall, each column keeps its first, lowest, highest and last point;
  ///     elsewhere points that are nearer than half a pixel (or more, if there are very many) go.
  ///   - columns: the width of the plane in pixels.
  public static func thinned(_ points: [Point], columns: Int) -> [Point] {
    guard points.count > 4 * max(columns, 1), points.count > 2 else { return points }
    if let rising = byColumn(points) { return rising }
    var kept = points
    var distance = 0.5
    while kept.count > limit || distance == 0.5 {
      kept = byDistance(kept, distance)
      distance *= 2
      if distance > 64 { break }
    }
    return kept
  }

  private static func byColumn(_ points: [Point]) -> [Point]? {
    guard let first = points.first, let last = points.last, last.x > first.x else { return nil }
    var kept: [Point] = []
    var column = first.x.rounded(.down)
    var (opening, low, high, newest) = (first, first, first, first)
    func flush() {
      let pair = low.x <= high.x ? [low, high] : [high, low]
      for point in [opening] + pair + [newest] where point != kept.last { kept.append(point) }
    }
    var previous = -Double.infinity
    for point in points {
      guard point.x >= previous else { return nil }
      previous = point.x
      let own = point.x.rounded(.down)
      if own != column {
        flush()
        column = own
        (opening, low, high) = (point, point, point)
      }
      if point.y < low.y { low = point }
      if point.y > high.y { high = point }
      newest = point
    }
    flush()
    return kept
  }

  private static func byDistance(_ points: [Point], _ distance: Double) -> [Point] {
    guard var last = points.first, let end = points.last else { return points }
    var kept = [last]
    for point in points where abs(point.x - last.x) + abs(point.y - last.y) >= distance {
      kept.append(point)
      last = point
    }
    if kept.last != end { kept.append(end) }
    return kept
  }
}

/// Very many points as an image: a vector file of 10⁵ dots helps nobody.
enum PointCloud {
  /// More points than this become an image: from here on it is smaller and drawn sooner than one path a point.
  static let limit = 4_000

  static func image(_ points: [Point], frame: Rect, color: Color, scale: Double = 2) -> PixelImage {
    let width = max(1, Int((frame.width * scale).rounded()))
    let height = max(1, Int((frame.height * scale).rounded()))
    var counts = [UInt16](repeating: 0, count: width * height)
    for point in points {
      let (cx, cy) = (((point.x - frame.x) * scale).rounded(.down), ((point.y - frame.y) * scale).rounded(.down))
      guard cx > -2, cy > -2, cx < Double(width) + 2, cy < Double(height) + 2 else { continue }
      for (dx, dy) in [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)] {
        let (x, y) = (Int(cx) + dx, Int(cy) + dy)
        guard x >= 0, x < width, y >= 0, y < height else { continue }
        let place = y * width + x
        counts[place] = min(counts[place] + (dx == 0 && dy == 0 ? 2 : 1), 60_000)
      }
    }
    // Where points lie on top of each other the cloud is darker.
    let shades = (0...8).map { $0 == 0 ? Color.white : Color.white.mixed(with: color, 0.45 + 0.55 * Double($0) / 8) }
    return PixelImage(width: width, height: height) { x, y in shades[min(Int(counts[y * width + x]), 8)] }
  }
}
