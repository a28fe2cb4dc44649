import Testing

@testable import Plotting

/// What only a look at pictures of other data showed: labels that were missing, or said what cannot be.
struct ReadableAxisTests {
  private let typesetter = Typesetter()

  private func numbers(_ figure: some SizedFigure) -> [Double] {
    figure.displayList(measuring: typesetter).texts.compactMap { Double($0.string) }
  }

  @Test(arguments: [[0.0, 1], [1], [0, 1, 2, 3], [0, 2000]])
  func `an axis of whole numbers has no fractions`(epochs: [Double]) {
    let chart = Chart(
      title: "", x: Axis("", isWhole: true), y: Axis("", range: 0...1, tickCount: 2),
      marks: [.line(LineMark(x: epochs, y: epochs.map { _ in 0.5 }))])
    let texts = chart.displayList(measuring: typesetter).texts.filter { $0.at.y > 380 }.compactMap {
      Double($0.string)
    }
    #expect(!texts.isEmpty && texts.allSatisfy { $0 == $0.rounded() }, "\(texts)")
  }

  @Test(arguments: [(0.51, 1.65), (0.85, 2.5), (6e-4, 2.1e-3)])
  func `a short logarithmic axis is labelled over most of its length`(low: Double, high: Double) throws {
    let chart = Chart(
      title: "", x: Axis("", categories: ["a", "b"]), y: Axis("", .logarithmic),
      marks: [.points(PointMark([Point(0, low), Point(1, high)]))])
    let places = chart.displayList(measuring: typesetter).texts.filter { $0.at.x < 100 && $0.at.y < 390 }.map(\.at.y)
    #expect(places.count >= 3)
    #expect(try #require(places.max()) - #require(places.min()) > 200, "\(places)")
  }

  @Test func `every column of a map has its name, however long it is`() {
    let names = ["setosa of the north", "versicolor", "a name nobody would give", "virginica", "x"]
    let rows = names.indices.map { row in names.indices.map { Double($0 == row ? 9 : 0) } }
    let map = HeatMap(
      title: "m", rows: rows, rowNames: names, columnNames: names, rowLabel: "truth", columnLabel: "prediction",
      size: Size(460, 360))
    let list = map.displayList(measuring: typesetter)
    #expect(LayoutAudit.problems(in: list, measuring: typesetter) == [])
    #expect(list.texts.filter { $0.rotation == 45 }.count == names.count)
  }

  @Test(arguments: [1.45, 3.85e30, 0.07, 8]) func `a short bar of colours has more than one number`(most: Double) {
    let map = HeatMap(title: "", rows: [[-most, most]], map: .diverging, size: Size(300, 100))
    let texts = map.displayList(measuring: typesetter).texts.map(\.string).filter { $0.contains { $0.isNumber } }
    #expect(texts.count > 1, "\(texts)")
  }

  @Test func `a bar of counts has no fractions`() {
    let map = HeatMap(title: "", rows: [[2, 0], [0, 2]], range: 0...2, isWhole: true)
    #expect(Set(numbers(map)) == [0, 1, 2])
  }

  @Test func `networks that share their strongest weight draw equal weights equally`() {
    func widths(_ output: Double) -> [Double] {
      let network = NetworkDiagram(
        title: "", columns: [.init(["a"]), .init(["b"]), .init(["c"])], weights: [[[0.5]], [[output]]], strongest: 2)
      return network.displayList(measuring: typesetter).commands.compactMap { command in
        if case .path(_, nil, let stroke) = command { stroke?.width } else { nil }
      }
    }
    #expect(widths(2).first == widths(-0.1).first)
    #expect(widths(2).last != widths(-0.1).last)
  }

  @Test func `a backslash is not left to Korean fonts, which draw a Won sign`() {
    #expect("\\²₁√".unicodeScalars.allSatisfy(Typesetter.isScript))
    #expect(!"a₩/".unicodeScalars.contains(where: { $0 != "₁" && Typesetter.isScript($0) }))
  }

  @Test func `the values of points side by side stand each over its own`() {
    let xs = [0.66, 0.86, 0.94]
    let chart = Chart(
      title: "", x: Axis("", range: 0...1), y: Axis("", range: 0...1.1),
      marks: [.points(PointMark(xs.map { Point($0, 1) }, radius: 5, valueLabels: ["n = 1", "n = 8", "n = 46"]))],
      size: Size(460, 400))
    let list = chart.displayList(measuring: typesetter)
    let places = ["n = 1", "n = 8", "n = 46"].compactMap { text in list.texts.first { $0.string == text } }
    var dots: [Double] = []
    for case .path(let path, _, _) in list.commands {
      if case .circle(let center, _)? = path.elements.first { dots.append(center.x) }
    }
    #expect(places.count == 3 && dots.count == 3)
    for (index, run) in places.enumerated() {
      let box = TextBox(run: run, extent: typesetter.measure(run.string, run.style)).bounds
      let nearest = dots.indices.min { abs(dots[$0] - box.center.x) < abs(dots[$1] - box.center.x) }
      #expect(nearest == index, "\(run.string) at \(box.center.x), points at \(dots)")
    }
  }
}
