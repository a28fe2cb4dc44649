/// The names of lines at their right ends, in a column beside the plot.
struct EndLabels {
  private struct Line {
    let points: [Point]
    let block: TextBlock
    let color: Color
    let isCut: Bool
  }

  /// A name and where it stands.
  struct Placed {
    let block: TextBlock
    let box: Rect
    let color: Color
    /// Where its line ends.
    let end: Point
  }

  private let lines: [Line]
  private let size: Size
  /// The distance of names from the plot.
  private static let gap = 6.0

  init(chart: Chart, measurer: any TextMeasurer, isEmpty: Bool = false) {
    size = chart.size
    let most = min(chart.size.width * 0.28, 190)
    lines = chart.marks.compactMap { mark in
      guard !isEmpty, case .line(let line) = mark, !line.label.isEmpty else { return nil }
      let block = TextBlock(line.label, width: most, limit: 3, measurer: measurer)
      let isWhole = block.lines.joined(separator: " ") == line.label
      return Line(points: line.points, block: block, color: line.color.forText, isCut: !isWhole)
    }
  }

  /// The room to the right of the plot that the names need.
  var room: Double {
    guard let widest = lines.map(\.block.width).max() else { return 0 }
    return widest + Self.gap + 5
  }

  /// Where what is seen of the lines ends.
  private func ends(_ plane: ChartPlane) -> [Point?] {
    lines.map { line in line.points.last { plane.place($0).map(plane.contains) ?? false }.flatMap(plane.place) }
  }

  /// Whether a line ends so far from the right that its name stands in the plot, beside its end.
  private static func isEarly(_ end: Point, _ plane: ChartPlane) -> Bool {
    end.x < plane.frame.maxX - 0.15 * plane.frame.width
  }

  /// The names at their places.
  func placed(_ plane: ChartPlane) -> [Placed] {
    let ends = ends(plane)
    let shown = lines.indices.filter { ends[$0].map { !Self.isEarly($0, plane) } ?? false }
    let wishes = shown.map { (middle: ends[$0]?.y ?? 0, height: lines[$0].block.height - 1) }
    let range = max(plane.frame.y - 8, 2)...max(min(plane.frame.maxY + 8, size.height - 2), plane.frame.y)
    let middles = LabelSpread.spread(wishes, within: range)
    return zip(shown, middles).compactMap { index, middle in
      guard let end = ends[index] else { return nil }
      let box = lines[index].block.box(
        at: Point(plane.frame.maxX + Self.gap, middle), anchor: .start, baseline: .middle)
      return Placed(block: lines[index].block, box: box, color: lines[index].color, end: end)
    }
  }

  /// Whether the names can stand at the ends: none is cut, each is near its line, and the lines do not cross so
  /// often that nobody could follow them.
  func fit(_ plane: ChartPlane) -> Bool {
    guard !lines.isEmpty else { return true }
    if lines.contains(where: \.isCut) || room > size.width * 0.4 { return false }
    // Lines of which nothing is seen in the plot have a name all the same.
    let ends = ends(plane).compactMap { $0 }
    guard ends.count == lines.count, ends.count(where: { Self.isEarly($0, plane) }) <= 1 else { return false }
    for label in placed(plane) {
      if abs(label.box.center.y - label.end.y) > label.block.lineHeight * 1.6 { return false }
      if label.box.y < 0 || label.box.maxY > size.height { return false }
    }
    return crossings(plane) <= 2 * lines.count
  }

  /// How often two of the lines change sides, looked at in some columns.
  private func crossings(_ plane: ChartPlane) -> Int {
    let columns = 64
    let heights = lines.map { line -> [Double?] in
      var heights = [Double?](repeating: nil, count: columns)
      for point in line.points {
        guard !plane.isOnLane(point), let at = plane.place(point), plane.contains(at) else { continue }
        let column = Int((at.x - plane.frame.x) / plane.frame.width * Double(columns))
        heights[max(0, min(columns - 1, column))] = at.y
      }
      return heights
    }
    var count = 0
    for first in heights.indices {
      for second in heights.indices where second > first {
        var side = 0
        for (a, b) in zip(heights[first], heights[second]) {
          guard let a, let b, abs(a - b) > 2 else { continue }
          let own = a < b ? -1 : 1
          if side != 0, own != side { count += 1 }
          side = own
        }
      }
    }
    return count
  }
}
