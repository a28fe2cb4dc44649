import Networks
import Plotting
import Tensors

/// The cost of the lecture's network along one weight and over two of them.
struct DescentFigures {
  private let step: LectureStep
  private let rate = 0.8
  private let start = -1.6
  private let path: [Point]
  private let plane: [Point]
  private let planeCosts: [Double]

  init(_ step: LectureStep) {
    self.step = step
    let rate = rate
    // The first weight of the output layer.
    var w = start
    var path: [Point] = []
    for _ in 0...5 {
      let result = step.gradients { $0[2].value.elements[0] = w }
      path.append(Point(w, result.cost))
      w -= rate * result.parameters[2].elements[0]
    }
    self.path = path
    var p = Point(-1.5, 2.2)
    var plane: [Point] = []
    var costs: [Double] = []
    for _ in 0...40 {
      let result = step.gradients {
        $0[2].value.elements[0] = p.x
        $0[2].value.elements[3] = p.y
      }
      plane.append(p)
      costs.append(result.cost)
      p = Point(p.x - rate * result.parameters[2].elements[0], p.y - rate * result.parameters[2].elements[3])
    }
    self.plane = plane
    planeCosts = costs
  }

  private var slope: Double { step.gradients { $0[2].value.elements[0] = start }.parameters[2].elements[0] }

  var values: TemplateValues {
    [
      "w0": .number(start), "slope0": .number(slope, digits: 5), "cost0": .number(path[0].y, digits: 3),
      "w1": .number(path[1].x, digits: 3), "cost1": .number(path[1].y, digits: 3),
      "cost5": .number(path[5].y, digits: 3),
      "rate": .number(rate),
      "pathStart": .text(
        "\(NumberText.text(plane[0].x, .trimmed(3), in: .en)), \(NumberText.text(plane[0].y, .trimmed(3), in: .en))"),
      "contourStart": .number(planeCosts[0], digits: 3),
      "contourEnd": .number(planeCosts[planeCosts.count - 1], digits: 2),
    ]
  }

  func step(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let ws = Course.grid(-2.4, 2.6, 100)
    let costs = ws.map { w in step.cost { $0[2].value.elements[0] = w } }
    // The tangent down to the axis, and a little above the point that it touches.
    let line = [start - 0.5, start - path[0].y / slope].map { Point($0, max(0, path[0].y + slope * ($0 - start))) }
    return try CourseFigure("descent-step", words, data: .columns([(.init("w"), ws), (.init("cost"), costs)])) {
      (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("descent-step.title"), x: Axis(try w("descent-step.x"), range: -2.5...2.62),
        y: Axis(try w("descent-step.y"), hasGrid: true, includesZero: true),
        marks: [
          .line(LineMark(x: ws, y: costs, label: try w("descent-step.cost"))),
          .line(LineMark(line, color: .vermilion, label: try w("descent-step.tangent"), dash: [7, 4])),
          .trajectory(TrajectoryMark(path, color: .green, start: try w("descent-step.start"))),
          .note(NoteMark(try w("descent-step.next"), at: path[1], offset: Point(10, -12))),
        ], size: Size(760, 360))
    }
  }

  func contour(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let (xs, ys) = (-2.5...3.0, -2.0...3.0)
    let grid = ScalarGrid(x: xs, y: ys, columns: 56, rows: 51) { x, y in
      step.cost {
        $0[2].value.elements[0] = x
        $0[2].value.elements[3] = y
      }
    }
    let highest = grid.range?.upperBound ?? 1
    // Squares: the cost is a bowl, and so the lines stand evenly.
    let levels = (1...20).map { 0.05 * Double($0 * $0) }.filter { $0 < highest }
    let ground = grid.bands(levels, width: 360, height: 360, strength: 0.5)
    var table = DataTable([.init("step", style: .integer), .init("w1"), .init("w2"), .init("cost")])
    for (index, point) in plane.enumerated() {
      table.add([.integer(index), .number(point.x), .number(point.y), .number(planeCosts[index])])
    }
    return try CourseFigure("cost-contour", words, size: .square, data: table) {
      (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("cost-contour.title"), x: Axis(try w("cost-contour.x"), range: xs),
        y: Axis(try w("cost-contour.y"), range: ys),
        marks: [
          .image(ground, x: xs, y: ys),
          .contours(ContourMark(grid, levels: levels, color: Color(hex: 0x5FA2CE))),
          .trajectory(
            TrajectoryMark(plane, start: try w("cost-contour.start"), end: try w("cost-contour.end"))),
        ], size: Size(480, 420), hasEqualScales: true,
        colorBar: ColorBar(
          range: 0...highest, label: try w("descent-step.y"), strength: 0.5, levels: levels))
    }
  }
}
