/// Points.
public struct PointMark: Sendable, Equatable {
  /// The shape of a point.
  public enum Shape: String, Sendable, CaseIterable {
    /// Filled circles.
    case circle
    /// Filled squares.
    case square
    /// Filled triangles.
    case triangle
    /// Two strokes.
    case cross
    /// Open circles.
    case ring
  }

  /// The places.
  public var points: [Point]
  /// The colour.
  public var color: Color
  /// The shape.
  public var shape: Shape
  /// The radius in CSS pixels.
  public var radius: Double
  /// The name, beside the points or in the legend; empty: none.
  public var label: String
  /// Texts beside the points, such as their values, in the order of the points; empty ones are left out.
  public var valueLabels: [String]

  /// Points.
  public init(
    _ points: [Point], color: Color = .blue, shape: Shape = .circle, radius: Double = 3.5, label: String = "",
    valueLabels: [String] = []
  ) {
    self.points = points
    self.color = color
    self.shape = shape
    self.radius = radius
    self.label = label
    self.valueLabels = valueLabels
  }
}

/// Intervals about values, such as the error bounds of measurements.
public struct IntervalMark: Sendable, Equatable {
  /// Where the intervals stand.
  public var x: [Double]
  /// Their lower ends.
  public var low: [Double]
  /// Their upper ends.
  public var high: [Double]
  /// The colour.
  public var color: Color
  /// Half the width of the strokes at the ends, in CSS pixels.
  public var cap: Double

  /// Intervals.
  public init(x: [Double], low: [Double], high: [Double], color: Color = .blue, cap: Double = 4) {
    self.x = x
    self.low = low
    self.high = high
    self.color = color
    self.cap = cap
  }
}

/// The shapes of points: series differ by shape as well as by colour.
enum PointShape {
  static func path(_ shape: PointMark.Shape, at p: Point, radius r: Double) -> Path {
    switch shape {
    case .circle, .ring: Path([.circle(center: p, radius: r)])
    case .square: Path([.rect(Rect(p.x - r * 0.88, p.y - r * 0.88, r * 1.76, r * 1.76))])
    case .triangle:
      Path(
        points: [
          Point(p.x, p.y - r * 1.15), Point(p.x + r * 1.05, p.y + r * 0.75), Point(p.x - r * 1.05, p.y + r * 0.75),
        ], isClosed: true)
    case .cross:
      Path([
        .move(Point(p.x - r * 0.8, p.y - r * 0.8)), .line(Point(p.x + r * 0.8, p.y + r * 0.8)),
        .move(Point(p.x - r * 0.8, p.y + r * 0.8)), .line(Point(p.x + r * 0.8, p.y - r * 0.8)),
      ])
    }
  }

  static func draw(_ shape: PointMark.Shape, at p: Point, radius: Double, color: Color, into list: inout DisplayList) {
    let path = path(shape, at: p, radius: radius)
    switch shape {
    case .cross: list.add(path, stroke: Stroke(color, width: 2))
    case .ring: list.add(path, fill: .white, stroke: Stroke(color, width: 2))
    default: list.add(path, fill: color, stroke: Stroke(.white, width: 0.8))
    }
  }
}
