/// A piece of text at a place. `string` is plain text, never markup.
public struct TextRun: Sendable, Equatable {
  /// Which end of the text stands at the place.
  public enum Anchor: String, Sendable {
    /// The left end.
    case start
    /// The middle.
    case middle
    /// The right end.
    case end
  }

  /// Which height of the line stands at the place.
  public enum Baseline: String, Sendable {
    /// The line on which letters stand.
    case alphabetic
    /// Half way between ascent and descent.
    case middle
    /// The ascent.
    case top
    /// The descent.
    case bottom
  }

  /// The text.
  public var string: String
  /// The place.
  public var at: Point
  /// Size and weight.
  public var style: TextStyle
  /// The colour.
  public var color: Color
  /// Which end stands at the place.
  public var anchor: Anchor
  /// Which height stands at the place.
  public var baseline: Baseline
  /// Degrees, counter-clockwise, about `at`.
  public var rotation: Double

  /// A text.
  public init(
    _ string: String, at: Point, style: TextStyle = .label, color: Color = .text, anchor: Anchor = .start,
    baseline: Baseline = .alphabetic, rotation: Double = 0
  ) {
    (self.string, self.at, self.style, self.color) = (string, at, style, color)
    (self.anchor, self.baseline, self.rotation) = (anchor, baseline, rotation)
  }
}

/// Size and weight of text.
public struct TextStyle: Sendable, Hashable {
  /// In CSS pixels; 11 at least.
  public var size: Double
  /// Whether strokes are thick.
  public var isBold: Bool
  /// Whether all characters are equally wide.
  public var isMonospaced: Bool
  /// Whether letters lean.
  public var isItalic: Bool

  /// A style.
  public init(size: Double, isBold: Bool = false, isMonospaced: Bool = false, isItalic: Bool = false) {
    (self.size, self.isBold, self.isMonospaced, self.isItalic) = (size, isBold, isMonospaced, isItalic)
  }

  /// 12 px.
  public static let label = TextStyle(size: 12)
  /// 14 px bold.
  public static let title = TextStyle(size: 14, isBold: true)
  /// 11 px.
  public static let small = TextStyle(size: 11)
}

/// Measures text, so that layout can be computed without drawing.
public protocol TextMeasurer: Sendable {
  /// The box of a text in CSS pixels: width of the advance, ascent and descent of the line.
  func measure(_ string: String, _ style: TextStyle) -> TextExtent
}

/// The extent of a line of text.
public struct TextExtent: Sendable, Equatable {
  /// The advance.
  public var width: Double
  /// Above the base line.
  public var ascent: Double
  /// Below the base line.
  public var descent: Double

  /// An extent.
  public init(width: Double, ascent: Double, descent: Double) {
    (self.width, self.ascent, self.descent) = (width, ascent, descent)
  }

  /// The height of the line.
  var height: Double { ascent + descent }
}
