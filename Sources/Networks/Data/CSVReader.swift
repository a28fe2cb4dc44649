/// Reads record after record of comma-separated values and keeps count of lines and columns.
struct CSVReader {
  private let name: String
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var column = 1

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")

  /// Starts at the first byte after a byte order mark.
  ///
  /// - Throws: `NetworkError.data` at the first byte that is not UTF-8.
  init(bytes: [UInt8], name: String) throws(NetworkError) {
    self.name = name
    self.bytes = bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .data(file: name, line: 1, column: 1, message: "expected text in UTF-8, found UTF-16")
    }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Self.encodingError(bytes, name) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// The fields of the next line that is not empty, or `nil` at the end.
  mutating func next() throws(NetworkError) -> [CSVTable.Field]? {
    while place < bytes.count {
      if endLine() { continue }
      var fields = [try field()]
      while place < bytes.count, bytes[place] == Self.comma {
        advance()
        fields.append(try field())
      }
      _ = endLine()
      return fields
    }
    return nil
  }

  private mutating func field() throws(NetworkError) -> CSVTable.Field {
    guard place < bytes.count, bytes[place] == Self.quote else {
      let start = (place: place, line: line, column: column)
      while place < bytes.count, !isEnd(bytes[place]) { advance() }
      return field(bytes[start.place..<place], start.line, start.column)
    }
    return try quotedField()
  }

  private mutating func quotedField() throws(NetworkError) -> CSVTable.Field {
    let start = (line: line, column: column)
    var text: [UInt8] = []
    advance()
    while true {
      guard place < bytes.count else {
        throw .data(file: name, line: start.line, column: start.column, message: "the quote is never closed")
      }
      if bytes[place] == Self.quote {
        advance()
        // Two quotes stand for one.
        guard place < bytes.count, bytes[place] == Self.quote else { break }
      }
      text.append(bytes[place])
      advance()
    }
    guard place >= bytes.count || isEnd(bytes[place]) else {
      throw .data(file: name, line: line, column: column, message: "expected a comma after the closing quote")
    }
    return field(text[...], start.line, start.column)
  }

  private func field(_ text: ArraySlice<UInt8>, _ line: Int, _ column: Int) -> CSVTable.Field {
    CSVTable.Field(String(decoding: text, as: UTF8.self), line: line, column: column)
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == Self.comma || byte == Self.carriageReturn || byte == Self.lineFeed
  }

  /// Goes past the end of a line, if that is what comes next.
  private mutating func endLine() -> Bool {
    guard place < bytes.count, bytes[place] == Self.carriageReturn || bytes[place] == Self.lineFeed else {
      return false
    }
    let isPair = bytes[place] == Self.carriageReturn && place + 1 < bytes.count && bytes[place + 1] == Self.lineFeed
    if isPair { place += 1 }
    // A line may end with a carriage return alone, too.
    if bytes[place] == Self.carriageReturn { line += 1 }
    advance()
    column = 1
    return true
  }

  private mutating func advance() {
    if bytes[place] == Self.lineFeed {
      line += 1
      column = 1
    } else if bytes[place] & 0xC0 != 0x80 {
      // Bytes that go on with a character do not count.
      column += 1
    }
    place += 1
  }

  private static func encodingError(_ bytes: [UInt8], _ name: String) -> NetworkError {
    var (line, column) = (1, 1)
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return .data(
      file: name, line: line, column: column, message: "expected text in UTF-8, found other bytes")
  }
}
