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
    let map = arrays.first { $0.role == .parameter && $0.shape.count == 2 }
    let bugs = try PlantedBugs(run)
    let values: TemplateValues = [
      "x": .number(x), "forwardBest": .number(sweep.best(sweep.forward).step, digits: 1),
      "forwardError": .number(sweep.best(sweep.forward).error, digits: 1),
      "centralBest": .number(sweep.best(sweep.central).step, digits: 1),
      "centralError": .number(sweep.best(sweep.central).error, digits: 1),
      "floatError": .number(sweep.best(sweep.single).error, digits: 1), "elements": .integer(elements.count),
      "worstError": .number(arrays.map(\.maxRelativeError).max() ?? 0, digits: 2),
      "mapWorst": .number(map?.maxRelativeError ?? 0, digits: 2),
      "differencePasses": .integer(2 * run.trained.network.parameterCount),
    ]
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
        try curve(words, sweep), try floatCurve(words, sweep), try scatter(words, arrays), try errorMap(words, map),
        try bugs.figure(words),
      ], tables: ["arrays": table, "bugs": try bugs.table(words)], thumbnail: "v-curve")
  }

  private static func curve(_ words: LessonWords, _ sweep: StepSweep) throws(ReportError) -> CourseFigure {
    let series = [sweep.forward, sweep.central, sweep.fivePoint, sweep.complex]
    return try CourseFigure(
      "v-curve", words,
      data: .columns([
        (.init("h", style: .scientific(2)), steps), (.init("forward", style: .scientific(2)), series[0]),
        (.init("central", style: .scientific(2)), series[1]), (.init("five-point", style: .scientific(2)), series[2]),
        (.init("complex", style: .scientific(2)), series[3]),
      ])
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = []
      for (index, key) in ["forward", "central", "fivePoint", "complex"].enumerated() {
        marks.append(
          .line(
            LineMark(
              x: steps, y: series[index], color: Color.series[index], label: try w("v-curve.\(key)"),
              dash: [[], [], [7, 4], [2, 3]][index])))
      }
      return Chart(
        title: try w("v-curve.title"), x: Axis(try w("v-curve.x"), .logarithmic, tickCount: 8),
        y: Axis(try w("v-curve.y"), .logarithmic, range: 1e-17...10, tickCount: 7, hasGrid: true), marks: marks,
        hasLegend: true)
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

  private static func scatter(_ words: LessonWords, _ arrays: [ArrayResult]) throws(ReportError) -> CourseFigure {
    let shapes: [PointMark.Shape] = [.circle, .square, .triangle]
    var marks: [Mark] = []
    var low = Double.infinity
    var high = 0.0
    var rows: [[DataTable.Cell]] = []
    for (index, array) in arrays.enumerated() {
      for element in array.elements {
        rows.append([.text(array.name), .number(element.numeric), .number(element.analytic)])
      }
      let pairs = array.elements.filter { $0.numeric * $0.analytic > 0 }.map {
        Point(abs($0.numeric), abs($0.analytic))
      }
      for pair in pairs { (low, high) = (min(low, pair.x, pair.y), max(high, pair.x, pair.y)) }
      marks.append(
        .points(
          PointMark(pairs, color: Color.series[index % Color.series.count], shape: shapes[index % 3], label: array.name)
        ))
    }
    if high == 0 { (low, high) = (0.1, 1) }
    let ends = (low / 2, high * 2)
    let drawn = marks
    return try CourseFigure(
      "gradient-scatter", words,
      data: DataTable(
        [.init("array"), .init("numeric", style: .significant(8)), .init("analytic", style: .significant(8))],
        rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("gradient-scatter.title"), x: Axis(try w("gradient-scatter.x"), .logarithmic),
        y: Axis(try w("gradient-scatter.y"), .logarithmic, hasGrid: true),
        marks: [
          .line(
            LineMark(
              [Point(ends.0, ends.0), Point(ends.1, ends.1)], color: .frame, label: try w("gradient-scatter.band"),
              width: 1))
        ] + drawn,
        hasLegend: true)
    }
  }

  private static func errorMap(_ words: LessonWords, _ array: ArrayResult?) throws(ReportError) -> CourseFigure {
    let rows = PlantedBugs.errorRows(array)
    var table = DataTable([
      .init("row", style: .integer), .init("node", style: .integer), .init("relative-error", style: .scientific(2)),
    ])
    for element in array?.elements ?? [] {
      let width = max(array?.shape.last ?? 1, 1)
      table.add([.integer(element.offset / width), .integer(element.offset % width), .number(element.relativeError)])
    }
    return try CourseFigure("error-map", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      HeatMap(
        title: try w("error-map.title"), rows: rows, unit: try w("error-map.unit"), range: -16...0, size: Size(760, 240)
      )
    }
  }
}

/// The error of derivatives against the step.
struct StepSweep {
  let steps: [Double]
  let forward: [Double]
  let central: [Double]
  let fivePoint: [Double]
  let complex: [Double]
  let single: [Double]

  /// eˣ sin x, for any scalar.
  private static func f<T: DifferentiableScalar>(_ x: T) -> T { T.exp(x) * T.sin(x) }

  init(x: Double, steps: [Double]) {
    self.steps = steps
    let truth = ExactDerivative.dual(of: { Self.f($0) }, at: x)
    func error(_ slope: Double) -> Double { max(abs(slope - truth) / abs(truth), 1e-17) }
    forward = steps.map { h in error((Self.f(x + h) - Self.f(x)) / h) }
    central = steps.map { h in error((Self.f(x + h) - Self.f(x - h)) / (2 * h)) }
    fivePoint = steps.map { h in
      error((8 * (Self.f(x + h) - Self.f(x - h)) - (Self.f(x + 2 * h) - Self.f(x - 2 * h))) / (12 * h))
    }
    complex = steps.map { h in error(Self.f(Complex(x, h)).imaginary / h) }
    single = steps.map { h in
      let (xf, hf) = (Float(x), Float(h))
      func g(_ x: Float) -> Float { Float.exp(x) * Float.sin(x) }
      return error(Double((g(xf + hf) - g(xf - hf)) / (2 * hf)))
    }
  }

  func best(_ errors: [Double]) -> (step: Double, error: Double) {
    let index = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return (steps[index], errors[index])
  }
}
