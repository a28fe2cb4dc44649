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
  /// How far the bars stand to the right of their place (lying ones: below it), in the same unit.
  public var shift: Double
  /// The name, for the legend; empty: none.
  public var label: String
  /// Texts at the ends of the bars, in stacked bars inside of them.
  public var valueLabels: [String]
  /// Whether the bars lie, their places on the vertical axis from top to bottom.
  public var isHorizontal: Bool

  /// Bars.
  public init(
    _ values: [Double], bases: [Double]? = nil, color: Color = .blue, width: Double = 0.7, shift: Double = 0,
    label: String = "", valueLabels: [String] = [], isHorizontal: Bool = false
  ) {
    self.values = values
    self.bases = bases
    self.color = color
    self.width = width
    self.shift = shift
    self.label = label
    self.valueLabels = valueLabels
    self.isHorizontal = isHorizontal
  }

  /// A series of several: its name, its values, one a place, and their texts.
  public struct Series: Sendable, Equatable {
    /// The name.
    public var label: String
    /// The values.
    public var values: [Double]
    /// Their texts; empty: none.
    public var valueLabels: [String]
    /// The colour; `nil`: that of the series' place.
    public var color: Color?

    /// A series.
    public init(_ label: String, _ values: [Double], valueLabels: [String] = [], color: Color? = nil) {
      self.label = label
      self.values = values
      self.valueLabels = valueLabels
      self.color = color
    }
  }

  /// Bars of several series side by side at each place.
  public static func grouped(_ series: [Series], width: Double = 0.8, isHorizontal: Bool = false) -> [Mark] {
    let each = width / Double(max(series.count, 1))
    return series.enumerated().map { index, one in
      .bars(
        BarMark(
          one.values, color: one.color ?? Color.series[index % Color.series.count], width: each * 0.9,
          shift: (Double(index) - Double(series.count - 1) / 2) * each, label: one.label,
          valueLabels: one.valueLabels, isHorizontal: isHorizontal))
    }
  }

  /// Bars of several series on top of each other at each place; values that are not finite count as 0.
  public static func stacked(_ series: [Series], width: Double = 0.6, isHorizontal: Bool = false) -> [Mark] {
    var bases = [Double](repeating: 0, count: series.map(\.values.count).max() ?? 0)
    return series.enumerated().map { index, one in
      let own = Array(bases.prefix(one.values.count))
      for (place, value) in one.values.enumerated() where value.isFinite { bases[place] += value }
      return .bars(
        BarMark(
          one.values, bases: own, color: one.color ?? Color.series[index % Color.series.count], width: width,
          label: one.label, valueLabels: one.valueLabels, isHorizontal: isHorizontal))
    }
  }
}
