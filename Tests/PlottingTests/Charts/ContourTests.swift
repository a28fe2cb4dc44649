import Testing

@testable import Plotting

/// Lines of equal value, and the images of a grid.
struct ContourTests {
  /// The points of a level's lines in the grid's own coordinates.
  private func lines(_ grid: ScalarGrid, _ level: Double) -> [[Point]] {
    MarchingSquares.lines(grid, level: level).map { line in
      line.map { share in
        Point(
          grid.x.lowerBound + share.x * (grid.x.upperBound - grid.x.lowerBound),
          grid.y.lowerBound + share.y * (grid.y.upperBound - grid.y.lowerBound))
      }
    }
  }

  @Test(arguments: [0.3, 0.9, 1.7])
  func `a circle is one closed line at its radius`(radius: Double) throws {
    let grid = ScalarGrid(x: -2...2, y: -2...2, columns: 81, rows: 81) { $0 * $0 + $1 * $1 }
    let found = lines(grid, radius * radius)
    #expect(found.count == 1)
    let line = try #require(found.first)
    #expect(line.first == line.last && line.count > 20)
    for point in line { #expect(abs((point.x * point.x + point.y * point.y).squareRoot() - radius) < 2e-3) }
  }

  @Test(arguments: [-1.3, 0.0, 2.2])
  func `a plane has straight lines from border to border, exactly`(level: Double) throws {
    let grid = ScalarGrid(x: -2...2, y: -3...3, columns: 17, rows: 23) { 2 * $0 - $1 }
    let found = lines(grid, level)
    #expect(found.count == 1)
    let line = try #require(found.first)
    for point in line { #expect(abs(2 * point.x - point.y - level) < 1e-12) }
    for end in [line[0], line[line.count - 1]] { #expect(abs(end.x) == 2 || abs(end.y) == 3) }
  }

  @Test func `at a saddle lines part and do not cross`() {
    let grid = ScalarGrid(x: -1...1, y: -1...1, columns: 20, rows: 20) { $0 * $1 }
    let found = lines(grid, 0.05)
    #expect(found.count == 2)
    for line in found {
      #expect(line.allSatisfy { $0.x > 0 && $0.y > 0 } || line.allSatisfy { $0.x < 0 && $0.y < 0 })
    }
  }

  @Test func `cells without a number have no line, other cells have theirs`() {
    let grid = ScalarGrid(x: 0...1, y: 0...1, columns: 11, rows: 11) { x, y in y > 0.75 ? .nan : x }
    let points = lines(grid, 0.45).flatMap { $0 }
    #expect(!points.isEmpty && points.allSatisfy { $0.y <= 0.75 && abs($0.x - 0.45) < 1e-12 })
  }

  @Test(arguments: [-0.1, 1.1, Double.nan, .infinity])
  func `a level that is not reached has no line`(level: Double) {
    #expect(MarchingSquares.lines(ScalarGrid(x: 0...1, y: 0...1) { x, _ in x }, level: level).isEmpty)
  }

  @Test func `between grid points a bilinear function is exact, the first pixel is the upper left one`() {
    let grid = ScalarGrid(x: 0...4, y: 0...2, columns: 5, rows: 4) { 3 * $0 - 5 * $1 + $0 * $1 }
    let values = grid.sampled(width: 8, height: 6)
    for row in 0..<6 {
      for column in 0..<8 {
        let (x, y) = (4 * (Double(column) + 0.5) / 8, 2 * (1 - (Double(row) + 0.5) / 6))
        #expect(abs(values[row * 8 + column] - (3 * x - 5 * y + x * y)) < 1e-12)
      }
    }
  }

  @Test func `bands have one colour between two levels, paler below`() {
    let image = ScalarGrid(x: 0...1, y: 0...1) { x, _ in x }.bands([0.25, 0.75], width: 40, height: 2, strength: 1)
    let row = (0..<40).map { Color(image.rgb[3 * $0], image.rgb[3 * $0 + 1], image.rgb[3 * $0 + 2]) }
    #expect(row[0] == .white && Set(row).count == 3)
    #expect(Set(row[0..<10]).count == 1 && Set(row[10..<30]).count == 1 && Set(row[30..<40]).count == 1)
    #expect(row[0].luminance > row[20].luminance && row[20].luminance > row[39].luminance)
  }

  @Test func `a bar has the colours of the image that it explains`() {
    let levels = [0.25, 0.75]
    let grid = ScalarGrid(x: 0...1, y: 0...1) { x, _ in x }
    let image = grid.bands(levels, width: 40, height: 1, strength: 0.5)
    let bar = ColorBar(range: 0...1, strength: 0.5, levels: levels)
    for column in 0..<40 {
      let color = Color(image.rgb[3 * column], image.rgb[3 * column + 1], image.rgb[3 * column + 2])
      #expect(bar.color((Double(column) + 0.5) / 40) == color)
    }
  }
}
