import Foundation

/// The one colour of the page that a configuration may choose: links, the current page, the focus ring.
public struct AccentColor: Sendable, Hashable {
  /// 0xRRGGBB on the light ground.
  public let light: UInt32
  /// 0xRRGGBB on the dark ground: the same hue, lightened as far as reading needs it.
  public let dark: UInt32

  /// The grounds of the style sheet.
  static let lightGround: UInt32 = 0xFFFFFF
  static let darkGround: UInt32 = 0x111418

  /// The contrast that text needs (WCAG 2, level AA).
  public static let sufficientContrast = 4.5

  /// The colour of the built-in course.
  public static let standard = AccentColor(light: 0x0072B2)

  /// A colour for the light ground; the dark one follows from it.
  public init(light: UInt32) {
    self.light = light
    var share = 0.0
    var candidate = light
    while Self.contrast(candidate, Self.darkGround) < Self.sufficientContrast + 0.5, share < 1 {
      share += 0.05
      candidate = Self.mix(light, 0xFFFFFF, share)
    }
    dark = candidate
  }

  /// Reads `#RRGGBB`; `nil` for anything else.
  public init?(text: String) {
    guard text.utf8.count == 7, text.hasPrefix("#"), let value = UInt32(text.dropFirst(), radix: 16) else {
      return nil
    }
    self.init(light: value)
  }

  /// The contrast with the light ground.
  public var lightContrast: Double { Self.contrast(light, Self.lightGround) }

  /// `#rrggbb`.
  static func text(_ color: UInt32) -> String {
    let digits = String(color, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The contrast ratio of two colours as WCAG 2 defines it, 1…21.
  static func contrast(_ a: UInt32, _ b: UInt32) -> Double {
    let (first, second) = (luminance(a), luminance(b))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private static func luminance(_ color: UInt32) -> Double {
    func linear(_ byte: UInt32) -> Double {
      let share = Double(byte & 0xFF) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color)
  }

  private static func mix(_ a: UInt32, _ b: UInt32, _ share: Double) -> UInt32 {
    func channel(_ shift: UInt32) -> UInt32 {
      let (x, y) = (Double(a >> shift & 0xFF), Double(b >> shift & 0xFF))
      return UInt32((x + (y - x) * share).rounded()) << shift
    }
    return channel(16) | channel(8) | channel(0)
  }
}
