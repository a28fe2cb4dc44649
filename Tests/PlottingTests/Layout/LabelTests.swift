import Testing

@testable import Plotting

/// Texts on figures: none over another, none cut off, whatever they say.
struct LabelTests {
  private let typesetter = Typesetter()

  private static let hostile = [
    "<b>bold</b> & \"quoted\" <script>alert(1)</script>", "שלום עולם مرحبا بالعالم", "👩‍👩‍👧‍👦 🎓 e\u{301}\u{327}",
    "tab\tline\nnull\u{0}bell\u{7}", "가나다라마바사아자차카타파하 손실 함수의 기울기 확인",
    String(repeating: "unbreakable", count: 40), String(repeating: "word ", count: 200), "\u{202E}turned round",
    "", " ",
  ]

  private func figures(_ text: String, _ size: Size) -> [any Figure] {
    let xs = (0..<30).map { Double($0) }
    let lines = (0..<5).map { series in
      Mark.line(
        LineMark(
          x: xs, y: xs.map { $0 * Double(series + 1) / 10 }, color: Color.series[series], label: "\(text) \(series)"))
    }
    return [
      Chart(
        title: text, x: Axis(text), y: Axis(text),
        marks: lines + [
          .rule(RuleMark(.horizontal, at: 7, label: text)), .rule(RuleMark(.vertical, at: 12, label: text)),
          .note(NoteMark(text, at: Point(20, 4))), .note(NoteMark(text, at: Point(20, 4))),
          .tangent(TangentMark(at: Point(10, 3), slope: 0.3, label: text)),
          .trajectory(TrajectoryMark([Point(1, 9), Point(9, 8), Point(20, 13)], start: text, end: text)),
        ], size: size),
      Chart(
        title: text, x: .categories((0..<6).map { "\(text) \($0)" }, label: text), y: Axis(text, includesZero: true),
        marks: BarMark.grouped(
          (0..<3).map {
            BarMark.Series("\(text) \($0)", [1, 2, -3, 4, 5, 6], valueLabels: ["1", "2", "3", text, "5", "6"])
          }), size: size),
      Chart(
        title: text, x: Axis(text), y: .categories((0..<6).map { "\(text) \($0)" }, label: text),
        marks: [.bars(BarMark([1, 2, 3, 4, 5, 6], valueLabels: (0..<6).map { "\(text)\($0)" }, isHorizontal: true))],
        size: size),
      Chart(
        title: text, x: Axis(text), y: Axis(text),
        marks: [
          .points(PointMark([Point(0, 0), Point(0.1, 0), Point(1, 1)], label: text, valueLabels: [text, text, text]))
        ], size: size, colorBar: ColorBar(range: 0...1, label: text)),
      HeatMap(
        title: text, rows: [[1, 2, 3], [4, 5, 6]], rowNames: [text, text], columnNames: [text, text, text],
        rowLabel: text, columnLabel: text, unit: text, cellTexts: [[text, text, text], ["4", "5", "6"]], size: size),
      MatrixDiagram(
        title: text,
        matrices: [
          .init([[text, "1"], ["2", "3"]], name: text, caption: text),
          .init([["1"], ["2"]], name: text, caption: text, sign: "="),
        ], size: size),
      NetworkDiagram(
        title: text,
        columns: [
          .init([text, "x"], values: [text, "1"], gradients: [text, "2"], label: text, caption: text),
          .init(["y"], label: text, caption: text),
        ], weights: [[[1], [2]]], size: size),
      ComputationalGraph(
        title: text,
        nodes: [
          .init("a", text, value: text, gradient: text), .init("b", "b", value: "1", gradient: "2"),
          .init("c", "+", value: text, gradient: text, from: ["a", "b"], slopes: [text, text]),
        ], size: size),
    ]
  }

  @Test(arguments: hostile, [Size.full, .half])
  func `no text leaves a figure or lies on another`(text: String, size: Size) throws {
    for figure in figures(text, size) {
      let list = figure.displayList(measuring: typesetter)
      let problems = LayoutAudit.problems(in: list, measuring: typesetter)
      #expect(problems == [], "\(type(of: figure))")
    }
  }

  @Test(arguments: hostile)
  func `hostile text is drawn, in pixels and as a well-formed vector file`(text: String) throws {
    let renderer = Renderer(typesetter: typesetter)
    for figure in figures(text, .full) {
      let list = figure.displayList(measuring: typesetter)
      #expect(try renderer.png(list).starts(with: [0x89, 0x50, 0x4E, 0x47]))
      let svg = String(decoding: try renderer.svg(list, prefix: "f", title: text, description: text), as: UTF8.self)
      #expect(!svg.contains("<script") && !svg.contains("<b>"))
      #expect(!svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    }
  }

  @Test func `lines have their names at their ends, each in its colour darkened to be read`() throws {
    let chart = Chart(
      title: "", x: Axis("x"), y: Axis("y"),
      marks: [
        .line(LineMark(x: [0, 1], y: [0, 1], color: .vermilion, label: "train")),
        .line(LineMark(x: [0, 1], y: [0, 0.9], color: .green, label: "validation")),
      ])
    let texts = chart.displayList(measuring: typesetter).texts
    let names = ["train", "validation"].compactMap { name in texts.first { $0.string == name } }
    #expect(names.count == 2)
    for name in names {
      #expect(name.at.x > 640)
      #expect(name.color.contrast(with: .white) >= 4.5)
    }
  }

  @Test func `names go into a row of keys where lines cross often`() throws {
    let xs = (0..<60).map { Double($0) }
    let chart = Chart(
      title: "", x: Axis("x"), y: Axis("y"),
      marks: (0..<3).map { phase in
        .line(LineMark(x: xs, y: xs.map { Double((Int($0) + 3 * phase) % 9) }, label: "series \(phase)"))
      })
    let names = chart.displayList(measuring: typesetter).texts.filter { $0.string.hasPrefix("series") }
    #expect(names.count == 3)
    #expect(Set(names.map(\.at.y)).count == 1)
  }

  @Test func `names go into a row of keys where they would be far from their lines`() throws {
    let chart = Chart(
      title: "", x: Axis("x"), y: Axis("y"),
      marks: (0..<9).map { .line(LineMark(x: [0, 1], y: [Double($0), 5 + Double($0) / 100], label: "line \($0)")) })
    let names = chart.displayList(measuring: typesetter).texts.filter { $0.string.hasPrefix("line") }
    #expect(names.count == 9)
    #expect(names.allSatisfy { $0.at.y < 60 })
  }

  @Test func `a part of a grid has the size of its cell`() {
    let part = Chart(title: "", x: Axis("x"), y: Axis("y"), marks: [.line(LineMark(x: [0, 1], y: [0, 1]))])
    let grid = ChartGrid(title: "", parts: [part, part], columns: 2, size: Size(400, 200))
    let list = grid.displayList(measuring: typesetter)
    #expect(LayoutAudit.problems(in: list, measuring: typesetter) == [])
    #expect(list.texts.contains { $0.at.x > 200 } && list.texts.contains { $0.at.x < 200 })
  }

  @Test func `a unit is equally long on both axes where a chart asks for it`() {
    let square = [Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)]
    let chart = Chart(
      title: "", x: Axis("x", range: -1...2), y: Axis("y", range: -1...2),
      marks: [.line(LineMark(square, color: .green))], hasEqualScales: true)
    let list = chart.displayList(measuring: typesetter)
    for command in list.commands {
      guard case .path(let path, _, let stroke) = command, stroke?.color == .green else { continue }
      let points = path.elements.compactMap { element -> Point? in
        switch element {
        case .move(let p), .line(let p): p
        default: nil
        }
      }
      #expect(abs((points[1].x - points[0].x) - (points[1].y - points[2].y)) < 1e-9)
    }
  }
}
