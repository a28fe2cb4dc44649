/// What a figure is drawn into: an ordered list of drawing commands in CSS pixels, origin top left, y down.
///
/// Figures produce it, tests look at it, Cairo draws it. Coordinates are finite and within ±100,000: whoever
/// appends clips data to its plot area first.
public struct DisplayList: Sendable, Equatable {
  /// The size in CSS pixels.
  public var size: Size
  /// The commands, first drawn first.
  public var commands: [DrawingCommand] = []

  /// An empty list.
  public init(size: Size) { self.size = size }
}

/// One drawing command.
public enum DrawingCommand: Sendable, Equatable {
  /// A path, filled, stroked or both.
  case path(Path, fill: Color?, stroke: Stroke?)
  /// A piece of text.
  case text(TextRun)
  /// An image of RGB pixels stretched over a rectangle without smoothing (heat maps, 10⁵ points).
  case image(PixelImage, frame: Rect)
  /// From here to `endClip`, nothing outside of the rectangle is drawn.
  case beginClip(Rect)
  /// Ends the innermost `beginClip`.
  case endClip
}

/// A point in CSS pixels.
public struct Point: Sendable, Hashable {
  public var x: Double, y: Double
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// A size in CSS pixels.
public struct Size: Sendable, Hashable {
  public var width: Double, height: Double
  public init(_ width: Double, _ height: Double) { (self.width, self.height) = (width, height) }
}

/// A rectangle in CSS pixels.
public struct Rect: Sendable, Hashable {
  public var x: Double, y: Double, width: Double, height: Double
  public init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }
  public var maxX: Double { x + width }
  public var maxY: Double { y + height }
  public var center: Point { Point(x + width / 2, y + height / 2) }
  /// Whether the two share an area.
  public func intersects(_ other: Rect) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }
  /// The rectangle made smaller on each side.
  public func inset(_ by: Double) -> Rect { Rect(x + by, y + by, width - 2 * by, height - 2 * by) }
  /// Whether the other lies inside.
  public func contains(_ other: Rect) -> Bool {
    other.x >= x && other.y >= y && other.maxX <= maxX && other.maxY <= maxY
  }
}

/// A path of straight lines, curves and circles.
public struct Path: Sendable, Equatable {
  public enum Element: Sendable, Equatable {
    case move(Point), line(Point), curve(Point, Point, Point), close
    /// A whole circle.
    case circle(center: Point, radius: Double)
    case rect(Rect)
  }
  public var elements: [Element]
  public init(_ elements: [Element] = []) { self.elements = elements }
}

/// How a path is stroked.
public struct Stroke: Sendable, Equatable {
  public var color: Color
  public var width: Double
  /// Lengths of dashes and gaps; empty: solid.
  public var dash: [Double]
  public init(_ color: Color, width: Double = 1, dash: [Double] = []) {
    (self.color, self.width, self.dash) = (color, width, dash)
  }
}

/// A piece of text at a place. `string` is plain text, never markup.
public struct TextRun: Sendable, Equatable {
  public enum Anchor: String, Sendable { case start, middle, end }
  public enum Baseline: String, Sendable { case alphabetic, middle, top, bottom }
  public var string: String
  public var at: Point
  public var style: TextStyle
  public var color: Color
  public var anchor: Anchor
  public var baseline: Baseline
  /// Degrees, counter-clockwise, about `at`.
  public var rotation: Double
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
  public var isBold: Bool
  public var isMonospaced: Bool
  public var isItalic: Bool
  public init(size: Double, isBold: Bool = false, isMonospaced: Bool = false, isItalic: Bool = false) {
    (self.size, self.isBold, self.isMonospaced, self.isItalic) = (size, isBold, isMonospaced, isItalic)
  }
  /// 12 px.
  public static let label = TextStyle(size: 12)
  /// 13 px bold.
  public static let title = TextStyle(size: 13, isBold: true)
  /// 11 px.
  public static let small = TextStyle(size: 11)
}

/// A colour without transparency, so that contrast can be computed.
public struct Color: Sendable, Hashable {
  /// #1A1A1A.
  public static let text = Color(hex: 0x1A1A1A)
  public var red: UInt8, green: UInt8, blue: UInt8
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }
  public init(hex: UInt32) {
    self.init(UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8), UInt8(truncatingIfNeeded: hex))
  }
}

/// RGB pixels, three bytes each, row by row from the top.
public struct PixelImage: Sendable, Equatable {
  public var width: Int, height: Int
  public var rgb: [UInt8]
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(rgb.count == 3 * width * height)
    (self.width, self.height, self.rgb) = (width, height, rgb)
  }
}

/// Measures text, so that layout can be computed without drawing.
public protocol TextMeasurer: Sendable {
  /// The ink-and-advance box of a text in CSS pixels: width of the advance, ascent and descent of the line.
  func measure(_ string: String, _ style: TextStyle) -> TextExtent
}

/// The extent of a line of text.
public struct TextExtent: Sendable, Equatable {
  public var width: Double, ascent: Double, descent: Double
  public init(width: Double, ascent: Double, descent: Double) {
    (self.width, self.ascent, self.descent) = (width, ascent, descent)
  }
}

/// A figure: a value that can lay itself out.
public protocol Figure: Sendable {
  /// Lays the figure out in a display list.
  func displayList(measuring measurer: any TextMeasurer) -> DisplayList
}
