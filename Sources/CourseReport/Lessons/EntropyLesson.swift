import Information
import Networks
import Plotting
import RealModule
import Tensors

/// Lesson 6: entropy, the mean of information.
public enum EntropyLesson: Lesson {
  /// `entropy`.
  public static let name = LessonName.entropy

  /// Four outcomes (Shannon's example).
  static let four = [0.5, 0.25, 0.125, 0.125]
  private static let sideP = 0.1
  /// How often the estimate from samples is repeated.
  private static let repeats = 40

  /// Entropy estimated from so many samples: in one run, and the mean of all.
  private struct Estimate {
    var count: Int
    var bits: Double
    var mean: Double
  }

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let fourBits = try Course.entropy(four)
    let shares = classShares(run)
    let estimates = try estimate(run)
    let classBits = try Course.entropy(shares.map(\.share))
    let classMaximum = Double.log2(Double(max(shares.count, 1)))
    let rare = 0.01
    let values: TemplateValues = [
      "peakBits": .number(try Course.entropy([0.5, 0.5])), "oneOverE": .number(1 / Double.exp(1), digits: 4),
      "sideP": .number(sideP), "otherSideP": .number(1 - sideP),
      "sideBits": .number(try Course.entropy([sideP, 1 - sideP])),
      "triangleMaximum": .number(try Course.entropy([1.0 / 3, 1.0 / 3, 1.0 / 3])),
      "edgeBits": .number(try Course.entropy([0.5, 0.5, 0])), "largestK": .integer(32),
      "largestKBits": .number(Double.log2(32)), "fourBits": .number(fourBits), "fourPText": Course.list(four),
      "fourInformationText": Course.list(try four.map { p throws(ReportError) in try Course.information(p, .bits) }),
      "fourTermsText": Course.list(four.map { Information.entropyTerm($0, unit: .bits) }),
      "fourTerms": .text(
        four.map { NumberText.text(Information.entropyTerm($0, unit: .bits), .trimmed(4), in: .en) }.joined(
          separator: " + ")),
      "rareP": .number(rare), "rareBits": .number(try Course.information(rare, .bits)),
      "rareTerm": .number(Information.entropyTerm(rare, unit: .bits), digits: 3), "dieBits": .number(Double.log2(6)),
      "threeCoins": .number(Double.log2(8)), "samples": .integer(run.dataset.count), "classes": .integer(shares.count),
      "classBits": .number(classBits), "classMaximum": .number(classMaximum),
      "isRegression": .flag(run.isRegression),
      "classShare": .percent(classMaximum > 0 ? classBits / classMaximum : 1, 0),
      "firstCount": .integer(estimates.first?.count ?? 0),
      "firstEstimate": .number(estimates.first?.bits ?? 0, digits: 3),
      "lastCount": .integer(estimates.last?.count ?? 0), "lastEstimate": .number(estimates.last?.bits ?? 0),
      "repeats": .integer(repeats), "meanFirst": .number(estimates.first?.mean ?? 0, digits: 3),
      "meanLast": .number(estimates.last?.mean ?? 0),
    ]
    let words = words.with(values)
    return LessonContent(
      name: name, values: values,
      figures: [
        try binary(words), try triangle(words), try uniform(words), try terms(words),
        try classes(words, shares), try convergence(words, estimates, fourBits),
      ], thumbnail: "binary-entropy")
  }

  /// The share of each class; for a regression, of the quarters of the range of the target.
  private static func classShares(_ run: CourseRun) -> [(name: String, count: Int, share: Double)] {
    let total = Double(max(run.dataset.count, 1))
    switch run.dataset.targets {
    case .classes(let labels):
      return run.classNames.enumerated().map { index, name in
        let count = labels.count { $0 == index }
        return (name, count, Double(count) / total)
      }
    case .values(let values):
      let column = stride(from: 0, to: values.count, by: max(values.shape.last ?? 1, 1)).map { values.elements[$0] }
      let (low, high) = (column.min() ?? 0, column.max() ?? 1)
      let counts = (0..<4).map { quarter in
        column.count { min(3, Int((($0 - low) / max(high - low, .leastNormalMagnitude)) * 4)) == quarter }
      }
      return counts.enumerated().map { ("Q\($0 + 1)", $1, Double($1) / total) }
    }
  }

  private static func estimate(_ run: CourseRun) throws(ReportError) -> [Estimate] {
    var generator = run.generator("entropy.estimate")
    let targets = Course.logGrid(5, 20_000, 60).map { Int($0.rounded()) }
    var estimates = targets.map { Estimate(count: $0, bits: 0, mean: 0) }
    for repetition in 0..<repeats {
      var counts = [0, 0, 0, 0]
      var drawn = 0
      for (place, target) in targets.enumerated() {
        while drawn < target {
          counts[outcome(generator.uniform())] += 1
          drawn += 1
        }
        let bits = try Course.entropy(counts.map { Double($0) / Double(drawn) })
        if repetition == 0 { estimates[place].bits = bits }
        estimates[place].mean += bits / Double(repeats)
      }
    }
    return estimates
  }

  /// Which of the four outcomes a uniform number stands for.
  private static func outcome(_ u: Double) -> Int {
    var sum = 0.0
    for (place, p) in four.enumerated() {
      sum += p
      if u < sum { return place }
    }
    return four.count - 1
  }

  private static func binary(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let ps = Course.grid(0, 1, 200)
    let first = ps.map { Information.entropyTerm($0, unit: .bits) }
    let second = ps.map { Information.entropyTerm(1 - $0, unit: .bits) }
    let sum = zip(first, second).map { $0 + $1 }
    return try CourseFigure(
      "binary-entropy", words,
      data: .columns([(.init("p"), ps), (.init("entropy"), sum), (.init("first"), first), (.init("second"), second)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("binary-entropy.title"), x: Axis(try w("binary-entropy.x"), range: 0...1),
        y: Axis(try w("binary-entropy.y"), hasGrid: true, includesZero: true),
        marks: [
          .line(LineMark(x: ps, y: sum, color: .blue, label: try w("binary-entropy.sum"), width: 2.5)),
          .line(
            LineMark(
              x: ps, y: first, color: .vermilion, label: try w("binary-entropy.first"), width: 1.5, dash: [7, 4])),
          .line(
            LineMark(x: ps, y: second, color: .green, label: try w("binary-entropy.second"), width: 1.5, dash: [2, 3])),
          .points(PointMark([Point(0.5, 1), Point(sideP, sum[20]), Point(1 - sideP, sum[180])], radius: 4.5)),
          .note(NoteMark(try w("binary-entropy.peak"), at: Point(0.5, 1), offset: Point(0, 10))),
          .note(NoteMark(try w("binary-entropy.side"), at: Point(sideP, sum[20]), offset: Point(-8, -12))),
          .note(NoteMark(try w("binary-entropy.side"), at: Point(1 - sideP, sum[180]), offset: Point(8, -12))),
        ], hasLegend: true)
    }
  }

  private static func triangle(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    var rows: [[Double]] = []
    for i in 0...10 {
      for j in 0...(10 - i) {
        let p = [Double(i) / 10, Double(j) / 10, Double(10 - i - j) / 10]
        rows.append(p + [try Course.entropy(p)])
      }
    }
    return try CourseFigure(
      "entropy-triangle", words, size: .half,
      data: DataTable([.init("a"), .init("b"), .init("c"), .init("entropy")], numbers: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      TernaryMap(
        title: try w("entropy-triangle.title"), maximum: Double.log2(3),
        corners: [try w("entropy-triangle.a"), try w("entropy-triangle.b"), try w("entropy-triangle.c")],
        levels: [0.25, 0.5, 0.75, 1, 1.25, 1.5], unit: try w("entropy-triangle.unit"),
        note: w.number(Double.log2(3), .fixed(2))
      ) { a, b, c in
        [a, b, c].reduce(0) { $0 + Information.entropyTerm(max($1, 0), unit: .bits) }
      }
    }
  }

  private static func uniform(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let ks = (1...32).map(Double.init)
    let bits = ks.map { Double.log2($0) }
    return try CourseFigure(
      "uniform-entropy", words, size: .half,
      data: .columns([(.init("k", style: .integer), ks), (.init("entropy"), bits)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      let marked = [1.0, 2, 4, 8, 16, 32].map { Point($0, Double.log2($0)) }
      return Chart(
        title: try w("uniform-entropy.title"), x: Axis(try w("uniform-entropy.x"), range: 0...33, tickCount: 4),
        y: Axis(try w("uniform-entropy.y"), hasGrid: true, includesZero: true),
        marks: [.line(LineMark(x: ks, y: bits)), .points(PointMark(marked))], size: CourseFigure.SizeClass.half.size)
    }
  }

  private static func terms(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let information = four.map { -Double.log2($0) }
    let products = zip(four, information).map { $0 * $1 }
    let names = ["A", "B", "C", "D"]
    return try CourseFigure(
      "entropy-terms", words,
      data: DataTable(
        [.init("outcome"), .init("probability"), .init("information"), .init("product")],
        rows: names.indices.map {
          [.text(names[$0]), .number(four[$0]), .number(information[$0]), .number(products[$0])]
        },
        hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      let size = ChartGrid.partSize(of: Size(760, 300), columns: 3, rows: 1)
      func part(_ key: String, _ values: [Double], _ color: Color) throws(ReportError) -> Chart {
        Chart(
          title: "", x: Axis(try w("entropy-terms.\(key)"), categories: names), y: Axis("", includesZero: true),
          marks: [.bars(BarMark(values, color: color, width: 0.6, valueLabels: values.map { w.number($0) }))],
          size: size)
      }
      return ChartGrid(
        title: try w("entropy-terms.title"),
        parts: [
          try part("probability", four, .blue), try part("information", information, .vermilion),
          try part("product", products, .green),
        ], columns: 3, size: Size(760, 300))
    }
  }

  private static func classes(
    _ words: LessonWords, _ shares: [(name: String, count: Int, share: Double)]
  ) throws(ReportError) -> CourseFigure {
    let terms = shares.map { Information.entropyTerm($0.share, unit: .bits) }
    let shown = shares.prefix(24)
    return try CourseFigure(
      "class-entropy", words,
      data: DataTable(
        [.init("class"), .init("count", style: .integer), .init("probability"), .init("term")],
        rows: zip(shares, terms).map { [.user($0.name), .integer($0.count), .number($0.share), .number($1)] },
        hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("class-entropy.title"), x: Axis("", categories: shown.map(\.name)),
        y: Axis(try w("class-entropy.y"), hasGrid: true, includesZero: true),
        marks: [
          .bars(
            BarMark(
              Array(terms.prefix(24)), width: 0.5, valueLabels: terms.prefix(24).map { w.number($0, .trimmed(3)) }))
        ], size: Size(760, 300))
    }
  }

  private static func convergence(
    _ words: LessonWords, _ estimates: [Estimate], _ truth: Double
  ) throws(ReportError) -> CourseFigure {
    let counts = estimates.map { Double($0.count) }
    let bits = estimates.map(\.bits)
    let means = estimates.map(\.mean)
    return try CourseFigure(
      "entropy-estimate", words,
      data: .columns([(.init("samples", style: .integer), counts), (.init("estimate"), bits), (.init("mean"), means)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("entropy-estimate.title"), x: Axis(try w("entropy-estimate.x"), .logarithmic),
        y: Axis(try w("entropy-estimate.y"), hasGrid: true),
        marks: [
          .rule(RuleMark(.horizontal, at: truth, label: try w("entropy-estimate.true"), color: .green)),
          .line(
            LineMark(
              x: counts, y: bits, color: .vermilion, label: try w("entropy-estimate.series"), width: 1.5, dash: [5, 3])),
          .line(LineMark(x: counts, y: means, label: try w("entropy-estimate.mean"), width: 2.5)),
        ], size: Size(760, 320), hasLegend: true)
    }
  }
}
