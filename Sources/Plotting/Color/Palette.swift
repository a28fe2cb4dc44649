import Foundation

extension Color {
  /// #0072B2, the accent and the first series.
  public static let blue = Color(hex: 0x0072B2)
  /// #D55E00, gradients and the second series.
  public static let vermilion = Color(hex: 0xD55E00)
  /// #009E73, values and the third series.
  public static let green = Color(hex: 0x009E73)
  /// #CC79A7, the fourth series.
  public static let pink = Color(hex: 0xCC79A7)
  /// #767676, frames and ticks.
  public static let frame = Color(hex: 0x767676)
  /// #595959, text that stands back.
  public static let muted = Color(hex: 0x595959)
  /// #E6E6E6, grid lines.
  public static let grid = Color(hex: 0xE6E6E6)
  /// White.
  public static let white = Color(255, 255, 255)

  /// The colours of series in order; shape and dash tell them apart as well.
  public static let series: [Color] = [
    .blue, .vermilion, .green, .pink, .frame, Color(hex: 0x6A3D9A), Color(hex: 0x8C510A),
  ]

  /// The relative luminance of WCAG 2.
  public var luminance: Double {
    func linear(_ byte: UInt8) -> Double {
      let share = Double(byte) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast of two colours by WCAG 2, 1…21.
  public func contrast(with other: Color) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// A mixture: 0 is this colour, 1 the other.
  public func mixed(with other: Color, _ share: Double) -> Color {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(max(0, min(255, (Double(a) + (Double(b) - Double(a)) * max(0, min(1, share))).rounded())))
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// The colour, darkened until text in it can be read on white (4.5 : 1).
  public var forText: Color {
    var color = self
    var share = 0.0
    while color.contrast(with: .white) < 4.5, share < 1 {
      share += 0.02
      color = mixed(with: Color(0, 0, 0), share)
    }
    return color
  }
}

/// Maps from numbers to colours.
public enum ColorMap: String, Sendable {
  /// White to dark blue, evenly in lightness.
  case sequential
  /// Vermilion, white, blue, about zero.
  case diverging

  /// The colour of a share: 0…1, for `diverging` −1…1.
  public func color(_ share: Double) -> Color {
    guard !share.isNaN else { return Color(hex: 0xD0D0D0) }
    switch self {
    case .sequential:
      let stops = [0xFFFFFF, 0xD6E6F4, 0xA3C9E4, 0x5FA2CE, 0x2878B0, 0x08407A].map { Color(hex: UInt32($0)) }
      let place = max(0, min(1, share)) * Double(stops.count - 1)
      let index = min(Int(place), stops.count - 2)
      return stops[index].mixed(with: stops[index + 1], place - Double(index))
    case .diverging:
      let side = Color.white.mixed(with: share < 0 ? Color(hex: 0xC24E00) : Color(hex: 0x005F96), abs(share))
      return side
    }
  }
}
