import Testing

@testable import Plotting

/// Charts of data that nobody wishes for: all must draw something right, or say why not.
struct HostileDataTests {
  private let typesetter = Typesetter()

  private func chart(
    _ marks: [Mark], _ kind: Scale.Kind = .linear, range: ClosedRange<Double>? = nil, size: Size = .full
  ) -> Chart {
    Chart(
      title: "Title", x: Axis("x"), y: Axis("y", kind, range: range), marks: marks, size: size,
      emptyText: "no finite data")
  }

  /// All coordinates of paths of a colour.
  private func points(_ list: DisplayList, _ color: Color) -> [[Point]] {
    list.commands.compactMap { command in
      guard case .path(let path, let fill, let stroke) = command, fill == color || stroke?.color == color else {
        return nil
      }
      return path.elements.flatMap { element -> [Point] in
        switch element {
        case .move(let p), .line(let p): [p]
        case .circle(let center, _): [center]
        case .rect(let r): [Point(r.x, r.y), Point(r.maxX, r.maxY)]
        case .curve(let a, let b, let c): [a, b, c]
        case .close: []
        }
      }
    }
  }

  @Test(arguments: [
    [], [Double.nan], [.infinity], [.nan, -.infinity, .infinity],
  ])
  func `without a finite number a chart says so`(values: [Double]) throws {
    let points = values.enumerated().map { Point(Double($0.offset), $0.element) }
    for mark in [Mark.line(LineMark(points)), .points(PointMark(points)), .trajectory(TrajectoryMark(points))] {
      let list = chart([mark]).displayList(measuring: typesetter)
      #expect(list.texts.map(\.string) == ["Title", "no finite data"])
      #expect(try !Renderer(typesetter: typesetter).png(list).isEmpty)
    }
  }

  @Test func `a line has a gap where a value is not a number`() {
    let line = LineMark(x: [0, 1, 2, 3, 4], y: [1, 2, .nan, 2, 1], color: .green)
    let pieces = points(chart([.line(line)]).displayList(measuring: typesetter), .green)
    #expect(pieces.map(\.count) == [2, 2])
    #expect(chart([.line(line)]).omissions.missing == 1)
  }

  @Test func `a point between two gaps is a dot`() {
    let line = LineMark(x: [0, 1, 2, 3, 4], y: [1, .nan, 2, .nan, 1], color: .green)
    #expect(points(chart([.line(line)]).displayList(measuring: typesetter), .green).map(\.count) == [1, 1, 1])
  }

  @Test func `infinite values stand at the edge that they leave by and are named`() throws {
    let line = LineMark(x: [0, 1, 2, 3], y: [1, .infinity, 2, -.infinity], color: .green)
    let list = chart([.line(line)]).displayList(measuring: typesetter)
    let heads = points(list, .green).filter { $0.count == 3 }
    #expect(heads.count == 2)
    let (up, down) = (try #require(heads.first), try #require(heads.last))
    #expect((up.map(\.y).max() ?? 0) < 60 && (down.map(\.y).min() ?? 0) > 340)
    #expect(list.texts.contains { $0.string == "∞" } && list.texts.contains { $0.string == "−∞" })
    #expect(chart([.line(line)]).omissions.infinite == 2)
  }

  @Test(arguments: [([0.0], "0"), ([0, -3], "≤ 0")])
  func `zeros on a logarithmic axis have a lane of their own`(low: [Double], name: String) throws {
    let values = [1e-8, 1e-4] + low
    let mark = PointMark(values.enumerated().map { Point(Double($0.offset), $0.element) }, color: .green)
    let chart = chart([.points(mark)], .logarithmic)
    let list = chart.displayList(measuring: typesetter)
    let lane = try #require(list.texts.first { $0.string == name })
    let places = points(list, .green).flatMap { $0 }
    #expect(places.count == values.count)
    for place in places.dropFirst(2) { #expect(abs(place.y - lane.at.y) < 1) }
    for place in places.prefix(2) { #expect(place.y < lane.at.y - 10) }
    #expect(chart.omissions.nonPositive == low.count)
  }

  @Test func `a line on a logarithmic axis does not run into the lane`() {
    let line = LineMark(x: [0, 1, 2, 3, 4], y: [1, 0.1, 0, 0.1, 1], color: .green)
    let pieces = points(chart([.line(line)], .logarithmic).displayList(measuring: typesetter), .green)
    #expect(pieces.map(\.count).sorted() == [1, 2, 2])
  }

  @Test(arguments: [0.0, 5, -1e-300, 1e300, .leastNonzeroMagnitude])
  func `constant data and a single point stand in the middle`(value: Double) throws {
    for x in [[0.0], [0, 1, 2]] {
      let mark = PointMark(x.map { Point($0, value) }, color: .green)
      let list = chart([.points(mark)]).displayList(measuring: typesetter)
      let places = points(list, .green).flatMap { $0 }
      #expect(places.count == x.count)
      for place in places { #expect(place.y > 100 && place.y < 320) }
      #expect(LayoutAudit.problems(in: list, measuring: typesetter) == [])
    }
  }

  @Test(arguments: [1e300, -1e300, 1e18, .greatestFiniteMagnitude])
  func `huge data outside of the range are cut before they are drawn`(value: Double) throws {
    let marks: [Mark] = [
      .line(LineMark(x: [0, 1, 2, value], y: [0, value, 1, value], color: .green)),
      .points(PointMark([Point(0, 0.5), Point(1, value), Point(value, 0)], color: .green)),
      .bars(BarMark([0.5, value], color: .green)), .arrow(from: Point(0, 0), to: Point(1, value), color: .green),
      .band(x: [0, 1, 2], low: [-value, 0, 0], high: [value, value, 1], color: .green),
      .image(PixelImage(width: 2, height: 2) { _, _ in .green }, x: -1e300...1e300, y: -1e300...1e300),
      .intervals(IntervalMark(x: [0, 1], low: [-value, 0], high: [value, 1], color: .green)),
      .tangent(TangentMark(at: Point(1, 0.5), slope: value, color: .green)),
    ]
    var figure = chart(marks, range: 0...1)
    figure.x.range = 0...2
    let list = figure.displayList(measuring: typesetter)
    for point in points(list, .green).flatMap({ $0 }) {
      #expect(point.x > -10 && point.x < 770 && point.y > -10 && point.y < 430)
    }
    for command in list.commands {
      if case .image(_, let frame) = command { #expect(Rect(0, 0, 760, 420).contains(frame)) }
    }
    #expect(try !Renderer(typesetter: typesetter).png(list).isEmpty)
    #expect(figure.omissions.outside > 0)
  }

  @Test func `the whole range of doubles has an axis`() throws {
    let line = LineMark(x: [0, 1], y: [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude], color: .green)
    let list = chart([.line(line)]).displayList(measuring: typesetter)
    let ends = points(list, .green).flatMap { $0 }
    #expect(ends.count == 2 && ends[0].y - ends[1].y > 200)
  }

  @Test func `a million points of a line become few and keep their extremes`() throws {
    var values = [Double](repeating: 0, count: 1_000_000)
    values[123_456] = 5
    values[654_321] = -5
    let line = LineMark(x: values.indices.map(Double.init), y: values, color: .green)
    let list = chart([.line(line)]).displayList(measuring: typesetter)
    let places = points(list, .green).flatMap { $0 }
    #expect(places.count < 6000)
    let heights = places.map(\.y)
    #expect((heights.max() ?? 0) - (heights.min() ?? 0) > 250)
  }

  @Test func `very many points become an image that is as large as the plot`() throws {
    let many = (0..<100_000).map { Point(Double($0 % 317), Double($0 % 211)) }
    let list = chart([.points(PointMark(many, color: .green))]).displayList(measuring: typesetter)
    let images = list.commands.filter { if case .image = $0 { true } else { false } }
    #expect(images.count == 1 && points(list, .green).isEmpty)
    let svg = try Renderer(typesetter: typesetter).svg(list, prefix: "f", title: "", description: "")
    #expect(svg.count < 400_000)
  }

  @Test func `bars that are not numbers leave their place empty`() {
    let bars = BarMark([1, .nan, .infinity, -2], color: .green, valueLabels: ["1", "?", "∞", "−2"])
    var figure = chart([.bars(bars)])
    figure.x = .categories(["a", "b", "c", "d"])
    let list = figure.displayList(measuring: typesetter)
    #expect(points(list, .green).filter { $0.count == 2 }.count == 2)
    #expect(LayoutAudit.problems(in: list, measuring: typesetter) == [])
  }
}
