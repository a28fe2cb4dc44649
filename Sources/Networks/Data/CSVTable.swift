import Foundation

/// A table of text fields read from comma-separated values (RFC 4180): quotes, CRLF or LF, a byte order mark.
///
/// Written here because every message must name line and column of the field, which a record reader that
/// returns dictionaries cannot tell.
public struct CSVTable: Sendable {
  /// One field with where it starts.
  public struct Field: Sendable {
    /// The text.
    public let text: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int
  }

  /// What messages call the file.
  public let name: String
  /// The names of the columns.
  public let header: [String]
  /// The records, each as long as the header.
  public let rows: [[Field]]

  /// At most so many columns; more is a mistake (a file that is not a table).
  public static let maximumColumns = 10_000

  /// Reads a file.
  ///
  /// - Throws: `NetworkError.data` with line and column.
  public init(file: String, name: String? = nil) throws(NetworkError) {
    let told = name ?? file
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw .data(file: told, line: 0, column: 0, message: "there is no such file")
    }
    guard !isDirectory.boolValue else {
      throw .data(file: told, line: 0, column: 0, message: "expected a file, found a directory")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw .data(file: told, line: 0, column: 0, message: "the file cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .data(file: told, line: 0, column: 0, message: "expected text in UTF-8")
    }
    try self.init(text: text, name: told)
  }

  /// Reads text.
  public init(text: String, name: String) throws(NetworkError) {
    self.name = name
    var reader = CSVReader(text: text, name: name)
    var records: [[Field]] = []
    var width = 0
    while let record = try reader.next() {
      if record.count == 1, record[0].text.isEmpty { continue }
      if records.isEmpty {
        width = record.count
        guard width <= Self.maximumColumns else {
          throw .data(
            file: name, line: 1, column: 0, message: "expected at most \(Self.maximumColumns) columns, found \(width)")
        }
      }
      guard record.count == width else {
        throw .data(
          file: name, line: record[0].line, column: 0,
          message: "expected \(width) fields as in the header, found \(record.count)")
      }
      records.append(record)
    }
    guard let first = records.first else {
      throw .data(file: name, line: 0, column: 0, message: "expected a header and records, found an empty file")
    }
    header = first.map(\.text)
    var seen: Set<String> = []
    for field in first where !seen.insert(field.text).inserted {
      throw .data(file: name, line: field.line, column: field.column, message: "the column '\(field.text)' is there twice")
    }
    rows = Array(records.dropFirst())
  }
}

private struct CSVReader {
  let name: String
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var column = 1

  init(text: String, name: String) {
    self.name = name
    let all = Array(text.utf8)
    bytes = all.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(all.dropFirst(3)) : all
  }

  private mutating func advance() {
    if bytes[place] == 0x0A {
      line += 1
      column = 1
    } else if bytes[place] & 0xC0 != 0x80 {
      column += 1
    }
    place += 1
  }

  mutating func next() throws(NetworkError) -> [CSVTable.Field]? {
    guard place < bytes.count else { return nil }
    var fields: [CSVTable.Field] = []
    while true {
      fields.append(try field())
      guard place < bytes.count else { return fields }
      if bytes[place] == 0x2C {
        advance()
        continue
      }
      if bytes[place] == 0x0D { advance() }
      if place < bytes.count, bytes[place] == 0x0A { advance() }
      return fields
    }
  }

  private mutating func field() throws(NetworkError) -> CSVTable.Field {
    let (startLine, startColumn) = (line, column)
    var text: [UInt8] = []
    if place < bytes.count, bytes[place] == 0x22 {
      advance()
      while true {
        guard place < bytes.count else {
          throw .data(file: name, line: startLine, column: startColumn, message: "the quote is never closed")
        }
        if bytes[place] == 0x22 {
          advance()
          guard place < bytes.count, bytes[place] == 0x22 else { break }
        }
        text.append(bytes[place])
        advance()
      }
      if place < bytes.count, ![0x2C, 0x0D, 0x0A].contains(bytes[place]) {
        throw .data(file: name, line: line, column: column, message: "expected a comma after the closing quote")
      }
    } else {
      while place < bytes.count, ![0x2C, 0x0D, 0x0A].contains(bytes[place]) {
        text.append(bytes[place])
        advance()
      }
    }
    return CSVTable.Field(text: String(decoding: text, as: UTF8.self), line: startLine, column: startColumn)
  }
}
