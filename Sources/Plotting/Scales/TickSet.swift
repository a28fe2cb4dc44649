/// Where an axis has its labels and what they say.
public struct TickSet: Sendable, Equatable {
  /// The labelled positions, ascending.
  public var positions: [Double]
  /// Their texts.
  public var labels: [String]
  /// Positions of small ticks without a label.
  public var minor: [Double] = []
  /// How the positions were chosen: `linear`, `decades`, `1-3`, `1-2-5`, `1-9`.
  public var rule: String
  /// Every how many decades there is a label; 1 where that means nothing.
  public var stride = 1
  /// The power of ten that every label is to be multiplied by, as `×10⁶`; empty where the labels say all.
  public var factor = ""

  /// With the power of ten that all labels end with said once, for the axis.
  func factored() -> TickSet {
    let powers = Set(labels.compactMap { label in label.firstIndex(of: "×").map { String(label[$0...]) } })
    guard let power = powers.first, powers.count == 1 else { return self }
    var set = self
    set.factor = power
    set.labels = labels.map { $0.replacing(power, with: "") }
    return set
  }

  /// The same labels where all of them are whole numbers; otherwise every whole number of the range, of which there
  /// are few then.
  func whole(in range: ClosedRange<Double>) -> TickSet {
    guard positions.contains(where: { $0 != $0.rounded() }) else { return self }
    let (low, high) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
    guard high - low < 100 else { return self }
    let places = Array(Swift.stride(from: low, through: high, by: 1))
    return places.isEmpty ? self : TickSet(positions: places, labels: TickText.linear(places), rule: "whole")
  }

  /// The labels that lie within a range.
  func within(_ range: ClosedRange<Double>) -> TickSet {
    let kept = positions.indices.filter { range.contains(positions[$0]) }
    return TickSet(positions: kept.map { positions[$0] }, labels: kept.map { labels[$0] }, minor: minor, rule: rule)
  }
}

/// The ranges that axes are made for.
public enum AxisRange {
  /// The range of the finite numbers (positive ones for a logarithmic axis), `nil` where there is none.
  public static func of(_ values: some Sequence<Double>, isLogarithmic: Bool = false) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && (!isLogarithmic || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : nil
  }

  /// The range with a width: a single value gets room around it.
  public static func widened(_ low: Double, _ high: Double, isLogarithmic: Bool) -> (low: Double, high: Double) {
    let (low, high) = (min(low, high), max(low, high))
    if isLogarithmic {
      guard low == high else { return (low, high) }
      return (max(low / 10, .leastNormalMagnitude), min(high * 10, .greatestFiniteMagnitude))
    }
    let size = max(abs(low), abs(high))
    guard high == low || high - low < 1e-10 * size else { return (low, high) }
    let middle = low / 2 + high / 2
    return middle == 0 ? (-1, 1) : (middle - abs(middle) / 10, middle + abs(middle) / 10)
  }
}
