/// Comma-separated values as RFC 4180 has them: CRLF, quotes where needed, nothing that a spreadsheet runs.
public struct CSVText: Sendable, Equatable {
  /// The text so far.
  public private(set) var text = ""
  private let width: Int

  /// Starts a table with its header.
  public init(header: [String]) {
    width = header.count
    add(header.map { .text($0) })
  }

  /// One field.
  public enum Field: Sendable, Equatable {
    /// Text from anywhere.
    case text(String)
    /// A number; empty where it is not finite.
    case number(Double)
    /// A whole number.
    case integer(Int)
    /// Nothing.
    case empty
  }

  /// Appends a record, which must have as many fields as the header.
  public mutating func add(_ fields: [Field]) {
    precondition(fields.count == width, "a record of \(fields.count) fields under a header of \(width)")
    text += fields.map(Self.field).joined(separator: ",") + "\r\n"
  }

  private static func field(_ field: Field) -> String {
    switch field {
    case .empty: return ""
    case .integer(let integer): return String(integer)
    case .number(let number): return MachineNumber.text(number) ?? ""
    case .text(let text):
      var safe = VisibleText.withoutControls(text, keepingLineBreaks: true)
      if let first = safe.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { safe = "'" + safe }
      let needsQuotes = safe.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
      guard needsQuotes else { return safe }
      // By scalars: a quote with a combining mark is one character to Swift, and a quote all the same.
      var quoted = "\""
      for scalar in safe.unicodeScalars {
        if scalar == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(scalar)
      }
      return quoted + "\""
    }
  }
}
