import Foundation
import Tensors

/// A data set from the user's CSV file: one column to predict, the others numbers.
enum CSVDataset {
  static func read(file: String, name: String? = nil, label: String, isRegression: Bool) throws(NetworkError) -> Dataset {
    let table = try CSVTable(file: file, name: name)
    guard let column = table.header.firstIndex(of: label) else {
      let hint = suggestion(for: label, among: table.header).map { "; did you mean '\($0)'?" } ?? ""
      let known = table.header.prefix(12).joined(separator: ", ")
      throw .data(
        file: table.name, line: 1, column: 0, message: "expected a column '\(label)', found \(known)\(hint)")
    }
    guard table.header.count >= 2 else {
      throw .data(file: table.name, line: 1, column: 0, message: "expected a column beside '\(label)'")
    }
    guard table.rows.count >= 2 else {
      throw .data(
        file: table.name, line: 0, column: 0, message: "expected at least 2 records, found \(table.rows.count)")
    }
    let features = table.header.indices.filter { $0 != column }
    var elements: [Double] = []
    elements.reserveCapacity(table.rows.count * features.count)
    for row in table.rows {
      for place in features { elements.append(try number(row[place], column: table.header[place], table)) }
    }
    let targets: Targets<Double>
    var classNames: [String] = []
    if isRegression {
      var values: [Double] = []
      for row in table.rows { values.append(try number(row[column], column: label, table)) }
      targets = .values(Tensor(shape: [values.count, 1], elements: values))
    } else {
      (targets, classNames) = try classes(table, column)
    }
    return Dataset(
      name: URL(fileURLWithPath: table.name).deletingPathExtension().lastPathComponent,
      inputs: Tensor(shape: [table.rows.count, features.count], elements: elements), targets: targets,
      featureNames: features.map { table.header[$0] }, classNames: classNames,
      source: URL(fileURLWithPath: table.name).lastPathComponent)
  }

  private static func classes(_ table: CSVTable, _ column: Int) throws(NetworkError) -> (Targets<Double>, [String]) {
    var names: [String] = []
    var places: [String: Int] = [:]
    var labels: [Int] = []
    for row in table.rows {
      let text = row[column].text
      guard !text.trimmingCharacters(in: .whitespaces).isEmpty else {
        throw .data(
          file: table.name, line: row[column].line, column: row[column].column,
          message: "the value of '\(table.header[column])' is missing")
      }
      if places[text] == nil {
        places[text] = names.count
        names.append(text)
      }
      labels.append(places[text] ?? 0)
    }
    guard names.count >= 2 else {
      throw .data(
        file: table.name, line: 0, column: 0,
        message: "expected at least 2 classes in '\(table.header[column])', found only '\(names.first ?? "")'")
    }
    guard names.count <= 1000 else {
      throw .data(
        file: table.name, line: 0, column: 0,
        message: "expected at most 1000 classes in '\(table.header[column])', found \(names.count); "
          + "a numeric label is predicted with the loss squared-error")
    }
    return (.classes(labels), names)
  }

  private static func number(_ field: CSVTable.Field, column: String, _ table: CSVTable) throws(NetworkError) -> Double {
    let text = field.text.trimmingCharacters(in: .whitespaces)
    guard !text.isEmpty else {
      throw .data(file: table.name, line: field.line, column: field.column, message: "the value of '\(column)' is missing")
    }
    // Only decimal numbers: Swift would also read hexadecimal ones, nan and inf.
    let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else {
      throw .data(
        file: table.name, line: field.line, column: field.column,
        message: "expected a finite number in '\(column)', found '\(text.prefix(40))'")
    }
    return number
  }
}
