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
