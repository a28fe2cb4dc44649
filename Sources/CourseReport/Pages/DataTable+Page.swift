import Records

extension DataTable {
  /// More rows than this are thinned out evenly on a page; the CSV file has all.
  static let rowsOnPage = 60

  /// Which rows a page shows: all, or evenly spaced ones with the first and the last.
  var rowsShown: [Int] {
    guard rows.count > Self.rowsOnPage else { return Array(rows.indices) }
    return (0..<Self.rowsOnPage).map { $0 * (rows.count - 1) / (Self.rowsOnPage - 1) }
  }

  /// How numbers are printed.
  enum Notation {
    /// As in prose: −1.2×10⁻⁸.
    case prose
    /// As programs read them: -1.2e-8.
    case machine
  }

  /// What `partials/data` needs.
  ///
  /// - Throws: `ReportError` where a column has no title.
  func node(
    caption: String, label: String, notation: Notation, words: Words, shell: Words
  ) throws(ReportError) -> TemplateNode {
    // What heads a row stands at the left, and so does its title.
    let isNumber = columns.indices.map { column in
      !(hasRowHeaders && column == 0)
        && rows.contains {
          if case .number = $0[column] { true } else if case .integer = $0[column] { true } else { false }
        }
    }
    var titles: [TemplateValue] = []
    for (index, column) in columns.enumerated() {
      let title: String
      if let given = column.title {
        title = given[words.language]
      } else {
        title = try words.marked("column.\(column.name)")
      }
      titles.append(["title": .text(title), "isNumber": .flag(isNumber[index])])
    }
    let shown = rowsShown
    let styles = columns.indices.map { notation == .prose ? alignedStyle($0) : columns[$0].style }
    let body = shown.map { row in
      TemplateValue.record([
        "cells": .list(
          rows[row].enumerated().map { index, cell in
            [
              "content": content(cell, styles[index], notation, words.language),
              "isNumber": .flag(isNumber[index]), "isHeader": .flag(hasRowHeaders && index == 0),
            ]
          })
      ])
    }
    let isThinned = shown.count < rows.count
    let sentence =
      isThinned
      ? try shell.marked("thinned", ["shown": .integer(shown.count), "all": .integer(rows.count)]) : ""
    return .value(
      .record([
        "caption": .text(caption), "label": .text(HTMLEscaping.plain(label)), "columns": .list(titles),
        "rows": .list(body), "isThinned": .flag(isThinned), "thinnedSentence": .text(sentence),
      ]))
  }

  /// A style with the same number of digits after the point in every row, so that the points stand above each other;
  /// the column's own where a number is a power of ten or not finite.
  private func alignedStyle(_ column: Int) -> NumberStyle {
    let style = columns[column].style
    guard case .trimmed = style else { return style }
    var decimals = 0
    for row in rows {
      guard case .number(let number) = row[column] else { continue }
      let text = NumberText.text(number, style, in: .en)
      guard number.isFinite, !text.contains("×") else { return style }
      decimals = max(decimals, text.split(separator: ".").dropFirst().first?.count ?? 0)
    }
    return decimals > 0 ? .fixed(min(decimals, Self.mostDecimals)) : style
  }

  private static let mostDecimals = 5

  private func content(
    _ cell: Cell, _ style: NumberStyle, _ notation: Notation, _ language: Language
  ) -> TemplateValue {
    switch cell {
    case .number(let number):
      .text(
        notation == .prose
          ? NumberText.text(number, style, in: language) : NumberText.data(number, style, language))
    case .integer(let integer):
      .text(notation == .prose ? NumberText.grouped(Double(integer)) : String(integer))
    case .text(let text): .text(text)
    case .user(let text): .user(text)
    case .localized(let text): .localized(text)
    case .empty: .text("")
    }
  }

  /// The CSV file: all rows, all digits; a column in which a number is not finite has a column `NAME_status` beside it.
  func csv() -> CSVText {
    let hasStatus = columns.indices.map { column in
      rows.contains { if case .number(let number) = $0[column] { !number.isFinite } else { false } }
    }
    var text = CSVText(
      header: zip(columns, hasStatus).flatMap { $1 ? [$0.name, $0.name + "_status"] : [$0.name] })
    for row in rows {
      text.add(
        zip(row, hasStatus).flatMap { cell, hasStatus -> [CSVText.Field] in
          switch cell {
          case .number(let number):
            let field: CSVText.Field = number.isFinite ? .number(number) : .empty
            return hasStatus ? [field, .text(MachineNumber.status(of: number))] : [field]
          case .integer(let integer): return hasStatus ? [.integer(integer), .empty] : [.integer(integer)]
          case .text(let text), .user(let text): return hasStatus ? [.text(text), .empty] : [.text(text)]
          case .localized(let text): return hasStatus ? [.text(text.en), .empty] : [.text(text.en)]
          case .empty: return hasStatus ? [.empty, .empty] : [.empty]
          }
        })
    }
    return text
  }
}
