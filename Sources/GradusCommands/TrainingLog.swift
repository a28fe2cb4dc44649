import CheckCommand
import Foundation
import Networks

/// A training log: columns of numbers against the first one.
struct TrainingLog {
  /// A column.
  struct Column {
    var name: String
    /// NaN where the field is empty.
    var values: [Double]
  }

  /// What the log is called.
  let name: String
  /// What is across.
  let x: Column
  /// The lines, in the order of the file.
  let lines: [Column]
  /// What of the file is not shown.
  let note: String?

  /// More lines than this nobody can tell apart.
  static let mostLines = 12

  /// Reads a file.
  ///
  /// - Throws: `NetworkError` for what is no table, `CommandFailure` where there is nothing to draw.
  init(file: String) throws { try self.init(try Self.table(file)) }

  /// The table of a file. Where the first line has no comma but tabs or semicolons, those part the columns; a comma
  /// is then a decimal comma.
  private static func table(_ file: String) throws -> CSVTable {
    let head = FileHandle(forReadingAtPath: file).flatMap { try? $0.read(upToCount: 1 << 16) }
    let first = head.map { String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self) } ?? ""
    guard !first.contains(","), let separator = ["\t", ";"].first(where: { first.contains($0) }),
      let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8)
    else { return try CSVTable(file: file, repeatedNames: .numbered) }
    return try CSVTable(
      text: text.replacing(",", with: ".").replacing(separator, with: ","), name: file, repeatedNames: .numbered)
  }

  init(_ table: CSVTable) throws {
    name = table.name
    var columns = table.header.indices.map { Self.column($0, of: table) }
    let rowNumbers = Column(name: "row", values: table.rows.indices.map { Double($0 + 1) })
    // A first column of text (a time of day) or a column alone is drawn against the rows.
    let isAlone = columns.count == 1
    x = isAlone ? rowNumbers : columns.removeFirst() ?? rowNumbers
    let numbers = columns.compactMap(\.self).filter { $0.values.contains(where: \.isFinite) }
    guard !numbers.isEmpty else {
      throw CommandFailure(.content, "\(table.name): expected a column of numbers to draw, found none")
    }
    lines = Array(numbers.prefix(Self.mostLines))
    // Names such as 0.5 are a row of numbers.
    let isNameless = table.header.allSatisfy { Double($0) != nil }
    note =
      isNameless
      ? "\(table.name): the first line holds numbers alone, and was taken for the names of the columns"
      : numbers.count > Self.mostLines
        ? "\(table.name): the first \(Self.mostLines) of \(numbers.count) columns of numbers are drawn" : nil
  }

  private static let missing: Set<String> = ["", "na", "n/a", "nan", "none", "null", "-"]

  /// A column as numbers; `nil` where it holds other text.
  private static func column(_ place: Int, of table: CSVTable) -> Column? {
    var values: [Double] = []
    values.reserveCapacity(table.rows.count)
    for row in table.rows {
      if let number = Double(row[place].text) {
        values.append(number)
        continue
      }
      let text = trimmed(row[place].text)
      if let number = Double(text) {
        values.append(number)
      } else if missing.contains(text.lowercased()) {
        values.append(.nan)
      } else {
        return nil
      }
    }
    return Column(name: table.header[place], values: values)
  }

  private static func trimmed(_ text: String) -> Substring {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
