import Information
import Networks
import Plotting
import RealModule
import Tensors

/// Lesson 4: softmax.
public enum SoftmaxLesson: Lesson {
  /// `softmax`.
  public static let name = LessonName.softmax

  static let scores = [1.0, -2, 0]
  private static let jacobianLogits = [1.0, 2, 3]
  private static let cold = 0.5
  private static let hot = 3.0
  private static let shifts = Course.grid(0, 1000, 250)

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let exps = scores.map { Double.exp($0) }
    let shares = Information.softmax(scores)
    let head = TwoHeads()
    let jacobian = jacobian()
    let regions = DecisionRegions(run)
    let ds = Course.grid(-6, 6, 24)
    let gap = ds.map { abs(Course.sigmoid($0) - Information.softmax([$0, 0])[0]) }.max() ?? 0
    let coldShares = Information.softmax(scores.map { $0 / cold })
    let hotShares = Information.softmax(scores.map { $0 / hot })
    let values: TemplateValues = [
      "sigmoidValue": .number(Course.sigmoid(head.logits[0] - head.logits[1])), "softmaxValue": .number(head.shares[0]),
      "logitDifference": .number(head.logits[0] - head.logits[1], digits: 3),
      "logitDog": .number(head.logits[0], digits: 3),
      "logitNot": .number(head.logits[1], digits: 3), "dogP": .number(head.shares[0], digits: 3),
      "notP": .number(head.shares[1], digits: 3),
      "dogError": .number(head.shares[0] - 1, digits: 3), "notError": .number(head.shares[1], digits: 3),
      "scoresText": Course.list(scores), "expsText": Course.list(exps), "sharesText": Course.list(shares),
      "firstExp": .number(exps[0]), "expSum": .number(exps.reduce(0, +)), "coldT": .number(cold), "hotT": .number(hot),
      "coldTop": .number(coldShares[0], digits: 3),
      "hotTop": .number(hotShares[0], digits: 3), "coldText": Course.list(coldShares),
      "hotText": Course.list(hotShares),
      "overflowAt": .number(Double.log(.greatestFiniteMagnitude) - (scores.max() ?? 0)),
      "firstShare": .number(shares[0]), "largestShift": .integer(1000),
      "equivalenceError": .number(gap, digits: 1), "jacobianLogits": Course.list(jacobianLogits),
      "jacobianDiagonal": Course.list(jacobian.indices.map { jacobian[$0][$0] }),
      "jacobianMinimum": .number(jacobian.flatMap { $0 }.min() ?? 0, digits: 3),
      "featureX": .user(regions.featureX), "featureY": .user(regions.featureY),
      "regionCount": .integer(regions.regionCount),
      "isRegression": .flag(run.isRegression), "hasOtherFeatures": .flag(regions.hasOthers),
      "hasOneFeature": .flag(regions.hasOneFeature),
      "samples": .integer(run.training.count), "sliceAccuracy": .percent(regions.accuracy, 0),
      "overflowLimit": .number(Double.log(.greatestFiniteMagnitude), digits: 5),
      // Half of the smallest number is rounded to 0.
      "underflowLimit": .number(Double.log(.leastNonzeroMagnitude) - Double.log(2), digits: 5),
    ]
    let words = words.with(values)
    return LessonContent(
      name: name, values: values,
      figures: [
        try heads(words, head), try oneHot(words, head), try sharesFigure(words, exps, shares),
        try temperature(words, [coldShares, shares, hotShares]),
        try overflow(words), try equivalence(words, ds), try jacobianFigure(words, jacobian), try regions.figure(words),
      ], tables: try tables(words), thumbnail: "scores-to-shares")
  }

  /// Softmax without taking the maximum away first.
  private static func naive(_ z: [Double]) -> [Double] {
    let e = z.map { Double.exp($0) }
    let sum = e.reduce(0, +)
    return e.map { $0 / sum }
  }

  private static func jacobian() -> [[Double]] {
    let layer = Softmax<Double>()
    let evaluation = layer.evaluate(Tensor(rows: [jacobianLogits]), context: ForwardContext())
    return jacobianLogits.indices.map { row in
      var unit = Tensor<Double>.zeros([1, jacobianLogits.count])
      unit.elements[row] = 1
      return evaluation.pullback(unit).input.elements
    }
  }

  private static func heads(_ words: LessonWords, _ head: TwoHeads) throws(ReportError) -> CourseFigure {
    var rows: [[DataTable.Cell]] = []
    for (index, value) in head.hidden.enumerated() { rows.append([.text("h\(index + 1)"), .number(value)]) }
    rows += [
      [.text("z1"), .number(head.logits[0])], [.text("z2"), .number(head.logits[1])],
      [.text("z1 - z2"), .number(head.logits[0] - head.logits[1])],
    ]
    return try CourseFigure(
      "two-heads", words, data: DataTable([.init("node"), .init("value")], rows: rows, hasRowHeaders: true)
    ) {
      (w: Words) throws(ReportError) -> any Figure in
      let size = ChartGrid.partSize(of: Size(760, 340), columns: 2, rows: 1)
      // The body is the same on both sides, so its edges must be as thick.
      let strongest = (head.weights + head.output + head.output.map { [$0[0] - $0[1]] }).joined().map { abs($0) }.max()
      func network(_ isSingle: Bool) throws(ReportError) -> NetworkDiagram {
        let difference = head.logits[0] - head.logits[1]
        let logits = isSingle ? [difference] : head.logits
        let output = isSingle ? head.output.map { [$0[0] - $0[1]] } : head.output
        return NetworkDiagram(
          title: try w(isSingle ? "two-heads.one" : "two-heads.two"),
          columns: [
            .init(
              ["x₁", "x₂", "x₃"], values: head.input.map { w.number($0, .trimmed(2)) }, label: try w("two-heads.input")),
            .init(
              ["h₁", "h₂", "h₃"], values: head.hidden.map { w.number($0, .trimmed(3)) },
              label: try w("two-heads.hidden")),
            .init(
              isSingle ? ["z"] : ["z₁", "z₂"], values: logits.map { w.number($0, .trimmed(3)) },
              label: try w("two-heads.output")),
          ], weights: [head.weights, output], strongest: strongest, size: size)
      }
      return ChartGrid(
        title: try w("two-heads.title"), parts: [try network(true), try network(false)], columns: 2,
        size: Size(760, 340))
    }
  }

  private static func threeBars(
    _ words: LessonWords, _ name: String, _ parts: [(key: String, values: [Double], color: Color)],
    names: (Words) throws(ReportError) -> [String],
    table: DataTable, range: ClosedRange<Double>? = nil
  ) throws(ReportError) -> CourseFigure {
    try CourseFigure(name, words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let size = ChartGrid.partSize(of: Size(760, 290), columns: 3, rows: 1)
      let labels = try names(w)
      var charts: [any Figure] = []
      for part in parts {
        charts.append(
          Chart(
            title: "", x: Axis(try w("\(name).\(part.key)"), categories: labels),
            y: Axis("", range: range, includesZero: true),
            marks: [
              .bars(
                BarMark(
                  part.values, color: part.color, width: 0.6, valueLabels: part.values.map { w.number($0, .trimmed(3)) }
                )),
              .rule(RuleMark(.horizontal, at: 0, dash: [])),
            ], size: size))
      }
      return ChartGrid(title: try w("\(name).title"), parts: charts, columns: 3, size: Size(760, 290))
    }
  }

  private static func oneHot(_ words: LessonWords, _ head: TwoHeads) throws(ReportError) -> CourseFigure {
    let difference = [head.shares[0] - 1, head.shares[1]]
    var table = DataTable([.init("class"), .init("prediction"), .init("target"), .init("error")], hasRowHeaders: true)
    for (index, key) in ["dog", "not"].enumerated() {
      table.add([
        .localized(try words("class.\(key)")), .number(head.shares[index]), .number(index == 0 ? 1 : 0),
        .number(difference[index]),
      ])
    }
    return try threeBars(
      words, "one-hot-error",
      [("prediction", head.shares, .blue), ("target", [1, 0], .green), ("error", difference, .vermilion)],
      names: { (w: Words) throws(ReportError) -> [String] in [try w("class.dog"), try w("class.not")] }, table: table,
      range: -1...1.2)
  }

  private static func sharesFigure(_ words: LessonWords, _ exps: [Double], _ shares: [Double]) throws(ReportError)
    -> CourseFigure
  {
    let names = ["z₁", "z₂", "z₃"]
    let rows: [[DataTable.Cell]] = names.indices.map {
      [.text(names[$0]), .number(scores[$0]), .number(exps[$0]), .number(shares[$0])]
    }
    return try threeBars(
      words, "scores-to-shares", [("scores", scores, .blue), ("exps", exps, .vermilion), ("shares", shares, .green)],
      names: { (_: Words) throws(ReportError) -> [String] in names },
      table: DataTable([.init("class"), .init("score"), .init("exp"), .init("share")], rows: rows, hasRowHeaders: true))
  }

  private static func temperature(_ words: LessonWords, _ shares: [[Double]]) throws(ReportError) -> CourseFigure {
    let temperatures = [cold, 1, hot]
    let rows = zip(temperatures, shares).map { [$0] + $1 }
    return try CourseFigure(
      "temperature", words,
      data: DataTable(
        [.init("temperature"), .init("first"), .init("second"), .init("third")], numbers: rows, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = []
      for (index, t) in temperatures.enumerated() {
        marks.append(
          .bars(
            BarMark(
              shares[index], color: Color.series[index], width: 0.24, shift: 0.27 * Double(index - 1),
              label: try w("temperature.series", ["t": .number(t)]),
              valueLabels: shares[index].map { w.number($0, .trimmed(2)) })))
      }
      return Chart(
        title: try w("temperature.title"), x: Axis("", categories: ["z₁", "z₂", "z₃"]),
        y: Axis(try w("temperature.y"), hasGrid: true, includesZero: true),
        marks: marks, size: Size(760, 320), hasLegend: true)
    }
  }

  private static func overflow(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let plain = shifts.map { c in naive(scores.map { $0 + c })[0] }
    let stable = shifts.map { c in Information.softmax(scores.map { $0 + c })[0] }
    let end = shifts.indices.last { plain[$0].isFinite }.map { shifts[$0] } ?? 0
    let rows = shifts.indices.filter { $0 % 10 == 0 }.map { index -> [DataTable.Cell] in
      [.number(shifts[index]), .number(plain[index]), .number(stable[index])]
    }
    return try CourseFigure(
      "overflow", words,
      data: DataTable([.init("shift", style: .integer), .init("naive"), .init("stable")], rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("overflow.title"), x: Axis(try w("overflow.x"), range: 0...1000),
        y: Axis(try w("overflow.y"), range: 0...1, hasGrid: true),
        marks: [
          .line(LineMark(x: shifts, y: stable, color: .blue, label: try w("overflow.stable"), dash: [7, 4])),
          .line(LineMark(x: shifts, y: plain, color: .vermilion, label: try w("overflow.naive"), width: 3)),
          .rule(RuleMark(.vertical, at: end, label: try w("overflow.limit"), color: .vermilion)),
        ], size: Size(760, 300), hasLegend: true)
    }
  }

  private static func equivalence(_ words: LessonWords, _ ds: [Double]) throws(ReportError) -> CourseFigure {
    let fine = Course.grid(-6, 6, 120)
    let points = ds.map { Point($0, Information.softmax([$0, 0])[0]) }
    let rows = ds.map { [$0, Course.sigmoid($0), Information.softmax([$0, 0])[0]] }
    return try CourseFigure(
      "sigmoid-softmax", words, size: .half,
      data: DataTable([.init("difference"), .init("sigmoid"), .init("softmax")], numbers: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("sigmoid-softmax.title"), x: Axis(try w("sigmoid-softmax.x")),
        y: Axis(try w("sigmoid-softmax.y"), range: 0...1, hasGrid: true),
        marks: [
          .line(LineMark(x: fine, y: fine.map(Course.sigmoid), label: try w("sigmoid-softmax.sigmoid"))),
          .points(PointMark(points, color: .vermilion, radius: 3, label: try w("sigmoid-softmax.softmax"))),
        ], size: CourseFigure.SizeClass.half.size, hasLegend: true)
    }
  }

  private static func jacobianFigure(_ words: LessonWords, _ rows: [[Double]]) throws(ReportError) -> CourseFigure {
    try CourseFigure(
      "softmax-jacobian", words, size: .half,
      data: DataTable(
        [.init("row"), .init("z1"), .init("z2"), .init("z3")],
        rows: rows.enumerated().map { [.text("p\($0 + 1)")] + $1.map { .number($0) } }, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      HeatMap(
        title: try w("softmax-jacobian.title"), rows: rows, rowNames: ["p₁", "p₂", "p₃"],
        columnNames: ["z₁", "z₂", "z₃"],
        unit: try w("softmax-jacobian.unit"), map: .diverging,
        cellTexts: rows.map { $0.map { w.number($0, .fixed(3)) } },
        size: CourseFigure.SizeClass.half.size)
    }
  }

  private static func tables(_ words: LessonWords) throws(ReportError) -> [String: DataTable] {
    var naiveTable = DataTable([.init("scores"), .init("sum"), .init("shares")], hasRowHeaders: true)
    for z in [[3.0, 1, 1], [2, -3, 0.5], [1, -1, 0]] {
      let sum = z.reduce(0, +)
      func text(_ numbers: [Double]) -> String {
        "[" + numbers.map { NumberText.text($0, .trimmed(3), in: .en) }.joined(separator: ", ") + "]"
      }
      naiveTable.add([.text(text(z)), .number(sum), .text(sum == 0 ? "÷ 0" : text(z.map { $0 / sum }))])
    }
    var stable = DataTable([.init("scores"), .init("naive"), .init("stable")], hasRowHeaders: true)
    for z in [[1.0, 2, 3], [1010, 1000, 990]] {
      let plain = naive(z)
      func text(_ numbers: [Double]) -> LocalizedText {
        LocalizedText { language in
          "[" + numbers.map { NumberText.text($0, .trimmed(4), in: language) }.joined(separator: ", ") + "]"
        }
      }
      stable.add([.localized(text(z)), .localized(text(plain)), .localized(text(Information.softmax(z)))])
    }
    return ["naive-table": naiveTable, "stable-table": stable]
  }
}

/// A small network with a head of two nodes, run by this package's own layers.
struct TwoHeads {
  let input = [1.0, 0.5, -1]
  let weights = [[0.5, -0.3, 0.8], [0.2, 0.9, -0.4], [-0.6, 0.4, 0.3]]
  let output = [[0.9, -0.5], [-0.4, 0.7], [0.3, 0.2]]
  let hidden: [Double]
  let logits: [Double]
  let shares: [Double]

  init() {
    let first = Dense(weights: Tensor(rows: weights), bias: .zeros([3]))
    let second = Dense(weights: Tensor(rows: output), bias: .zeros([2]))
    let context = ForwardContext()
    let z = first.forward(Tensor(rows: [input]), context: context).output
    let h = Elementwise(ReLU<Double>()).forward(z, context: context).output
    hidden = h.elements
    logits = second.forward(h, context: context).output.elements
    shares = Information.softmax(logits)
  }
}
