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
  public func pixel(_ value: Double) -> Double? {
    guard !value.isNaN else { return nil }
    let share: Double
    switch kind {
    case .linear:
      guard high > low else { return (start + end) / 2 }
      share =
        (high - low).isFinite
        ? value / (high - low) - low / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2)
    case .logarithmic:
      guard value > 0 else { return zeroLane }
      share = (log10(value) - log10(low)) / (log10(high) - log10(low))
    }
    if share.isNaN { return nil }
    return start + max(-1, min(2, share)) * (end - start)
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
