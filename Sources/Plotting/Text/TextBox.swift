import Foundation

/// Where a text run's box lies: from its anchor, baseline and rotation.
public struct TextBox: Sendable, Equatable {
  /// The upper left corner relative to the run's place, before rotation.
  public let offset: Point
  /// The width of the text.
  public let width: Double
  /// The height of the line.
  public let height: Double
  private let at: Point
  private let rotation: Double

  /// Lays out a run of a measured extent.
  public init(run: TextRun, extent: TextExtent) {
    width = extent.width
    height = extent.ascent + extent.descent
    at = run.at
    rotation = run.rotation
    let x: Double =
      switch run.anchor {
      case .start: 0
      case .middle: -extent.width / 2
      case .end: -extent.width
      }
    let y: Double =
      switch run.baseline {
      case .alphabetic: -extent.ascent
      case .middle: -height / 2
      case .top: 0
      case .bottom: -height
      }
    offset = Point(x, y)
  }

  /// The upright rectangle around the (rotated) text, in the figure's coordinates.
  public var bounds: Rect {
    let angle = -rotation * Double.pi / 180
    let (c, s) = (cos(angle), sin(angle))
    let corners = [
      (offset.x, offset.y), (offset.x + width, offset.y), (offset.x, offset.y + height),
      (offset.x + width, offset.y + height),
    ].map { Point(at.x + $0.0 * c - $0.1 * s, at.y + $0.0 * s + $0.1 * c) }
    let (xs, ys) = (corners.map(\.x), corners.map(\.y))
    let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
    return Rect(left, top, (xs.max() ?? 0) - left, (ys.max() ?? 0) - top)
  }
}
