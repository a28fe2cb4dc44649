/// Where data are drawn, in coarse cells: labels look for places with little ink.
struct InkMap {
  private static let cell = 4.0

  let frame: Rect
  private let columns: Int
  private let rows: Int
  private var ink: [Int32]
  /// Sums of all cells above and to the left; made when first asked for.
  private var sums: [Int32]?

  init(frame: Rect) {
    self.frame = frame
    columns = max(1, Int((frame.width / Self.cell).rounded(.up)))
    rows = max(1, Int((frame.height / Self.cell).rounded(.up)))
    ink = [Int32](repeating: 0, count: columns * rows)
  }

  private func column(_ x: Double) -> Int {
    Int(max(-1, min(Double(columns), ((x - frame.x) / Self.cell).rounded(.down))))
  }
  private func row(_ y: Double) -> Int { Int(max(-1, min(Double(rows), ((y - frame.y) / Self.cell).rounded(.down)))) }

  /// Marks a place.
  mutating func add(_ p: Point) {
    let (c, r) = (column(p.x), row(p.y))
    guard c >= 0, r >= 0, c < columns, r < rows else { return }
    ink[r * columns + c] = 1
    sums = nil
  }

  /// Marks a line.
  mutating func add(from start: Point, to end: Point) {
    let steps = max(1, min(4000, Int((start.distance(to: end) / (Self.cell * 0.5)).rounded(.up))))
    for step in 0...steps {
      let t = Double(step) / Double(steps)
      add(Point(start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * t))
    }
  }

  /// Marks an area.
  mutating func add(_ rect: Rect) {
    let (left, right) = (max(column(rect.x), 0), min(column(rect.maxX), columns - 1))
    let (top, bottom) = (max(row(rect.y), 0), min(row(rect.maxY), rows - 1))
    guard left <= right, top <= bottom else { return }
    for r in top...bottom { for c in left...right { ink[r * columns + c] = 1 } }
    sums = nil
  }

  /// How much of a rectangle is inked, 0…1; what lies outside of the frame counts as free.
  mutating func share(of rect: Rect) -> Double {
    let sums = self.sums ?? makeSums()
    self.sums = sums
    let (left, right) = (max(column(rect.x), 0), min(column(rect.maxX), columns - 1))
    let (top, bottom) = (max(row(rect.y), 0), min(row(rect.maxY), rows - 1))
    guard left <= right, top <= bottom else { return 0 }
    let width = columns + 1
    let count =
      sums[(bottom + 1) * width + right + 1] - sums[top * width + right + 1] - sums[(bottom + 1) * width + left]
      + sums[top * width + left]
    let cells = max(1, (rect.width / Self.cell).rounded(.up) * (rect.height / Self.cell).rounded(.up))
    return min(1, Double(count) / cells)
  }

  private func makeSums() -> [Int32] {
    let width = columns + 1
    var sums = [Int32](repeating: 0, count: width * (rows + 1))
    for r in 0..<rows {
      var line: Int32 = 0
      for c in 0..<columns {
        line += ink[r * columns + c]
        sums[(r + 1) * width + c + 1] = sums[r * width + c + 1] + line
      }
    }
    return sums
  }
}
