/// A function of the plane, known on a grid: columns from left to right, rows from bottom to top.
public struct ScalarGrid: Sendable, Equatable {
  /// The x of the first and of the last column.
  public var x: ClosedRange<Double>
  /// The y of the first and of the last row.
  public var y: ClosedRange<Double>
  /// Values by row, the lowest row first.
  public var rows: [[Double]]

  /// A grid of known values; shorter rows are as if they ended in NaN.
  public init(x: ClosedRange<Double>, y: ClosedRange<Double>, rows: [[Double]]) {
    self.x = x
    self.y = y
    self.rows = rows
  }

  /// A grid of the values of a function.
  public init(
    x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int = 80, rows: Int = 80,
    value: (Double, Double) -> Double
  ) {
    let (columns, rowCount) = (max(columns, 2), max(rows, 2))
    self.x = x
    self.y = y
    self.rows = (0..<rowCount).map { row in
      let b = y.lowerBound + (y.upperBound - y.lowerBound) * Double(row) / Double(rowCount - 1)
      return (0..<columns).map { column in
        value(x.lowerBound + (x.upperBound - x.lowerBound) * Double(column) / Double(columns - 1), b)
      }
    }
  }

  /// The number of columns.
  public var columns: Int { rows.map(\.count).max() ?? 0 }

  /// The smallest and the largest finite value.
  public var range: ClosedRange<Double>? { AxisRange.of(rows.lazy.flatMap { $0 }) }

  /// The value at a column and row, NaN outside.
  subscript(_ column: Int, _ row: Int) -> Double {
    guard row >= 0, row < rows.count, column >= 0, column < rows[row].count else { return .nan }
    return rows[row][column]
  }

  /// The values between grid points at the middles of an image's pixels, row by row from the top.
  public func sampled(width: Int, height: Int) -> [Double] {
    let columns = columns
    guard columns > 0 else { return [Double](repeating: .nan, count: max(width * height, 0)) }
    var values: [Double] = []
    values.reserveCapacity(width * height)
    for row in 0..<height {
      let at = (1 - (Double(row) + 0.5) / Double(height)) * Double(rows.count - 1)
      let (low, share) = Self.split(at, rows.count)
      let line = (0..<columns).map { column in
        rows.count > 1 ? self[column, low] * (1 - share) + self[column, low + 1] * share : self[column, low]
      }
      for column in 0..<width {
        let (left, share) = Self.split((Double(column) + 0.5) / Double(width) * Double(columns - 1), columns)
        values.append(columns > 1 ? line[left] * (1 - share) + line[left + 1] * share : line[left])
      }
    }
    return values
  }

  /// The grid point before a place, and the share of the way to the next.
  private static func split(_ place: Double, _ count: Int) -> (index: Int, share: Double) {
    let index = min(max(Int(place), 0), max(count - 2, 0))
    return (index, place - Double(index))
  }

  /// The grid as an image over its own ranges, to be drawn with `Mark.image`.
  ///
  /// - Parameters:
  ///   - width: columns of the image.
  ///   - height: rows of the image.
  ///   - color: the colour of a value, NaN included.
  public func image(width: Int = 240, height: Int = 240, color: (Double) -> Color) -> PixelImage {
    let values = sampled(width: width, height: height)
    return PixelImage(width: width, height: height) { column, row in color(values[row * width + column]) }
  }

  /// The grid as an image of one colour between two neighbouring levels, from white (below the first) up to
  /// `strength` of the map's full colour (above the last).
  public func bands(_ levels: [Double], width: Int = 300, height: Int = 300, strength: Double = 0.6) -> PixelImage {
    let levels = levels.sorted()
    let colors = (0...levels.count).map {
      ColorMap.sequential.color(Double($0) / Double(max(levels.count, 1)) * strength)
    }
    return image(width: width, height: height) { value in
      value.isNaN ? ColorMap.sequential.color(.nan) : colors[levels.firstIndex { value < $0 } ?? levels.count]
    }
  }
}

/// Lines of equal value.
public struct ContourMark: Sendable, Equatable {
  /// The function.
  public var grid: ScalarGrid
  /// The values whose lines are drawn.
  public var levels: [Double]
  /// The texts of the lines, in the order of the levels; empty: none.
  public var labels: [String]
  /// The colour.
  public var color: Color
  /// The width in CSS pixels.
  public var width: Double

  /// Lines of equal value.
  public init(_ grid: ScalarGrid, levels: [Double], labels: [String] = [], color: Color = .frame, width: Double = 1) {
    self.grid = grid
    self.levels = levels
    self.labels = labels
    self.color = color
    self.width = width
  }
}
