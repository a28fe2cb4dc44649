/// A line through points.
public struct LineMark: Sendable, Equatable {
  /// The points, in order.
  public var points: [Point]
  /// The colour.
  public var color: Color
  /// The name, printed at the line's end or in the legend; empty: none.
  public var label: String
  /// The width in CSS pixels.
  public var width: Double
  /// Lengths of dashes and gaps; empty: solid.
  public var dash: [Double]
  /// Whether the line stays level from each point to the next and then jumps.
  public var isStepped: Bool
  /// What was measured where `points` are smoothed: drawn thin and pale behind the line.
  public var raw: [Point]

  /// A line.
  public init(
    _ points: [Point], color: Color = .blue, label: String = "", width: Double = 2, dash: [Double] = [],
    isStepped: Bool = false, raw: [Point] = []
  ) {
    self.points = points
    self.color = color
    self.label = label
    self.width = width
    self.dash = dash
    self.isStepped = isStepped
    self.raw = raw
  }

  /// A line from two lists.
  public init(
    x: [Double], y: [Double], color: Color = .blue, label: String = "", width: Double = 2, dash: [Double] = [],
    isStepped: Bool = false, raw: [Point] = []
  ) {
    self.init(
      zip(x, y).map { Point($0, $1) }, color: color, label: label, width: width, dash: dash, isStepped: isStepped,
      raw: raw)
  }
}

/// A path through the plane, such as the steps of gradient descent: a ring at its start, arrow heads on its way,
/// a filled circle at its end.
public struct TrajectoryMark: Sendable, Equatable {
  /// The places in order.
  public var points: [Point]
  /// The colour.
  public var color: Color
  /// The text at the first place; empty: none.
  public var start: String
  /// The text at the last place; empty: none.
  public var end: String

  /// A path.
  public init(_ points: [Point], color: Color = .vermilion, start: String = "", end: String = "") {
    self.points = points
    self.color = color
    self.start = start
    self.end = end
  }
}

/// A short straight line that touches a curve.
public struct TangentMark: Sendable, Equatable {
  /// Where it touches.
  public var at: Point
  /// Its slope, in data.
  public var slope: Double
  /// Its length in CSS pixels.
  public var length: Double
  /// The colour.
  public var color: Color
  /// A text at its upper end; empty: none.
  public var label: String

  /// A tangent.
  public init(at point: Point, slope: Double, length: Double = 120, color: Color = .vermilion, label: String = "") {
    self.at = point
    self.slope = slope
    self.length = length
    self.color = color
    self.label = label
  }
}
