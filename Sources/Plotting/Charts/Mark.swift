/// Something that is drawn on a chart. Coordinates are data; NaN breaks lines.
public enum Mark: Sendable, Equatable {
  /// A line through points, straight or in steps.
  case line(LineMark)
  /// Points, some with their values beside them.
  case points(PointMark)
  /// Bars from 0, upright or lying.
  case bars(BarMark)
  /// The area between two lines over the same x.
  case band(x: [Double], low: [Double], high: [Double], color: Color, label: String = "")
  /// A line across the plot at a value.
  case rule(RuleMark)
  /// A text at a place, with a thin leader line where it is moved away.
  case note(NoteMark)
  /// An arrow between two places.
  case arrow(from: Point, to: Point, color: Color)
  /// A path with start, direction and end marked.
  case trajectory(TrajectoryMark)
  /// A short straight line of a slope through a point.
  case tangent(TangentMark)
  /// Intervals about values.
  case intervals(IntervalMark)
  /// Lines of equal value of a function of the plane.
  case contours(ContourMark)
  /// An image over a part of the plane.
  case image(PixelImage, x: ClosedRange<Double>, y: ClosedRange<Double>)
}

extension Mark {
  /// The same mark without a name, where a row of keys names it already.
  public var unnamed: Mark {
    switch self {
    case .line(var line):
      line.label = ""
      return .line(line)
    case .points(var points):
      points.label = ""
      return .points(points)
    case .bars(var bars):
      bars.label = ""
      return .bars(bars)
    case .band(let x, let low, let high, let color, _): return .band(x: x, low: low, high: high, color: color)
    default: return self
    }
  }
}
