import Foundation
import GradientChecking

/// One message of the protocol: a JSON header and the numbers that belong to it.
///
/// On the wire: the four bytes `GRD1`, the header's length (4 bytes, little-endian), the body's length (8 bytes,
/// little-endian), the header in UTF-8, the body.
struct Frame: Equatable {
  static let magic: [UInt8] = Array("GRD1".utf8)
  static let prefixLength = 16
  /// No header is larger.
  static let maximumHeader = 16 << 20
  /// No body is larger.
  static let maximumBody = 1 << 30

  var header: Data
  var body: Data

  /// The bytes on the wire.
  var bytes: Data { Self.bytes(header: header, body: [body]) }

  /// The bytes on the wire of a body in parts, copied once.
  static func bytes(header: Data, body: [Data]) -> Data {
    let count = body.reduce(0) { $0 + $1.count }
    var data = Data(capacity: prefixLength + header.count + count)
    data.append(contentsOf: magic)
    data.append(littleEndian: UInt32(header.count))
    data.append(littleEndian: UInt64(count))
    data.append(header)
    for part in body { data.append(part) }
    return data
  }

  /// Takes the first frame off the bytes that were received; `nil` while it is not whole.
  ///
  /// - Throws: `SubjectError` as soon as the bytes cannot become a frame.
  static func take(from received: inout Data) throws(SubjectError) -> Frame? {
    let start = received.startIndex
    guard mayBegin(received) else {
      throw SubjectError(
        type: "protocol",
        message: "the worker wrote something else than a reply to its standard output: \(excerpt(received))")
    }
    guard received.count >= prefixLength else { return nil }
    let headerLength = Int(received.littleEndian(UInt32.self, at: start + 4))
    let rawBody = received.littleEndian(UInt64.self, at: start + 8)
    guard headerLength <= maximumHeader, rawBody <= UInt64(maximumBody) else {
      throw SubjectError(
        type: "protocol", message: "the worker announces a reply of \(rawBody) bytes, expected at most \(maximumBody)")
    }
    let end = prefixLength + headerLength + Int(rawBody)
    guard received.count >= end else { return nil }
    let headerStart = start + prefixLength
    let frame = Frame(
      header: Data(received[headerStart..<(headerStart + headerLength)]),
      body: Data(received[(headerStart + headerLength)..<(start + end)]))
    received = Data(received[(start + end)...])
    return frame
  }

  /// Whether bytes are the beginning of a frame.
  static func mayBegin(_ received: Data) -> Bool {
    let seen = received.prefix(magic.count)
    return seen.elementsEqual(magic.prefix(seen.count))
  }

  static func excerpt(_ data: Data) -> String {
    let text = String(decoding: data.prefix(80), as: UTF8.self)
    let visible = text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : String($0) }.joined()
    return "'\(visible)'"
  }
}

extension Data {
  mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  mutating func append(numbers: [Double]) {
    #if _endian(little)
      numbers.withUnsafeBytes { append(contentsOf: $0) }
    #else
      for number in numbers { append(littleEndian: number.bitPattern) }
    #endif
  }

  func littleEndian<Value: FixedWidthInteger>(_ type: Value.Type, at index: Int) -> Value {
    var value = Value.zero
    for place in (0..<MemoryLayout<Value>.size).reversed() { value = value << 8 | Value(self[index + place]) }
    return value
  }

  /// The numbers that the bytes hold, 8 bytes each.
  var numbers: [Double] {
    let count = self.count / 8
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      // The bytes are copied: they need not be aligned.
      _ = copyBytes(to: UnsafeMutableRawBufferPointer(buffer), count: count * 8)
      #if !_endian(little)
        for place in 0..<count { buffer[place] = Double(bitPattern: UInt64(littleEndian: buffer[place].bitPattern)) }
      #endif
      initialized = count
    }
  }
}
