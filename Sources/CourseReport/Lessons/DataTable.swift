/// The numbers behind a figure: written as `data/NAME.csv` and shown as a table on the page.
public struct DataTable: Sendable, Equatable {
  /// One column.
  public struct Column: Sendable, Equatable {
    /// The name in the CSV file, in kebab-case: `relative-error`.
    public var name: String
    /// The heading on the page; `nil`: the lesson's text `column.NAME`.
    public var title: LocalizedText?
    /// How numbers are printed on the page; the CSV file always has all digits.
    public var style: NumberStyle

    /// Describes a column.
    public init(_ name: String, title: LocalizedText? = nil, style: NumberStyle = .trimmed(4)) {
      self.name = name
      self.title = title
      self.style = style
    }
  }

  /// One field.
  public enum Cell: Sendable, Equatable {
    /// A number.
    case number(Double)
    /// A whole number.
    case integer(Int)
    /// Text of our own, the same in both languages.
    case text(String)
    /// Text from outside.
    case user(String)
    /// Text of our own, in both languages; the CSV file has the English one.
    case localized(LocalizedText)
    /// Nothing.
    case empty
  }

  /// The columns, from left to right. The first one heads its row where `hasRowHeaders`.
  public var columns: [Column]
  /// The rows; each has as many fields as there are columns.
  public private(set) var rows: [[Cell]]
  /// Whether the first field of a row says what the row is about.
  public var hasRowHeaders: Bool

  /// A table; every row must have as many fields as there are columns.
  public init(_ columns: [Column], rows: [[Cell]] = [], hasRowHeaders: Bool = false) {
    self.columns = columns
    self.rows = []
    self.hasRowHeaders = hasRowHeaders
    for row in rows { add(row) }
  }

  /// A table of numbers.
  public init(_ columns: [Column], numbers: [[Double]], hasRowHeaders: Bool = false) {
    self.init(columns, rows: numbers.map { $0.map { .number($0) } }, hasRowHeaders: hasRowHeaders)
  }

  /// A table of equally long columns of numbers.
  public static func columns(_ columns: [(Column, [Double])]) -> DataTable {
    let count = columns.map(\.1.count).max() ?? 0
    return DataTable(
      columns.map(\.0),
      rows: (0..<count).map { row in columns.map { row < $0.1.count ? .number($0.1[row]) : .empty } })
  }

  /// Appends a row.
  public mutating func add(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(row.count) fields under \(columns.count) columns")
    rows.append(row)
  }
}

extension DataTable.Cell: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// Text of our own.
  public init(stringLiteral value: String) { self = .text(value) }
}
