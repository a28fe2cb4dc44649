import CPangoCairo
import Foundation

/// Pixels to PNG: a palette where 256 colours are enough or nearly so, else RGB.
enum PNGEncoder {
  /// Pixels as Cairo keeps them: 32 bits each, of which the lower 24 are the colour.
  struct Pixels {
    let start: UnsafePointer<UInt8>
    let stride: Int
    let width: Int
    let height: Int

    func row(_ y: Int) -> UnsafePointer<UInt32> {
      UnsafeRawPointer(start + y * stride).assumingMemoryBound(to: UInt32.self)
    }

    /// Whether a row is the same as the one above.
    func repeats(_ y: Int) -> Bool { y > 0 && memcmp(row(y), row(y - 1), 4 * width) == 0 }
  }

  /// The file.
  ///
  /// - Parameter named: the colours that the figure asks for, which stay as they are. All others are mixtures at the
  ///   edges of letters and lines: they may be rounded to some levels each of red, green and blue.
  static func encode(
    _ pixels: Pixels, named: Set<Color>, pixelsPerMetre: Int
  ) throws(PlottingError) -> [UInt8] {
    for levels in [256, 32, 16] {
      if let indexed = ColorIndex(pixels, named: named, levels: levels) {
        return try encode(indexed.indices, pixels, palette: indexed.palette, pixelsPerMetre)
      }
    }
    return try encode(rgb(pixels), pixels, palette: [], pixelsPerMetre)
  }

  private static func encode(
    _ bytes: [UInt8], _ pixels: Pixels, palette: [UInt8], _ pixelsPerMetre: Int
  ) throws(PlottingError) -> [UInt8] {
    var file = gradus_bytes()
    defer { free(file.data) }
    let isDone = gradus_png_encode(
      bytes, Int32(pixels.width), Int32(pixels.height), palette, Int32(palette.count / 3), Int32(pixelsPerMetre), &file)
    guard isDone == 1, let start = file.data else { throw PlottingError("the PNG encoder failed") }
    return Array(UnsafeBufferPointer(start: start, count: file.count))
  }

  private static func rgb(_ pixels: Pixels) -> [UInt8] {
    let width = pixels.width
    return [UInt8](unsafeUninitializedCapacity: 3 * width * pixels.height) { bytes, count in
      for y in 0..<pixels.height {
        let row = pixels.row(y)
        for x in 0..<width {
          let place = 3 * (y * width + x)
          bytes[place] = UInt8(row[x] >> 16 & 255)
          bytes[place + 1] = UInt8(row[x] >> 8 & 255)
          bytes[place + 2] = UInt8(row[x] & 255)
        }
      }
      count = 3 * width * pixels.height
    }
  }
}

/// Pixels as indices into a palette, in the order in which its colours first appear.
struct ColorIndex {
  private(set) var indices: [UInt8] = []
  private(set) var palette: [UInt8] = []

  /// `nil` where there are more than 256 colours.
  ///
  /// - Parameter levels: how many values of red, green and blue are left of colours that nobody named.
  init?(_ pixels: PNGEncoder.Pixels, named: Set<Color>, levels: Int) {
    // The many colours of an image leave no room for the edges of what is drawn over it.
    guard levels == 256 || named.count <= 128 else { return nil }
    var table = ColorTable(rounding: levels)
    for color in named { table.keep(UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)) }
    var isIndexed = true
    let width = pixels.width
    indices = [UInt8](unsafeUninitializedCapacity: width * pixels.height) { indices, count in
      count = width * pixels.height
      for y in 0..<pixels.height {
        let target = y * width
        if pixels.repeats(y) {
          for x in 0..<width { indices[target + x] = indices[target + x - width] }
          continue
        }
        let row = pixels.row(y)
        var last = UInt32.max
        var index: UInt8 = 0
        for x in 0..<width {
          let color = row[x] & 0xFF_FFFF
          if color != last {
            guard let found = table.index(of: color) else {
              isIndexed = false
              count = 0
              return
            }
            (last, index) = (color, found)
          }
          indices[target + x] = index
        }
      }
    }
    guard isIndexed else { return nil }
    palette = table.palette
  }
}

/// From colours to places in a palette; open addressing, since a dictionary would cost more than the encoder.
private struct ColorTable {
  private static let size = 8192
  private(set) var palette: [UInt8] = []
  private let rounding: Int
  private var keys = [UInt32](repeating: .max, count: ColorTable.size)
  private var values = [Int16](repeating: -1, count: ColorTable.size)
  private var count = 0

  init(rounding: Int) { self.rounding = rounding }

  private func slot(_ color: UInt32) -> Int {
    var slot = Int((color &* 0x9E37_79B1) >> 19)
    while keys[slot] != color, keys[slot] != .max { slot = (slot + 1) & (Self.size - 1) }
    return slot
  }

  /// Keeps a colour as it is, should it be asked for.
  mutating func keep(_ color: UInt32) { keys[slot(color)] = color }

  /// The place of a colour, or of the one that it is rounded to; `nil` where the palette is full.
  mutating func index(of color: UInt32) -> UInt8? {
    let own = slot(color)
    if keys[own] == color {
      if values[own] < 0 { values[own] = add(color) ?? -1 }
      return values[own] < 0 ? nil : UInt8(values[own])
    }
    // A table that is nearly full would be searched from end to end.
    guard count < Self.size / 2 else { return nil }
    count += 1
    let rounded = rounded(color)
    keys[own] = color
    if rounded == color {
      values[own] = add(color) ?? -1
    } else {
      values[own] = index(of: rounded).map(Int16.init) ?? -1
    }
    return values[own] < 0 ? nil : UInt8(values[own])
  }

  private mutating func add(_ color: UInt32) -> Int16? {
    guard palette.count < 3 * 256 else { return nil }
    palette += [UInt8(color >> 16 & 255), UInt8(color >> 8 & 255), UInt8(color & 255)]
    return Int16(palette.count / 3 - 1)
  }

  private func rounded(_ color: UInt32) -> UInt32 {
    guard rounding < 256 else { return color }
    let steps = UInt32(rounding - 1)
    func part(_ shift: UInt32) -> UInt32 {
      let level = (((color >> shift) & 255) * steps + 127) / 255
      return ((level * 255 + steps / 2) / steps) << shift
    }
    return part(16) | part(8) | part(0)
  }
}
