import GradientChecking
import Networks
import Plotting
import RealModule
import Tensors

/// Lesson 2: ReLU and differentiability.
public enum ReluLesson: Lesson {
  /// `relu`.
  public static let name = LessonName.relu

  private static let preactivations: [[Double]] = [
    [1.2, -0.7, 0.4, -2.1], [-0.3, 0.9, -1.5, 2.2], [0.6, -0.1, 1.8, -0.8],
  ]
  private static let upstream: [[Double]] = [[0.5, 1, -0.4, 0.3], [0.2, -0.6, 0.8, 0.1], [-0.9, 0.7, 0.4, 0.6]]
  private static let deadSamples = 200

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let relu = Elementwise(ReLU<Double>())
    let evaluation = relu.evaluate(Tensor(rows: preactivations), context: ForwardContext())
    let downstream = evaluation.pullback(Tensor(rows: upstream)).input.elements
    let zeros = preactivations.flatMap { $0 }.count { $0 <= 0 }
    let dead = deadUnits(run)
    let sigmoidSlope = Sigmoid<Double>().derivative(0, 0.5)
    var values: TemplateValues = [
      "sigmoidSlope": .number(sigmoidSlope), "tanhSlope": .number(HyperbolicTangent<Double>().derivative(0, 0)),
      "threeSigmoids": .number(sigmoidSlope * sigmoidSlope * sigmoidSlope), "maskZeros": .integer(zeros),
      "maskOnZ": .number(preactivations[0][0]), "maskOnUpstream": .number(upstream[0][0]),
      "maskOffZ": .number(preactivations[0][1]), "maskOffUpstream": .number(upstream[0][1]),
      "galleryLimit": .number(FunctionGallery.limit),
      "deadSamples": .integer(deadSamples), "deadAtZero": .percent(dead.shares[dead.biases.firstIndex(of: 0) ?? 0], 0),
      "lowBias": .number(dead.biases[0]), "deadAtLow": .percent(dead.shares[0], 0),
    ]
    let window = KinkWindow()
    values.merge(window.values) { $1 }
    let words = words.with(values)
    return LessonContent(
      name: name, values: values,
      figures: [
        try activations(words), try mask(words, downstream), try deadFigure(words, dead),
        try FunctionGallery.figure(words, seed: run.seed), try window.figure(words),
      ],
      tables: ["gallery": try FunctionGallery.table(words, seed: run.seed), "frameworks": try atZero(words)],
      thumbnail: "activations")
  }

  private static func activations(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let xs = Course.grid(-4, 4, 160)
    let functions: [any Activation<Double>] = [
      ReLU<Double>(), LeakyReLU<Double>(slope: 0.1), Sigmoid<Double>(), HyperbolicTangent<Double>(), Softplus<Double>(),
      GELU<Double>(),
    ]
    var table = DataTable([.init("function"), .init("x"), .init("z"), .init("derivative")])
    for function in functions {
      let name = try words("activations.\(function.kind)")
      for x in xs where Int((x * 20).rounded()) % 10 == 0 {
        table.add([
          .localized(name), .number(x), .number(function.value(x)),
          .number(function.derivative(x, function.value(x))),
        ])
      }
    }
    return try CourseFigure("activations", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      var parts: [any Figure] = []
      var keys: [Mark] = []
      for function in functions {
        // The derivative of a function with a kink is drawn in two pieces.
        let slopes = xs.map { x -> Double in
          function.hasKink && abs(x) < 1e-9 ? .nan : function.derivative(x, function.value(x))
        }
        keys = [
          .line(LineMark(x: xs, y: xs.map { function.value($0) }, label: try w("activations.function"))),
          .line(LineMark(x: xs, y: slopes, color: .vermilion, label: try w("activations.derivative"), dash: [5, 3])),
        ]
        parts.append(
          Chart(
            title: try w("activations.\(function.kind)"), x: Axis("", range: -4...4, tickCount: 5),
            y: Axis("", hasGrid: true),
            marks: keys.map(\.unnamed)))
      }
      return ChartGrid(title: try w("activations.title"), parts: parts, columns: 3, keys: keys, size: Size(760, 500))
    }
  }

  private static func mask(_ words: LessonWords, _ downstream: [Double]) throws(ReportError) -> CourseFigure {
    var table = DataTable([
      .init("row", style: .integer), .init("node", style: .integer), .init("z"), .init("mask", style: .integer),
      .init("upstream"), .init("downstream"),
    ])
    for (r, row) in preactivations.enumerated() {
      for (c, z) in row.enumerated() {
        table.add([
          .integer(r + 1), .integer(c + 1), .number(z), .integer(z > 0 ? 1 : 0), .number(upstream[r][c]),
          .number(downstream[4 * r + c]),
        ])
      }
    }
    return try CourseFigure("relu-mask", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let off = Color(hex: 0xECECEC)
      let colors = preactivations.map { $0.map { $0 > 0 ? Color.white : off } }
      func text(_ rows: [[Double]]) -> [[String]] { rows.map { $0.map { w.number($0) } } }
      let down = (0..<3).map { Array(downstream[(4 * $0)..<(4 * $0 + 4)]) }
      return MatrixDiagram(
        title: try w("relu-mask.title"),
        matrices: [
          .init(text(preactivations), name: try w("relu-mask.input"), caption: "3×4", colors: colors),
          .init(
            preactivations.map { $0.map { $0 > 0 ? "1" : "0" } }, name: try w("relu-mask.mask"), caption: "3×4",
            colors: colors, sign: "→"),
          .init(text(upstream), name: try w("relu-mask.upstream"), caption: "3×4", sign: "⊙"),
          .init(text(down), name: try w("relu-mask.downstream"), caption: "3×4", colors: colors, sign: "="),
        ], size: Size(760, 220))
    }
  }

  /// The share of random units that no sample switches on, for several biases.
  private static func deadUnits(_ run: CourseRun) -> (biases: [Double], shares: [Double]) {
    var generator = run.generator("relu.dead")
    let weights = Initialization.he.weights([4, 400], inputs: 4, outputs: 400, generator: &generator)
    let input = Tensor(shape: [deadSamples, 4], elements: (0..<(4 * deadSamples)).map { _ in generator.normal() })
    let z = input.matrixProduct(weights)
    let biases = Course.grid(-8, 2, 20)
    let highest = (0..<400).map { unit in (0..<deadSamples).map { z.elements[$0 * 400 + unit] }.max() ?? 0 }
    return (biases, biases.map { bias in Double(highest.count { $0 + bias <= 0 }) / 400 })
  }

  private static func deadFigure(_ words: LessonWords, _ dead: (biases: [Double], shares: [Double])) throws(ReportError)
    -> CourseFigure
  {
    try CourseFigure(
      "dead-units", words, data: .columns([(.init("bias"), dead.biases), (.init("share"), dead.shares)])
    ) {
      (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("dead-units.title"), x: Axis(try w("dead-units.x")),
        y: Axis(try w("dead-units.y"), range: 0...1.02, hasGrid: true),
        marks: [
          .line(LineMark(x: dead.biases, y: dead.shares)),
          .points(PointMark(zip(dead.biases, dead.shares).map { Point($0, $1) })),
        ], size: Size(760, 300))
    }
  }

  private static func atZero(_ words: LessonWords) throws(ReportError) -> DataTable {
    let relu = Elementwise(ReLU<Double>())
    func value(_ x: Double) -> Double { relu.forward(Tensor([x]), context: ForwardContext()).output.elements[0] }
    let h = 1e-5
    let backward = relu.evaluate(Tensor([0.0]), context: ForwardContext()).pullback(Tensor([1.0])).input.elements[0]
    var table = DataTable([.init("method"), .init("slope")], hasRowHeaders: true)
    for (key, slope) in [
      ("backward", backward), ("left", (value(0) - value(-h)) / h), ("right", (value(h) - value(0)) / h),
      ("central", (value(h) - value(-h)) / (2 * h)),
    ] { table.add([.localized(try words("method.\(key)")), .number(slope)]) }
    return table
  }
}
