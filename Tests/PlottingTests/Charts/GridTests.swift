import Testing

@testable import Plotting

/// Keys and bars that several parts share, and where names of lines stand.
struct GridTests {
  private let typesetter = Typesetter()
  private static let xs = (0...20).map(Double.init)
  private static let lines: [Mark] = [
    .line(LineMark(x: xs, y: xs, label: "training")),
    .line(LineMark(x: xs, y: xs.map { 20 - $0 }, color: .vermilion, label: "validation")),
  ]

  @Test func `a grid names the lines of all its parts once`() {
    let part = Chart(title: "", x: Axis("x"), y: Axis("y"), marks: Self.lines.map(\.unnamed))
    let grid = ChartGrid(title: "t", parts: [part, part, part], columns: 3, keys: Self.lines, size: Size(760, 300))
    let list = grid.displayList(measuring: typesetter)
    #expect(LayoutAudit.problems(in: list, measuring: typesetter) == [])
    for name in ["training", "validation"] { #expect(list.texts.filter { $0.string == name }.count == 1) }
    #expect(list.texts.filter { $0.string == "training" }.allSatisfy { $0.at.y < 60 })
  }

  @Test func `maps share a bar, which stands beside them with what it measures above`() throws {
    let map = HeatMap(title: "m", rows: [[0, 1], [2, 3]], range: 0...3, hasColorBar: false)
    let bar = ColorBar(range: 0...3, label: "counts")
    let list = ChartGrid(title: "t", parts: [map, map], columns: 2, colorBar: bar, size: Size(760, 300))
      .displayList(measuring: typesetter)
    #expect(LayoutAudit.problems(in: list, measuring: typesetter) == [])
    let label = try #require(list.texts.first { $0.string == "counts" })
    let numbers = list.texts.filter { Double($0.string) != nil }
    #expect(numbers.count >= 3 && numbers.allSatisfy { $0.at.x > 700 && $0.at.y > label.at.y })
  }

  @Test func `a map alone has what it measures right above its bar`() throws {
    let map = HeatMap(title: "m", rows: [[0, 1], [2, 3]], unit: "∂p/∂z", size: Size(370, 280))
    let list = map.displayList(measuring: typesetter)
    let label = try #require(list.texts.first { $0.string == "∂p/∂z" })
    let number = try #require(list.texts.first { Double($0.string) == 3 })
    #expect(abs(label.at.x - number.at.x) < 40 && number.at.y - label.at.y < 24)
  }

  @Test func `a line that ends early has its name beside its end, the others at the right`() throws {
    var marks = Self.lines
    marks.append(.line(LineMark(x: [0, 1, 2, 3], y: [0, 5, 9, 16], color: .green, label: "run away")))
    let chart = Chart(title: "", x: Axis("x"), y: Axis("y"), marks: marks)
    let texts = chart.displayList(measuring: typesetter).texts
    let early = try #require(texts.first { $0.string == "run away" })
    let late = try #require(texts.first { $0.string == "training" })
    #expect(early.at.x < 250 && late.at.x > 600)
  }

  @Test(arguments: PointMark.Shape.allCases) func `the key of points shows their shape`(shape: PointMark.Shape) {
    let chart = Chart(
      title: "", x: Axis("x"), y: Axis("y"),
      marks: [.points(PointMark([Point(0, 0), Point(1, 1)], color: .pink, shape: shape, label: "points"))],
      hasLegend: true)
    var drawn = 0
    for case .path(_, let fill, let stroke) in chart.displayList(measuring: typesetter).commands
    where fill == .pink || stroke?.color == .pink { drawn += 1 }
    // Two points and the key.
    #expect(drawn == 3)
  }

  @Test func `values stand above the nodes of a network and gradients below, nearer to their own than to the next`()
    throws
  {
    let column = NetworkDiagram.Column(
      ["a", "b", "c", "d", "e"], values: ["1", "2", "3", "4", "5"], gradients: ["−1", "−2", "−3", "−4", "−5"])
    let list = NetworkDiagram(title: "t", columns: [column], weights: [], size: Size(760, 480))
      .displayList(measuring: typesetter)
    func place(_ text: String) throws -> Double { try #require(list.texts.first { $0.string == text }).at.y }
    for (index, node) in column.nodes.enumerated() {
      let (above, own, below) = (try place(column.values[index]), try place(node), try place(column.gradients[index]))
      #expect(above < own && own < below)
      if index > 0 { #expect(try above - place(column.gradients[index - 1]) > 20) }
    }
  }
}
