/// A figure with two axes: data, scales and marks. It lays itself out; it knows nothing of files or pages.
public struct Chart: Figure {
  /// The message of the figure, above it; empty: none.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// What is drawn, first drawn first.
  public var marks: [Mark]
  /// The size in CSS pixels.
  public var size: Size
  /// Whether series are told apart by a row of keys under the title instead of labels at their ends.
  public var hasLegend: Bool
  /// What is said where there is nothing to draw.
  public var emptyText: String

  /// A chart.
  public init(
    title: String, x: Axis, y: Axis, marks: [Mark], size: Size = Size(760, 420), hasLegend: Bool = false,
    emptyText: String = "–"
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
    self.size = size
    self.hasLegend = hasLegend
    self.emptyText = emptyText
  }

  /// Lays the chart out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    ChartLayout(chart: self, measurer: measurer).displayList()
  }
}

/// One axis of a chart.
public struct Axis: Sendable, Equatable {
  /// What is measured, with its unit.
  public var label: String
  /// How values are spread.
  public var kind: Scale.Kind
  /// The range shown; `nil`: the data's.
  public var range: ClosedRange<Double>?
  /// About how many labels.
  public var tickCount: Int
  /// Whether light lines run across the plot at the labels.
  public var hasGrid: Bool
  /// Names of the places 0, 1, 2, … instead of numbers.
  public var categories: [String]?
  /// Whether 0 is always shown (bars, probabilities).
  public var includesZero: Bool

  /// An axis.
  public init(
    _ label: String, _ kind: Scale.Kind = .linear, range: ClosedRange<Double>? = nil, tickCount: Int = 5,
    hasGrid: Bool = false, categories: [String]? = nil, includesZero: Bool = false
  ) {
    self.label = label
    self.kind = kind
    self.range = range
    self.tickCount = tickCount
    self.hasGrid = hasGrid
    self.categories = categories
    self.includesZero = includesZero
  }
}

/// Something that is drawn on a chart. Coordinates are data; NaN breaks lines.
public enum Mark: Sendable, Equatable {
  /// A line through points.
  case line(LineMark)
  /// Points.
  case points(PointMark)
  /// Bars from 0.
  case bars(BarMark)
  /// The area between two lines over the same x.
  case band(x: [Double], low: [Double], high: [Double], color: Color)
  /// A line across the plot at a value.
  case rule(RuleMark)
  /// A text at a place, with a thin leader line where it is moved away.
  case note(NoteMark)
  /// An arrow between two places.
  case arrow(from: Point, to: Point, color: Color)
  /// An image over a part of the plane.
  case image(PixelImage, x: ClosedRange<Double>, y: ClosedRange<Double>)
}

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

  /// A line.
  public init(_ points: [Point], color: Color = .blue, label: String = "", width: Double = 2, dash: [Double] = []) {
    self.points = points
    self.color = color
    self.label = label
    self.width = width
    self.dash = dash
  }

  /// A line from two lists.
  public init(
    x: [Double], y: [Double], color: Color = .blue, label: String = "", width: Double = 2, dash: [Double] = []
  ) {
    self.init(zip(x, y).map { Point($0, $1) }, color: color, label: label, width: width, dash: dash)
  }
}

/// Points.
public struct PointMark: Sendable, Equatable {
  /// The shape of a point.
  public enum Shape: String, Sendable, CaseIterable { case circle, square, triangle, cross, ring }
  /// The places.
  public var points: [Point]
  /// The colour.
  public var color: Color
  /// The shape.
  public var shape: Shape
  /// The radius in CSS pixels.
  public var radius: Double
  /// The name, for the legend.
  public var label: String

  /// Points.
  public init(_ points: [Point], color: Color = .blue, shape: Shape = .circle, radius: Double = 3.5, label: String = "") {
    self.points = points
    self.color = color
    self.shape = shape
    self.radius = radius
    self.label = label
  }
}

/// Bars that start at 0 (or on top of another series), at the places 0, 1, 2, …
public struct BarMark: Sendable, Equatable {
  /// The heights.
  public var values: [Double]
  /// Where each bar starts; `nil`: at 0.
  public var bases: [Double]?
  /// The colour.
  public var color: Color
  /// The width as a share of the distance of two places.
  public var width: Double
  /// How far the bars stand to the right of their place, in the same unit.
  public var shift: Double
  /// The name, for the legend.
  public var label: String
  /// Texts above the bars.
  public var valueLabels: [String]

  /// Bars.
  public init(
    _ values: [Double], bases: [Double]? = nil, color: Color = .blue, width: Double = 0.7, shift: Double = 0,
    label: String = "", valueLabels: [String] = []
  ) {
    self.values = values
    self.bases = bases
    self.color = color
    self.width = width
    self.shift = shift
    self.label = label
    self.valueLabels = valueLabels
  }
}

/// A line across the plot.
public struct RuleMark: Sendable, Equatable {
  /// Which axis the value is on.
  public enum Direction: Sendable { case horizontal, vertical }
  /// `horizontal`: the value is a y.
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
  public init(_ direction: Direction, at value: Double, label: String = "", color: Color = .frame, dash: [Double] = [4, 3]) {
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
  /// How far the text stands away, in CSS pixels (right, down).
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
