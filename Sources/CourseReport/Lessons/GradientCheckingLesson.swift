import ComplexModule
import GradientChecking
import Networks
import Plotting
import RealModule
import Tensors

/// Lesson 3: checking gradients.
public enum GradientCheckingLesson: Lesson {
  /// `gradient-checking`.
  public static let name = LessonName.gradientChecking

  private static let x = 1.5
  private static let steps = Course.logGrid(1e-16, 1, 96)

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let sweep = StepSweep(x: x, steps: steps)
    let arrays = run.checkBefore.subjects.first?.arrays ?? []
    let elements = arrays.flatMap(\.elements)
    let maps = Array(arrays.filter { $0.role == .parameter && $0.shape.count == 2 }.prefix(4))
    let classes = run.isRegression ? 10 : max(run.classNames.count, 2)
    let bugs = try PlantedBugs(run)
    var values: TemplateValues = [
      "x": .number(x), "forwardBest": .number(sweep.best(sweep.forward).step, digits: 1),
      "forwardError": .number(sweep.best(sweep.forward).error, digits: 1),
      "centralBest": .number(sweep.best(sweep.central).step, digits: 1),
      "centralError": .number(sweep.best(sweep.central).error, digits: 1),
      "floatError": .number(sweep.best(sweep.single).error, digits: 1), "elements": .integer(elements.count),
      "worstError": .number(arrays.map(\.maxRelativeError).max() ?? 0, digits: 2),
      "mapWorst": .number(maps.map(\.maxRelativeError).max() ?? 0, digits: 2), "mapCount": .integer(maps.count),
      "tolerance": .number(run.checkBefore.tolerance, digits: 2), "floor": .number(.ulpOfOne / 2, digits: 2),
      "chanceClasses": .integer(classes), "chanceLoss": .number(Double.log(Double(classes)), digits: 4),
      "differencePasses": .integer(2 * run.trained.network.parameterCount),
    ]
    values.merge(bugs.values) { $1 }
    let scatter = GradientScatter(arrays, tolerance: run.checkBefore.tolerance)
    values.merge(scatter.values) { $1 }
    let words = words.with(values)
    var table = DataTable(
      [.init("array"), .init("elements", style: .integer), .init("largest", style: .scientific(2)), .init("result")],
      hasRowHeaders: true)
    for array in arrays {
      table.add([
        .text(array.name), .integer(array.checked), .number(array.maxRelativeError),
        .localized(try words("result.\(array.verdict.rawValue)")),
      ])
    }
    return LessonContent(
      name: name, values: values,
      figures: [
        try curve(words, sweep), try floatCurve(words, sweep),
        try scatter.figure(words),
        try errorMap(words, maps, tolerance: run.checkBefore.tolerance),
        try bugs.figure(words),
      ], tables: ["arrays": table, "bugs": try bugs.table(words)], thumbnail: "v-curve")
  }

  private static func curve(_ words: LessonWords, _ sweep: StepSweep) throws(ReportError) -> CourseFigure {
    let keys = ["forward", "central", "fivePoint", "ridders", "complex", "dual"]
    let dual = [Double](repeating: sweep.dual, count: steps.count)
    let series = [sweep.forward, sweep.central, sweep.fivePoint, sweep.ridders, sweep.complex, dual]
    let columns = ["forward", "central", "five-point", "ridders", "complex", "dual"]
    let style = NumberStyle.scientific(2)
    return try CourseFigure(
      "v-curve", words,
      data: .columns(
        [(DataTable.Column("h", style: style), steps)]
          + zip(columns, series).map { (DataTable.Column($0, style: style), $1) })
    ) { (w: Words) throws(ReportError) -> any Figure in
      let dashes: [[Double]] = [[], [], [7, 4], [10, 3, 2, 3], [2, 3], [1, 4]]
      var marks: [Mark] = []
      for (index, key) in keys.enumerated() {
        marks.append(
          .line(
            LineMark(
              x: steps, y: series[index], color: Color.series[index % Color.series.count],
              label: try w("v-curve.\(key)"), dash: dashes[index])))
      }
      return Chart(
        title: try w("v-curve.title"), x: Axis(try w("v-curve.x"), .logarithmic, tickCount: 8),
        y: Axis(try w("v-curve.y"), .logarithmic, range: 1e-17...10, tickCount: 7, hasGrid: true), marks: marks,
        size: Size(760, 460), hasLegend: true)
    }
  }

  private static func floatCurve(_ words: LessonWords, _ sweep: StepSweep) throws(ReportError) -> CourseFigure {
    try CourseFigure(
      "v-curve-float", words,
      data: .columns([
        (.init("h", style: .scientific(2)), steps), (.init("double", style: .scientific(2)), sweep.central),
        (.init("float", style: .scientific(2)), sweep.single),
      ])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("v-curve-float.title"), x: Axis(try w("v-curve-float.x"), .logarithmic, tickCount: 8),
        y: Axis(try w("v-curve-float.y"), .logarithmic, range: 1e-17...10, tickCount: 7, hasGrid: true),
        marks: [
          .line(LineMark(x: steps, y: sweep.central, label: try w("v-curve-float.double"))),
          .line(
            LineMark(x: steps, y: sweep.single, color: .vermilion, label: try w("v-curve-float.float"), dash: [7, 4])),
        ], size: Size(760, 340), hasLegend: true)
    }
  }

  /// One map a weight matrix, one above the other.
  private static func errorMap(
    _ words: LessonWords, _ arrays: [ArrayResult], tolerance: Double
  ) throws(ReportError) -> CourseFigure {
    // The strongest colour is the tolerance: where all is right the map is pale.
    let (lowest, highest) = (-16.0, max(Double.log10(tolerance), -15))
    var table = DataTable(
      [
        .init("array"), .init("row", style: .integer), .init("node", style: .integer),
        .init("relative-error", style: .scientific(2)),
      ], hasRowHeaders: true)
    for array in arrays {
      let width = max(array.shape.last ?? 1, 1)
      for element in array.elements {
        table.add([
          .text(array.name), .integer(element.offset / width), .integer(element.offset % width),
          .number(element.relativeError),
        ])
      }
    }
    return try CourseFigure("error-map", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let columns = arrays.count > 2 ? 2 : 1
      let lines = (max(arrays.count, 1) + columns - 1) / columns
      let parts = try arrays.map { array throws(ReportError) -> HeatMap in
        // Lying, so that the numbers of the cells have room.
        let rows = PlantedBugs.errorRows(array)
        let isTall = rows.count > (rows.first?.count ?? 1)
        let shown = isTall ? transposed(rows) : rows
        return HeatMap(
          title: isTall ? try w("error-map.transposed", ["array": .text(array.name)]) : array.name, rows: shown,
          cellTexts: shown.map { $0.map { w.number($0, .fixed(0)) } }, range: lowest...highest, hasColorBar: false)
      }
      return ChartGrid(
        title: try w("error-map.title"), parts: parts, columns: columns,
        colorBar: ColorBar(range: lowest...highest, label: try w("error-map.unit")),
        size: Size(760, 40 + 160 * Double(lines)))
    }
  }

  private static func transposed(_ rows: [[Double]]) -> [[Double]] {
    (rows.first ?? []).indices.map { column in rows.map { column < $0.count ? $0[column] : .nan } }
  }
}
