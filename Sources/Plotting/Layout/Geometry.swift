/// A point in CSS pixels, or a pair of data.
public struct Point: Sendable, Hashable {
  /// To the right.
  public var x: Double
  /// Down in pixels, up in data.
  public var y: Double

  /// A point.
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  /// The distance of two points.
  func distance(to other: Point) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }
}

/// A size in CSS pixels.
public struct Size: Sendable, Hashable {
  /// From left to right.
  public var width: Double
  /// From top to bottom.
  public var height: Double

  /// A size.
  public init(_ width: Double, _ height: Double) { (self.width, self.height) = (width, height) }

  /// 760 × 420: text and margin column together.
  public static let full = Size(760, 420)
  /// 370 × 280: two stand side by side.
  public static let half = Size(370, 280)
  /// 220 × 160: in the margin.
  public static let margin = Size(220, 160)
  /// 420 × 420: maps of the plane.
  public static let square = Size(420, 420)
}

/// A rectangle in CSS pixels.
public struct Rect: Sendable, Hashable {
  /// The left edge.
  public var x: Double
  /// The upper edge.
  public var y: Double
  /// The distance of the right edge from the left.
  public var width: Double
  /// The distance of the lower edge from the upper.
  public var height: Double

  /// A rectangle.
  public init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// The right edge.
  public var maxX: Double { x + width }
  /// The lower edge.
  public var maxY: Double { y + height }
  /// The middle.
  public var center: Point { Point(x + width / 2, y + height / 2) }

  /// Whether the two share an area.
  public func intersects(_ other: Rect) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  /// The rectangle made smaller on each side.
  public func inset(_ by: Double) -> Rect { Rect(x + by, y + by, width - 2 * by, height - 2 * by) }

  /// Whether the other lies inside.
  public func contains(_ other: Rect) -> Bool {
    other.x >= x && other.y >= y && other.maxX <= maxX && other.maxY <= maxY
  }

  /// The area that two rectangles share.
  func sharedArea(_ other: Rect) -> Double {
    max(0, min(maxX, other.maxX) - max(x, other.x)) * max(0, min(maxY, other.maxY) - max(y, other.y))
  }
}

/// Room kept free at the four sides of a plot.
struct Insets: Sendable, Equatable {
  var top = 0.0
  var left = 0.0
  var bottom = 0.0
  var right = 0.0

  /// The larger of two at each side.
  func union(_ other: Insets) -> Insets {
    Insets(
      top: max(top, other.top), left: max(left, other.left), bottom: max(bottom, other.bottom),
      right: max(right, other.right))
  }
}
