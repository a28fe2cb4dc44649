import Foundation
import Tensors

/// A data set from the user's CSV file: one column to predict, the others numbers.
enum CSVDataset {
  /// A label of more classes than this is no label.
  private static let mostClasses = 1000

  /// Reads a file.
  ///
  /// - Parameter isRegression: whether a numeric label is a number to predict. A label that is mostly text gives
  ///   classes all the same.
  static func read(
    file: String, name: String? = nil, label: String, isRegression: Bool
  ) throws(NetworkError) -> Dataset {
    let table = try CSVTable(file: file, name: name)
    let column = try self.column(label, of: table)
    guard table.header.count >= 2 else {
      throw fault(table, "expected a column beside '\(label)'", line: 1)
    }
    guard table.rows.count >= 2 else {
      throw fault(table, "expected at least 2 records, found \(table.rows.count)")
    }
    let features = table.header.indices.filter { $0 != column }
    var elements: [Double] = []
    elements.reserveCapacity(table.rows.count * features.count)
    for row in table.rows {
      for place in features { elements.append(try number(row[place], of: table.header[place], table)) }
    }
    let targets: Targets<Double>
    var classNames: [String] = []
    if isRegression, isMostlyNumeric(table, column) {
      var values: [Double] = []
      for row in table.rows { values.append(try number(row[column], of: label, table)) }
      targets = .values(Tensor(shape: [values.count, 1], elements: values))
    } else {
      (targets, classNames) = try classes(table, column)
    }
    let url = URL(fileURLWithPath: table.name)
    return Dataset(
      name: url.deletingPathExtension().lastPathComponent,
      inputs: Tensor(shape: [table.rows.count, features.count], elements: elements), targets: targets,
      featureNames: features.map { table.header[$0] }, classNames: classNames, targetName: label,
      source: url.lastPathComponent)
  }

  private static func column(_ label: String, of table: CSVTable) throws(NetworkError) -> Int {
    if let column = table.header.firstIndex(of: label) { return column }
    var message = "expected a column '\(label)', found " + table.header.prefix(12).joined(separator: ", ")
    if table.header.count > 12 { message += " and \(table.header.count - 12) more" }
    if let near = suggestion(for: label, among: table.header) {
      message += "; did you mean '\(near)'?"
    } else if table.header.count == 1, let other = table.header[0].first(where: { ";\t|".contains($0) }) {
      message += "; fields are separated by commas, not by '\(other == "\t" ? "tab" : String(other))'"
    }
    throw fault(table, message, line: 1)
  }

  private static func isMostlyNumeric(_ table: CSVTable, _ column: Int) -> Bool {
    2 * table.rows.count { decimal($0[column].text) != nil } >= table.rows.count
  }

  private static func classes(
    _ table: CSVTable, _ column: Int
  ) throws(NetworkError) -> (Targets<Double>, names: [String]) {
    let label = table.header[column]
    var names: [String] = []
    var numbers: [String: Int] = [:]
    var labels: [Int] = []
    for row in table.rows {
      let text = row[column].text.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !text.isEmpty else { throw missing(row[column], label, table) }
      let number = numbers[text] ?? names.count
      if number == names.count {
        numbers[text] = number
        names.append(text)
      }
      labels.append(number)
    }
    guard names.count >= 2 else {
      throw fault(table, "expected at least 2 classes in '\(label)', found only '\(names.first ?? "")'")
    }
    guard names.count <= mostClasses else {
      throw fault(
        table,
        "expected at most \(mostClasses) classes in '\(label)', found \(names.count); "
          + "a number is predicted with the loss squared-error")
    }
    return (.classes(labels), names)
  }

  private static func number(
    _ field: CSVTable.Field, of name: String, _ table: CSVTable
  ) throws(NetworkError) -> Double {
    if let number = decimal(field.text) { return number }
    let text = field.text.trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty || ["na", "n/a", "null", "?"].contains(text.lowercased()) {
      throw missing(field, name, table)
    }
    let shown = text.count > 40 ? text.prefix(40) + "…" : text
    throw .data(
      file: table.name, line: field.line, column: field.column,
      message: "expected a finite number in '\(name)', found '\(shown)'")
  }

  /// A finite decimal number; Swift would also read hexadecimal ones, nan and inf.
  private static func decimal(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || decimalSigns.contains($0) }
    let digits = isPlain ? text : text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard isPlain || digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || decimalSigns.contains($0) }),
      let number = Double(digits), number.isFinite
    else { return nil }
    return number
  }

  private static let decimalSigns = Array("+-.eE".utf8)

  private static func missing(_ field: CSVTable.Field, _ name: String, _ table: CSVTable) -> NetworkError {
    .data(
      file: table.name, line: field.line, column: field.column, message: "the value of '\(name)' is missing")
  }

  private static func fault(_ table: CSVTable, _ message: String, line: Int = 0) -> NetworkError {
    .data(file: table.name, line: line, column: 0, message: message)
  }
}
