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
    if let index = ColorIndex(pixels) {
      for levels in [256, 32, 16, 12, 10] {
        guard let palette = PNGPalette(index.colors, named: named, levels: levels) else { continue }
        let bytes = palette.bytes(of: index, pixels)
        return try encode(bytes, pixels, palette: palette.rgb, pixelsPerMetre)
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
