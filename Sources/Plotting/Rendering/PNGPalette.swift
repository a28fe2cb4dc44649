import Foundation

/// The colours of a picture in the order in which they first appear, and which of them each pixel has.
struct ColorIndex {
  /// Up to `most` colours, 8 bits of red, green and blue each.
  private(set) var colors: [UInt32] = []
  /// The place of each pixel's colour; rows that repeat the one above are left out, all zeros.
  private(set) var places: [UInt16] = []

  /// Beyond so many colours a picture is a photograph, and no palette does it justice.
  private static let most = 16384
  private static let slots = 4 * most

  /// `nil` where there are too many colours.
  init?(_ pixels: PNGEncoder.Pixels) {
    // Open addressing: a dictionary would cost more than the encoder.
    var keys = [UInt32](repeating: .max, count: Self.slots)
    var values = [UInt16](repeating: 0, count: Self.slots)
    var colors: [UInt32] = []
    let (width, height) = (pixels.width, pixels.height)
    places = [UInt16](unsafeUninitializedCapacity: width * height) { places, count in
      places.initialize(repeating: 0)
      count = width * height
      for y in 0..<height where !pixels.repeats(y) {
        let row = pixels.row(y)
        let target = y * width
        var last = UInt32.max
        var place: UInt16 = 0
        for x in 0..<width {
          let color = row[x] & 0xFF_FFFF
          if color != last {
            last = color
            var slot = Int((color &* 0x9E37_79B1) >> 16)
            while keys[slot] != color, keys[slot] != .max { slot = (slot + 1) & (Self.slots - 1) }
            if keys[slot] == .max {
              guard colors.count < Self.most else { return }
              keys[slot] = color
              values[slot] = UInt16(colors.count)
              colors.append(color)
            }
            place = values[slot]
          }
          places[target + x] = place
        }
      }
    }
    guard colors.count < Self.most else { return nil }
    self.colors = colors
  }
}

/// At most 256 colours for the colours of a picture.
struct PNGPalette {
  /// Red, green and blue of each.
  private(set) var rgb: [UInt8] = []
  /// Which of them stands for each colour of the picture.
  private var entries: [UInt8] = []

  /// `nil` where 256 are not enough.
  ///
  /// - Parameters:
  ///   - named: colours that stay as they are.
  ///   - levels: how many values of red, green and blue are left of all others.
  init?(_ colors: [UInt32], named: Set<Color>, levels: Int) {
    let kept = Set(named.map { UInt32($0.red) << 16 | UInt32($0.green) << 8 | UInt32($0.blue) })
    var places: [UInt32: UInt8] = [:]
    entries.reserveCapacity(colors.count)
    for color in colors {
      let own = kept.contains(color) ? color : Self.rounded(color, levels)
      if let place = places[own] {
        entries.append(place)
        continue
      }
      guard places.count < 256 else { return nil }
      let place = UInt8(places.count)
      places[own] = place
      entries.append(place)
      rgb += [UInt8((own >> 16) & 255), UInt8((own >> 8) & 255), UInt8(own & 255)]
    }
  }

  private static func rounded(_ color: UInt32, _ levels: Int) -> UInt32 {
    guard levels < 256 else { return color }
    let steps = UInt32(levels - 1)
    func part(_ shift: UInt32) -> UInt32 {
      let level = (((color >> shift) & 255) * steps + 127) / 255
      return ((level * 255 + steps / 2) / steps) << shift
    }
    return part(16) | part(8) | part(0)
  }

  /// One byte a pixel.
  func bytes(of index: ColorIndex, _ pixels: PNGEncoder.Pixels) -> [UInt8] {
    let (width, height) = (pixels.width, pixels.height)
    return [UInt8](unsafeUninitializedCapacity: width * height) { bytes, count in
      guard let start = bytes.baseAddress else { return }
      index.places.withUnsafeBufferPointer { places in
        entries.withUnsafeBufferPointer { entries in
          for y in 0..<height {
            let target = y * width
            if pixels.repeats(y) {
              (start + target).initialize(from: start + target - width, count: width)
            } else {
              for x in target..<(target + width) { bytes[x] = entries[Int(places[x])] }
            }
          }
        }
      }
      count = width * height
    }
  }
}
