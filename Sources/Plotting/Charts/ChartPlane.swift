import Foundation

/// The plot of a chart: where it is, its two scales and their labels.
struct ChartPlane {
  /// How the names of places under a plot are written.
  enum Names: Equatable {
    /// In one line each.
    case level
    /// In two lines each, of at most a width.
    case wrapped(width: Double)
    /// Turned by 45°, of at most a width.
    case slanted(width: Double)
  }

  var frame: Rect
  var x: Scale
  var y: Scale
  var xTicks: TickSet
  var yTicks: TickSet
  var xNames = Names.level
  /// The most that names beside the plot may take.
  var yNameWidth = Double.infinity
  /// What the axes measure.
  var xLabel: TextBlock?
  var yLabel: TextBlock?

  /// The pixel of a pair of data, unbounded; `nil` where a coordinate is not a number or infinite, or has no place.
  func place(_ p: Point) -> Point? {
    guard p.x.isFinite, p.y.isFinite, let x = x.place(p.x), let y = y.place(p.y) else { return nil }
    return Point(x, y)
  }

  /// Whether a pair of data stands on a lane for values that are 0 or below.
  func isOnLane(_ p: Point) -> Bool { x.isOnLane(p.x) || y.isOnLane(p.y) }

  /// Whether a pixel is in the frame, with a hair of tolerance for rounding.
  func contains(_ p: Point) -> Bool {
    p.x >= frame.x - 0.5 && p.x <= frame.maxX + 0.5 && p.y >= frame.y - 0.5 && p.y <= frame.maxY + 0.5
  }
}

extension Scale {
  /// Whether a value has no place on the logarithmic axis itself.
  func isOnLane(_ value: Double) -> Bool { kind == .logarithmic && value <= 0 }

  /// Pixels a unit at a value.
  func pixelsPerUnit(at value: Double) -> Double {
    switch kind {
    case .linear: high > low ? (end - start) / (high - low) : 0
    case .logarithmic:
      value > 0 && high > low ? (end - start) / (log10(high) - log10(low)) / (value * log(10)) : 0
    }
  }
}
