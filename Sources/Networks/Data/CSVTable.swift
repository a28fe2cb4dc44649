import Foundation

/// A table of text fields read from comma-separated values (RFC 4180): quotes, CRLF or LF, a byte order mark.
///
/// The reader is Gradus' own: every message must name the line and column of the field, which readers that
/// return dictionaries of values, such as SwiftCSV's, no longer know. Names of columns are trimmed of spaces, and
/// one without a name is called by its number. Empty lines are skipped.
public struct CSVTable: Sendable {
  /// One field with where it starts.
  public struct Field: Sendable, Equatable {
    /// The text, without quotes.
    public let text: String
    private let place: (line: UInt32, column: UInt32)

    init(_ text: String, line: Int, column: Int) {
      self.text = text
      place = (UInt32(clamping: line), UInt32(clamping: column))
    }

    /// The line, from 1.
    public var line: Int { Int(place.line) }

    /// The column in characters (Unicode scalars), from 1.
    public var column: Int { Int(place.column) }

    /// Whether text and place are equal.
    public static func == (a: Field, b: Field) -> Bool { a.text == b.text && a.place == b.place }
  }

  /// What messages call the file.
  public let name: String
  /// The names of the columns.
  public let header: [String]
  /// The records, each as long as the header.
  public let rows: [[Field]]

  /// What is made of columns with one name.
  public enum RepeatedNames: Sendable {
    /// An error: nobody could tell which is meant.
    case refused
    /// The second `loss` is called `loss (2)`, and so on.
    case numbered
  }

  /// At most so many columns; more is a mistake (a file that is not a table).
  public static let maximumColumns = 10_000

  /// Reads a file.
  ///
  /// - Throws: `NetworkError.unreadable`, or `NetworkError.data` with line and column.
  public init(
    file: String, name: String? = nil, repeatedNames: RepeatedNames = .refused
  ) throws(NetworkError) {
    let told = name ?? file
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw .unreadable(file: told, message: "there is no such file")
    }
    guard !isDirectory.boolValue else {
      throw .unreadable(file: told, message: "expected a file, found a directory")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw .unreadable(file: told, message: "the file cannot be read")
    }
    try self.init(bytes: Array(data), name: told, repeatedNames: repeatedNames)
  }

  /// Reads text.
  ///
  /// - Throws: `NetworkError.data` with line and column.
  public init(text: String, name: String, repeatedNames: RepeatedNames = .refused) throws(NetworkError) {
    try self.init(bytes: Array(text.utf8), name: name, repeatedNames: repeatedNames)
  }

  init(bytes: [UInt8], name: String, repeatedNames: RepeatedNames = .refused) throws(NetworkError) {
    self.name = name
    var reader = try CSVReader(bytes: bytes, name: name)
    guard let first = try reader.next() else {
      throw .data(
        file: name, line: 0, column: 0, message: "expected a header and records, found an empty file")
    }
    guard first.count <= Self.maximumColumns else {
      throw .data(
        file: name, line: first[0].line, column: 0,
        message: "expected at most \(Self.maximumColumns) columns, found \(first.count)")
    }
    header = try Self.names(first, file: name, repeatedNames)
    var rows: [[Field]] = []
    while let record = try reader.next() {
      guard record.count == first.count else {
        throw .data(
          file: name, line: record[0].line, column: 0,
          message: "expected \(first.count) fields as in the header, found \(record.count)")
      }
      rows.append(record)
    }
    self.rows = rows
  }

  private static func names(
    _ fields: [Field], file: String, _ repeated: RepeatedNames
  ) throws(NetworkError) -> [String] {
    var names: [String] = []
    var places: [String: Field] = [:]
    for (index, field) in fields.enumerated() {
      let trimmed = field.text.trimmingCharacters(in: .whitespacesAndNewlines)
      var name = trimmed.isEmpty ? "column \(index + 1)" : trimmed
      if let earlier = places[name] {
        guard repeated == .numbered else {
          throw .data(
            file: file, line: field.line, column: field.column,
            message: "the column '\(name)' is there twice, first at \(earlier.line):\(earlier.column)")
        }
        let plain = name
        var count = 2
        while places[name] != nil {
          name = "\(plain) (\(count))"
          count += 1
        }
      }
      places[name] = field
      names.append(name)
    }
    return names
  }
}
