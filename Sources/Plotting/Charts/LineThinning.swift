import Foundation

/// A line with about two points a pixel column: the extremes of each column stay, what nobody can see goes.
public enum LineThinning {
  /// The points to draw, in order.
  ///
  /// - Parameter points: places in pixels, with x not falling; other lines are returned as they are.
  public static func thinned(_ points: [Point], columns: Int) -> [Point] {
    guard points.count > 4 * max(columns, 1), let first = points.first, let last = points.last, last.x > first.x else {
      return points
    }
    var kept: [Point] = [first]
    var column = Int(first.x.rounded(.down))
    var low = first
    var high = first
    var newest = first
    func flush() {
      let pair = low.x <= high.x ? [low, high] : [high, low]
      for point in pair where point != kept.last { kept.append(point) }
      if newest != kept.last { kept.append(newest) }
    }
    var previous = -Double.infinity
    for point in points {
      guard point.x >= previous else { return points }
      previous = point.x
      let own = Int(point.x.rounded(.down))
      if own != column {
        flush()
        column = own
        low = point
        high = point
      }
      if point.y < low.y { low = point }
      if point.y > high.y { high = point }
      newest = point
    }
    flush()
    return kept
  }
}

/// Very many points as an image: a vector file of 10⁵ dots helps nobody.
enum PointCloud {
  static func image(_ points: [Point], frame: Rect, color: Color, scale: Double = 2) -> PixelImage {
    let width = max(1, Int((frame.width * scale).rounded()))
    let height = max(1, Int((frame.height * scale).rounded()))
    var rgb = [UInt8](repeating: 255, count: 3 * width * height)
    let soft = color.mixed(with: .white, 0.35)
    for point in points {
      let cx = Int(((point.x - frame.x) * scale).rounded())
      let cy = Int(((point.y - frame.y) * scale).rounded())
      for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1), (-1, 0), (0, -1)] {
        let (x, y) = (cx + dx, cy + dy)
        guard x >= 0, x < width, y >= 0, y < height else { continue }
        let place = 3 * (y * width + x)
        let ink = dx == 0 && dy == 0 ? color : soft
        (rgb[place], rgb[place + 1], rgb[place + 2]) = (ink.red, ink.green, ink.blue)
      }
    }
    return PixelImage(width: width, height: height, rgb: rgb)
  }
}
