import Information
import Networks
import Plotting
import RealModule
import Tensors

/// Lesson 7: cross-entropy.
public enum CrossEntropyLesson: Lesson {
  /// `cross-entropy`.
  public static let name = LessonName.crossEntropy

  private static let target = [0.6, 0.3, 0.1]
  private static let predictions: [(key: String, p: [Double])] = [
    ("exact", [0.6, 0.3, 0.1]), ("close", [0.5, 0.35, 0.15]), ("even", [1.0 / 3, 1.0 / 3, 1.0 / 3]),
    ("reversed", [0.1, 0.3, 0.6]),
  ]
  private static let logits = [2.0, 1.0, 0.1]
  private static let cases: [(key: String, p: Double)] = [("right", 0.98), ("unsure", 0.4), ("wrong", 0.01)]
  private static let leftZ = -8.0
  private static let neuron = (weight: 2.0, bias: 2.0, rate: 0.15, epochs: 300)

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let p = Information.softmax(logits)
    let oneHot = [1.0, 0, 0]
    let gradient = zip(p, oneHot).map { $0 - $1 }
    let measured = numericGradient()
    let errors = zip(gradient, measured).map { abs($0 - $1) / max(abs($0), abs($1)) }
    let curves = trainNeuron()
    let extreme = [1000.0, 0, -1000]
    let stable = SoftmaxCrossEntropy<Double>().losses(Tensor(rows: [extreme]), .classes([2]))[0]
    let naive = -Double.log(Information.softmax(extreme)[2])
    let entropyBits = try Course.entropy(target)
    let sigma = Course.sigmoid(leftZ)
    let values: TemplateValues = [
      "entropyBits": .number(entropyBits), "splitCount": .integer(predictions.count),
      "worstDivergence": .number(try Course.divergence(target: target, prediction: predictions[3].p)),
      "unsureP": .number(cases[1].p), "unsureLoss": .number(try Course.information(cases[1].p, .nats)),
      "wrongP": .number(cases[2].p), "wrongLoss": .number(try Course.information(cases[2].p, .nats)),
      "halfCeiling": .number(0.5), "leftZ": .number(leftZ), "leftCross": .number(crossLoss(leftZ)),
      "leftSquared": .number((sigma - 1) * (sigma - 1) / 2), "leftCrossGradient": .number(sigma - 1, digits: 5),
      "leftSquaredGradient": .number((sigma - 1) * sigma * (1 - sigma), digits: 2),
      "neuronWeight": .number(neuron.weight), "neuronBias": .number(neuron.bias),
      "neuronRate": .number(neuron.rate),
      "neuronEpochs": .integer(neuron.epochs), "firstOutput": .number(curves.squared[0]),
      "squaredOutput": .number(curves.squared[neuron.epochs], digits: 3),
      "crossOutput": .number(curves.cross[neuron.epochs], digits: 3), "logitsText": Course.list(logits),
      "probabilitiesText": Course.list(p), "oneHotText": Course.list(oneHot), "differenceText": Course.list(gradient),
      "worstGradientError": .number(errors.max() ?? 0, .scientific(2)), "extremeText": Course.list(extreme),
      "stableLoss": .number(stable), "naiveLoss": .text("∞"),
    ]
    guard naive.isInfinite else { throw ReportError(.defect, "the naive loss is \(naive), expected infinity") }
    let words = words.with(values)
    return LessonContent(
      name: name, values: values,
      figures: [
        try split(words, entropyBits), try trueClass(words), try margin(words, isGradient: false),
        try margin(words, isGradient: true), try saturated(words, curves), try bars(words, p, oneHot, gradient),
      ],
      tables: try tables(words, p, oneHot, gradient, measured, errors), thumbnail: "true-class-loss")
  }

  /// The loss of a sigmoid output whose right answer is 1.
  private static func crossLoss(_ z: Double) -> Double {
    BinaryCrossEntropy<Double>().losses(Tensor(rows: [[z]]), .values(Tensor(rows: [[1]])))[0]
  }

  private static func numericGradient() -> [Double] {
    let loss = SoftmaxCrossEntropy<Double>()
    return logits.indices.map { index in
      Course.slope(
        of: { z in
          var moved = logits
          moved[index] = z
          return loss.losses(Tensor(rows: [moved]), .classes([0]))[0]
        }, at: logits[index])
    }
  }

  /// Nielsen's neuron: input 1, right answer 0, started where the sigmoid is saturated.
  private static func trainNeuron() -> (squared: [Double], cross: [Double]) {
    func run(rate: Double, delta: (Double) -> Double) -> [Double] {
      var (w, b) = (neuron.weight, neuron.bias)
      var outputs = [Course.sigmoid(w + b)]
      for _ in 0..<neuron.epochs {
        let step = rate * delta(Course.sigmoid(w + b))
        w -= step
        b -= step
        outputs.append(Course.sigmoid(w + b))
      }
      return outputs
    }
    return (run(rate: neuron.rate) { $0 * $0 * (1 - $0) }, run(rate: neuron.rate) { $0 })
  }

  private static func split(_ words: LessonWords, _ entropy: Double) throws(ReportError) -> CourseFigure {
    var divergences: [Double] = []
    for prediction in predictions {
      divergences.append(try Course.divergence(target: target, prediction: prediction.p))
    }
    var rows: [[DataTable.Cell]] = []
    for (prediction, divergence) in zip(predictions, divergences) {
      rows.append([
        .localized(try words("cross-entropy-split.\(prediction.key)")), .number(entropy), .number(divergence),
        .number(entropy + divergence),
      ])
    }
    return try CourseFigure(
      "cross-entropy-split", words,
      data: DataTable(
        [.init("case"), .init("entropy"), .init("divergence"), .init("cross-entropy")], rows: rows, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var names: [String] = []
      for prediction in predictions { names.append(try w("cross-entropy-split.\(prediction.key)")) }
      return Chart(
        title: try w("cross-entropy-split.title"), x: Axis("", categories: names),
        y: Axis(try w("cross-entropy-split.y"), hasGrid: true, includesZero: true),
        marks: [
          .bars(
            BarMark(
              divergences.map { _ in entropy }, bases: divergences.map { _ in 0 }, color: .blue, width: 0.5,
              label: try w("cross-entropy-split.entropy"),
              valueLabels: divergences.map { _ in w.number(entropy, .fixed(2)) })),
          .bars(
            BarMark(
              divergences, bases: divergences.map { _ in entropy }, color: .vermilion, width: 0.5,
              label: try w("cross-entropy-split.divergence"), valueLabels: divergences.map { w.number($0, .fixed(2)) }
            )),
        ], size: Size(760, 360), hasLegend: true)
    }
  }

  private static func trueClass(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let ps = Course.grid(0.002, 1, 240)
    var losses: [Double] = []
    for p in ps { losses.append(try Course.information(p, .nats)) }
    return try CourseFigure(
      "true-class-loss", words, data: .columns([(.init("p"), ps), (.init("loss"), losses)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = [.line(LineMark(x: ps, y: losses))]
      for (place, entry) in cases.enumerated() {
        let point = Point(entry.p, -Double.log(entry.p))
        let offsets = [Point(-10, -24), Point(12, -12), Point(16, 6)]
        marks.append(.points(PointMark([point], radius: 4.5)))
        marks.append(
          .note(
            NoteMark(
              "\(try w("true-class-loss.\(entry.key)")): \(w.number(point.y, .trimmed(3)))", at: point,
              offset: offsets[place])))
      }
      return Chart(
        title: try w("true-class-loss.title"), x: Axis(try w("true-class-loss.x"), range: 0...1),
        y: Axis(try w("true-class-loss.y"), hasGrid: true, includesZero: true), marks: marks)
    }
  }

  private static func margin(_ words: LessonWords, isGradient: Bool) throws(ReportError) -> CourseFigure {
    let zs = Course.grid(-8, 8, 160)
    let cross = zs.map { isGradient ? Course.sigmoid($0) - 1 : crossLoss($0) }
    let squared = zs.map { z -> Double in
      let s = Course.sigmoid(z)
      return isGradient ? (s - 1) * s * (1 - s) : (s - 1) * (s - 1) / 2
    }
    let name = isGradient ? "gradient-margin" : "loss-margin"
    return try CourseFigure(
      name, words, size: .half,
      data: .columns([(.init("z"), zs), (.init("cross"), cross), (.init("squared"), squared)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("\(name).title"), x: Axis(try w("\(name).x"), range: -8...8, tickCount: 5),
        y: Axis(try w("\(name).y"), hasGrid: true, includesZero: true),
        marks: [
          .line(LineMark(x: zs, y: cross, color: .blue, label: try w("\(name).cross"))),
          .line(LineMark(x: zs, y: squared, color: .vermilion, label: try w("\(name).squared"), dash: [7, 4])),
        ], size: Size(370, 300), hasLegend: true)
    }
  }

  private static func saturated(_ words: LessonWords, _ curves: (squared: [Double], cross: [Double]))
    throws(ReportError) -> CourseFigure
  {
    let epochs = curves.cross.indices.map(Double.init)
    return try CourseFigure(
      "saturated-neuron", words,
      data: .columns([
        (.init("epoch", style: .integer), epochs), (.init("squared"), curves.squared), (.init("cross"), curves.cross),
      ])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("saturated-neuron.title"), x: Axis(try w("saturated-neuron.x"), range: 0...Double(neuron.epochs)),
        y: Axis(try w("saturated-neuron.y"), range: 0...1, hasGrid: true),
        marks: [
          .line(LineMark(x: epochs, y: curves.cross, color: .blue, label: try w("saturated-neuron.cross"))),
          .line(
            LineMark(
              x: epochs, y: curves.squared, color: .vermilion, label: try w("saturated-neuron.squared"), dash: [7, 4])),
        ], size: Size(760, 340))
    }
  }

  private static func bars(_ words: LessonWords, _ p: [Double], _ q: [Double], _ gradient: [Double]) throws(ReportError)
    -> CourseFigure
  {
    let keys = ["dog", "cat", "rabbit"]
    var rows: [[DataTable.Cell]] = []
    for (i, key) in keys.enumerated() {
      rows.append([.localized(try words("class.\(key)")), .number(p[i]), .number(q[i]), .number(gradient[i])])
    }
    return try CourseFigure(
      "logit-gradient", words,
      data: DataTable(
        [.init("class"), .init("prediction"), .init("target"), .init("gradient")], rows: rows, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var names: [String] = []
      for key in keys { names.append(try w("class.\(key)")) }
      let size = ChartGrid.partSize(of: Size(760, 300), columns: 3, rows: 1)
      func part(_ key: String, _ values: [Double], _ color: Color) throws(ReportError) -> Chart {
        Chart(
          title: "", x: Axis(try w("logit-gradient.\(key)"), categories: names), y: Axis("", range: -0.6...1.1),
          marks: [
            .rule(RuleMark(.horizontal, at: 0, dash: [])),
            .bars(BarMark(values, color: color, width: 0.6, valueLabels: values.map { w.number($0, .trimmed(3)) })),
          ], size: size)
      }
      return ChartGrid(
        title: try w("logit-gradient.title"),
        parts: [
          try part("prediction", p, .blue), try part("target", q, .green), try part("gradient", gradient, .vermilion),
        ],
        columns: 3, size: Size(760, 300))
    }
  }

  private static func tables(
    _ words: LessonWords, _ p: [Double], _ q: [Double], _ gradient: [Double], _ measured: [Double], _ errors: [Double]
  ) throws(ReportError) -> [String: DataTable] {
    let keys = ["dog", "cat", "rabbit"]
    var lecture = DataTable([.init("class"), .init("prediction"), .init("target"), .init("term")], hasRowHeaders: true)
    var check = DataTable(
      [
        .init("class"), .init("analytic", style: .trimmed(9)), .init("numeric", style: .trimmed(9)),
        .init("relative-error", style: .trimmed(2)),
      ],
      hasRowHeaders: true)
    for (i, key) in keys.enumerated() {
      lecture.add([
        .localized(try words("class.\(key)")), .number(p[i]), .number(q[i]),
        .number(q[i] == 0 ? 0 : -q[i] * Double.log(p[i])),
      ])
      check.add([.localized(try words("class.\(key)")), .number(gradient[i]), .number(measured[i]), .number(errors[i])])
    }
    var three = DataTable([.init("case"), .init("true-probability"), .init("loss")], hasRowHeaders: true)
    for entry in cases {
      three.add([
        .localized(try words("case.\(entry.key)")), .number(entry.p), .number(try Course.information(entry.p, .nats)),
      ])
    }
    var zero = DataTable([.init("handling"), .init("loss")], hasRowHeaders: true)
    zero.add([.localized(try words("handling.infinite")), .text("∞")])
    for limit in [1e-7, 1e-15, 0x1p-52] {
      zero.add([
        .localized(try words("handling.clip", ["limit": .number(limit, digits: 2)])), .number(-Double.log(limit), ),
      ])
    }
    zero.add([.localized(try words("handling.clamp", ["limit": .number(-100)])), .number(100)])
    return ["lecture-table": lecture, "three-cases": three, "gradient-table": check, "zero-table": zero]
  }
}
