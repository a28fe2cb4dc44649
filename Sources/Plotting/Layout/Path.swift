/// A path of straight lines, curves and circles.
public struct Path: Sendable, Equatable {
  /// A step of a path.
  public enum Element: Sendable, Equatable {
    /// Begins a new piece at a point.
    case move(Point)
    /// A straight line to a point.
    case line(Point)
    /// A cubic curve: two control points and the end.
    case curve(Point, Point, Point)
    /// Back to where the piece began.
    case close
    /// A whole circle.
    case circle(center: Point, radius: Double)
    /// A whole rectangle.
    case rect(Rect)
  }

  /// The steps in order.
  public var elements: [Element]

  /// A path.
  public init(_ elements: [Element] = []) { self.elements = elements }

  /// Straight lines through points.
  public init(points: some Sequence<Point>, isClosed: Bool = false) {
    elements = points.enumerated().map { $0 == 0 ? .move($1) : .line($1) }
    if isClosed, !elements.isEmpty { elements.append(.close) }
  }

  /// One straight line.
  init(from start: Point, to end: Point) { elements = [.move(start), .line(end)] }
}

/// How a path is stroked.
public struct Stroke: Sendable, Equatable {
  /// The colour.
  public var color: Color
  /// The width in CSS pixels.
  public var width: Double
  /// Lengths of dashes and gaps; empty: solid.
  public var dash: [Double]

  /// A stroke.
  public init(_ color: Color, width: Double = 1, dash: [Double] = []) {
    (self.color, self.width, self.dash) = (color, width, dash)
  }
}

/// RGB pixels, three bytes each, row by row from the top.
public struct PixelImage: Sendable, Equatable {
  /// Pixels in a row.
  public var width: Int
  /// The number of rows.
  public var height: Int
  /// Red, green, blue of each pixel.
  public var rgb: [UInt8]

  /// An image of `3 · width · height` bytes.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(rgb.count == 3 * width * height, "an image of \(width) × \(height) pixels has 3 bytes a pixel")
    (self.width, self.height, self.rgb) = (width, height, rgb)
  }

  /// An image whose colours are asked for pixel by pixel: column, row from the top.
  public init(width: Int, height: Int, color: (Int, Int) -> Color) {
    (self.width, self.height) = (max(width, 0), max(height, 0))
    rgb = []
    rgb.reserveCapacity(3 * self.width * self.height)
    for row in 0..<self.height {
      for column in 0..<self.width {
        let own = color(column, row)
        rgb.append(own.red)
        rgb.append(own.green)
        rgb.append(own.blue)
      }
    }
  }
}

/// A colour without transparency, so that contrast can be computed.
public struct Color: Sendable, Hashable {
  /// #1A1A1A.
  public static let text = Color(hex: 0x1A1A1A)

  /// 0…255.
  public var red: UInt8
  /// 0…255.
  public var green: UInt8
  /// 0…255.
  public var blue: UInt8

  /// A colour of its three parts.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

  /// A colour as in `0x0072B2`.
  public init(hex: UInt32) {
    self.init(UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8), UInt8(truncatingIfNeeded: hex))
  }
}
