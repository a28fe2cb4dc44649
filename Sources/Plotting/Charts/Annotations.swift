/// A line across the plot.
public struct RuleMark: Sendable, Equatable {
  /// Which axis the value is on.
  public enum Direction: Sendable {
    /// The value is a y.
    case horizontal
    /// The value is an x.
    case vertical
  }

  /// How the line runs.
  public var direction: Direction
  /// The value.
  public var value: Double
  /// A text at its end.
  public var label: String
  /// The colour.
  public var color: Color
  /// Lengths of dashes and gaps.
  public var dash: [Double]

  /// A line across the plot.
  public init(
    _ direction: Direction, at value: Double, label: String = "", color: Color = .frame, dash: [Double] = [4, 3]
  ) {
    self.direction = direction
    self.value = value
    self.label = label
    self.color = color
    self.dash = dash
  }
}

/// A text at a place.
public struct NoteMark: Sendable, Equatable {
  /// The text.
  public var text: String
  /// The place it is about.
  public var at: Point
  /// How far the text would best stand away, in CSS pixels (right, down). Where it would cover data or another
  /// text, the nearest better place is taken and a thin line leads to the point.
  public var offset: Point
  /// The colour of the text.
  public var color: Color

  /// A text.
  public init(_ text: String, at: Point, offset: Point = Point(8, -8), color: Color = .text) {
    self.text = text
    self.at = at
    self.offset = offset
    self.color = color
  }
}
