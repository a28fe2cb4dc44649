import Foundation

/// From data to pixels along one axis.
public struct Scale: Sendable, Equatable {
  /// How values are spread.
  public enum Kind: String, Sendable { case linear, logarithmic }

  /// How values are spread.
  public let kind: Kind
  /// The smallest value shown.
  public let low: Double
  /// The largest value shown.
  public let high: Double
  /// The pixel of the smallest value.
  public let start: Double
  /// The pixel of the largest value.
  public let end: Double
  /// On a logarithmic axis the pixel of the lane for values that are 0 or below, if there is one.
  public var zeroLane: Double?

  /// Makes a scale.
  public init(kind: Kind, low: Double, high: Double, start: Double, end: Double, zeroLane: Double? = nil) {
    self.kind = kind
    self.low = low
    self.high = high
    self.start = start
    self.end = end
    self.zeroLane = zeroLane
  }

  /// The pixel of a value, `nil` where it has no place. Values far outside are brought to a margin of the axis'
  /// own length, so that no coordinate grows without bound.
  public func pixel(_ value: Double) -> Double? { position(value, margin: 1) }

  /// The pixel of a value with so wide a margin that lines that leave the plot keep their slope.
  func place(_ value: Double) -> Double? { position(value, margin: 1e9) }

  /// The pixel of a value, at most so many lengths of the axis beyond its ends. Zeros on a logarithmic axis have the
  /// place of their lane, if there is one.
  private func position(_ value: Double, margin: Double) -> Double? {
    guard !value.isNaN else { return nil }
    if kind == .logarithmic, value <= 0 { return zeroLane }
    guard high > low else { return (start + end) / 2 }
    let share: Double
    switch kind {
    case .linear:
      share =
        (high - low).isFinite
        ? value / (high - low) - low / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2)
    case .logarithmic: share = (log10(value) - log10(low)) / (log10(high) - log10(low))
    }
    return share.isNaN ? nil : start + max(-margin, min(1 + margin, share)) * (end - start)
  }

  /// Whether a value lies within the axis.
  public func contains(_ value: Double) -> Bool { value >= low && value <= high }

  /// The value at a pixel.
  public func value(at pixel: Double) -> Double {
    let share = (pixel - start) / (end - start)
    switch kind {
    case .linear: return low + share * (high - low)
    case .logarithmic: return pow(10, log10(low) + share * (log10(high) - log10(low)))
    }
  }
}
