import CPangoCairo
import Foundation

/// Pixels to PNG: a palette where 256 colours are enough, else RGB.
enum PNGEncoder {
  static func encode(
    _ data: UnsafeMutablePointer<UInt8>, stride: Int, width: Int, height: Int, pixelsPerMetre: Int
  ) throws(PlottingError) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: width * height)
    var palette: [UInt8] = []
    var bytes = gradus_bytes()
    defer { free(bytes.data) }
    let isIndexed = index(data, stride, width, height, into: &pixels, &palette)
    if !isIndexed {
      palette = []
      pixels = [UInt8](repeating: 0, count: 3 * width * height)
      pixels.withUnsafeMutableBufferPointer { pixels in
        for y in 0..<height {
          let row = data + y * stride
          let target = y * width * 3
          for x in 0..<width {
            pixels[target + 3 * x] = row[4 * x + 2]
            pixels[target + 3 * x + 1] = row[4 * x + 1]
            pixels[target + 3 * x + 2] = row[4 * x]
          }
        }
      }
    }
    let isDone = gradus_png_encode(
      pixels, Int32(width), Int32(height), palette, Int32(palette.count / 3), Int32(pixelsPerMetre), &bytes)
    guard isDone == 1, let start = bytes.data else { throw PlottingError("the PNG encoder failed") }
    return Array(UnsafeBufferPointer(start: start, count: bytes.count))
  }

  /// Palette indices in the order in which colours first appear; `false` where there are more than 256.
  private static func index(
    _ data: UnsafeMutablePointer<UInt8>, _ stride: Int, _ width: Int, _ height: Int, into pixels: inout [UInt8],
    _ palette: inout [UInt8]
  ) -> Bool {
    // Open addressing: a dictionary would cost more than the encoder.
    var keys = [UInt32](repeating: .max, count: 1024)
    var values = [UInt8](repeating: 0, count: 1024)
    var count = 0
    var lastColor = UInt32.max
    var lastIndex: UInt8 = 0
    return pixels.withUnsafeMutableBufferPointer { pixels in
      for y in 0..<height {
        let row = UnsafeRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
        for x in 0..<width {
          let color = row[x] & 0xFF_FFFF
          if color != lastColor {
            var slot = Int((color &* 0x9E37_79B1) >> 22)
            while keys[slot] != color, keys[slot] != .max { slot = (slot + 1) & 1023 }
            if keys[slot] == .max {
              guard count < 256 else { return false }
              keys[slot] = color
              values[slot] = UInt8(count)
              palette += [UInt8(color >> 16 & 255), UInt8(color >> 8 & 255), UInt8(color & 255)]
              count += 1
            }
            lastColor = color
            lastIndex = values[slot]
          }
          pixels[y * width + x] = lastIndex
        }
      }
      return true
    }
  }
}
