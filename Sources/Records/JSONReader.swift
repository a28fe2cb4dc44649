/// Why a text is not JSON, and where.
public struct JSONReadingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column in bytes, from 1.
  public let column: Int
  /// What was expected.
  public let message: String

  /// `line:column: message`.
  public var description: String { "\(line):\(column): \(message)" }
}

/// Reads JSON (RFC 8259) strictly and exactly.
///
/// Foundation's reader rounds some numbers to a neighbour of the nearest `Double`, keeps the last of two equal keys,
/// and knows no lines; results of several machines are joined from such files, so every bit counts.
public struct JSONReader {
  /// Deeper nesting than this is refused.
  static let maximumDepth = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// Reads a whole text.
  ///
  /// - Throws: `JSONReadingError` with line and column: not JSON, a key there twice, a number beyond `Double`.
  public static func read(_ bytes: [UInt8]) throws(JSONReadingError) -> JSONValue {
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONReadingError> in
      var reader = JSONReader(bytes: buffer)
      do throws(JSONReadingError) {
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == buffer.count else { throw reader.error("expected the end") }
        return .success(value)
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func error(_ message: String, at place: Int? = nil) -> JSONReadingError {
    let before = bytes[..<min(place ?? position, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - ((before.lastIndex(of: 0x0A) ?? -1) + 1) + 1
    return JSONReadingError(line: line, column: column, message: message)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONReadingError) -> JSONValue {
    guard depth < Self.maximumDepth else { throw error("expected at most \(Self.maximumDepth) levels") }
    skipSpace()
    switch next ?? 0 {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      for (word, value) in [("null", JSONValue.null), ("true", .flag(true)), ("false", .flag(false))]
      where bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
      throw error("expected a value")
    }
  }

  private mutating func object(depth: Int) throws(JSONReadingError) -> JSONValue {
    position += 1
    var object = JSONValue.Object()
    var keys: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(object) }
    repeat {
      skipSpace()
      let place = position
      guard next == UInt8(ascii: "\"") else { throw error("expected a key") }
      let key = try text()
      guard keys.insert(key).inserted else { throw error("the key '\(key)' is there twice", at: place) }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("expected ':'") }
      object.add(key, try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("expected ',' or '}'") }
    return .object(object)
  }

  private mutating func list(depth: Int) throws(JSONReadingError) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .list(values) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("expected ',' or ']'") }
    return .list(values)
  }

  private mutating func number() throws(JSONReadingError) -> JSONValue {
    let start = position
    _ = take(UInt8(ascii: "-"))
    guard take(UInt8(ascii: "0")) || digits() else { throw error("expected a number", at: start) }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() else { throw error("expected a digit") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      guard digits() else { throw error("expected a digit") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw error("expected a number that fits in 64 bits, found \(text.prefix(40))", at: start)
    }
    return .number(number)
  }

  private mutating func digits() -> Bool {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }

  private mutating func text() throws(JSONReadingError) -> String {
    let start = position
    position += 1
    var output: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("expected no control character in a text") }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &output) } else { output.append(byte) }
    }
    guard take(UInt8(ascii: "\"")) else { throw error("the text is never closed", at: start) }
    guard let text = String(validating: output, as: UTF8.self) else { throw error("expected UTF-8", at: start) }
    return text
  }

  private mutating func escape(into output: inout [UInt8]) throws(JSONReadingError) {
    let place = position - 1
    guard let byte = next else { throw error("the text is never closed", at: place) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw error("expected the second half of a pair", at: place) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      // Half of a pair is no character.
      output += Array(String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    default: throw error("expected an escape that JSON has", at: place)
    }
  }

  private mutating func hexadecimal() throws(JSONReadingError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
    else { throw error("expected four hexadecimal digits") }
    position += 4
    return code
  }
}
