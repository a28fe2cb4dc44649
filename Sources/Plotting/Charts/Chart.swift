/// A figure with two axes: data, scales and marks. It lays itself out; it knows nothing of files or pages.
public struct Chart: SizedFigure {
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
  /// Whether series are told apart by a row of keys under the title. Where this is `false` lines carry their names
  /// at their ends, unless these would not fit or the lines cross too often.
  public var hasLegend: Bool
  /// Whether a unit is equally long on both axes (maps of the plane).
  public var hasEqualScales: Bool
  /// What the colours of an image or of filled contours mean, to the right of the plot.
  public var colorBar: ColorBar?
  /// What is said where there is nothing finite to draw.
  public var emptyText: String

  /// A chart.
  public init(
    title: String, x: Axis, y: Axis, marks: [Mark], size: Size = .full, hasLegend: Bool = false,
    hasEqualScales: Bool = false, colorBar: ColorBar? = nil, emptyText: String = "–"
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
    self.size = size
    self.hasLegend = hasLegend
    self.hasEqualScales = hasEqualScales
    self.colorBar = colorBar
    self.emptyText = emptyText
  }

  /// Lays the chart out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    ChartLayout(chart: self, measurer: measurer).displayList()
  }

  /// What of the data could not be drawn at its place, for the caption.
  public var omissions: ChartOmissions { ChartOmissions(self) }
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
  /// Whether only whole numbers are labelled (epochs, counts).
  public var isWhole: Bool

  /// An axis.
  public init(
    _ label: String, _ kind: Scale.Kind = .linear, range: ClosedRange<Double>? = nil, tickCount: Int = 5,
    hasGrid: Bool = false, categories: [String]? = nil, includesZero: Bool = false, isWhole: Bool = false
  ) {
    self.label = label
    self.kind = kind
    self.range = range
    self.tickCount = tickCount
    self.hasGrid = hasGrid
    self.categories = categories
    self.includesZero = includesZero
    self.isWhole = isWhole
  }

  /// An axis of named places, from left to right or from top to bottom.
  public static func categories(_ names: [String], label: String = "") -> Axis { Axis(label, categories: names) }

  /// An axis of probabilities, 0 to 1.
  public static func probability(_ label: String, hasGrid: Bool = false) -> Axis {
    Axis(label, range: 0...1, hasGrid: hasGrid, includesZero: true)
  }
}
