import Networks
import Plotting
import Tensors

/// What the trained network says of all samples.
struct Predictions {
  private let classNames: [String]
  private let counts: [[Int]]
  /// Samples by their largest probability: its mean, the share that was right, how many.
  let bins: [(probability: Double, share: Double, count: Int)]

  init(_ run: CourseRun) {
    classNames = run.classNames
    var counts = [[Int]](repeating: [Int](repeating: 0, count: run.classNames.count), count: run.classNames.count)
    var sums = [(p: Double, right: Int, count: Int)](repeating: (0, 0, 0), count: 10)
    for (data, labels) in [(run.training, run.trainingLabels), (run.validation, run.validationLabels)]
    where !labels.isEmpty {
      let output = run.trained.network.predict(data.inputs)
      let found = Trainer.predictedClasses(output, boundary: run.trained.loss.boundary)
      let probabilities = OutputProbabilities(output, of: run.trained)
      for sample in labels.indices {
        counts[labels[sample]][found[sample]] += 1
        let p = probabilities.largest(sample)
        let bin = min(9, Int(p * 10))
        sums[bin].p += p
        sums[bin].right += found[sample] == labels[sample] ? 1 : 0
        sums[bin].count += 1
      }
    }
    self.counts = counts
    bins = sums.filter { $0.count > 0 }.map { ($0.p / Double($0.count), Double($0.right) / Double($0.count), $0.count) }
  }

  var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
  var wrong: Int { counts.flatMap { $0 }.reduce(0, +) - right }
  var gap: Double { bins.map { abs($0.probability - $0.share) }.max() ?? 0 }

  func confusion(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    var rows: [[DataTable.Cell]] = []
    for (truth, row) in counts.enumerated() {
      for (found, count) in row.enumerated() {
        rows.append([.user(classNames[truth]), .user(classNames[found]), .integer(count)])
      }
    }
    return try CourseFigure(
      "confusion", words, size: .square,
      data: DataTable([.init("class"), .init("row"), .init("count", style: .integer)], rows: rows, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      HeatMap(
        title: try w("confusion.title"), rows: counts.map { $0.map(Double.init) }, rowNames: classNames,
        columnNames: classNames,
        rowLabel: try w("confusion.rows"), columnLabel: try w("confusion.columns"), unit: try w("confusion.unit"),
        cellTexts: counts.map { $0.map(String.init) }, range: 0...Double(max(counts.joined().max() ?? 1, 1)),
        isWhole: true, size: Size(460, 360))
    }
  }

  func calibration(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let rows: [[DataTable.Cell]] = bins.map { [.number($0.probability), .number($0.share), .integer($0.count)] }
    return try CourseFigure(
      "calibration", words, size: .square,
      data: DataTable([.init("probability"), .init("share"), .init("count", style: .integer)], rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("calibration.title"), x: Axis(try w("calibration.x"), range: 0...1),
        y: Axis(try w("calibration.y"), range: 0...1.1, hasGrid: true),
        marks: [
          .line(
            LineMark(
              [Point(0, 0), Point(1, 1)], color: .frame, width: 1, dash: [4, 3])),
          .note(NoteMark(try w("calibration.ideal"), at: Point(0.3, 0.3), offset: Point(8, 10))),
          .points(
            PointMark(
              bins.map { Point($0.probability, $0.share) }, radius: 5,
              valueLabels: try bins.map { bin throws(ReportError) in
                try w("calibration.count", ["count": .integer(bin.count)])
              })),
        ], size: Size(460, 400))
    }
  }
}

/// The first weights before and after training.
struct WeightMoves {
  private let before: Tensor<Double>
  private let after: Tensor<Double>
  private let features: [String]

  init(_ run: CourseRun) {
    let first = run.initial.network.parameters.firstIndex { $0.value.rank == 2 } ?? 0
    before = run.initial.network.parameters.isEmpty ? .zeros([1, 1]) : run.initial.network.parameters[first].value
    after = run.trained.network.parameters.isEmpty ? .zeros([1, 1]) : run.trained.network.parameters[first].value
    features = run.dataset.featureNames
  }

  var largest: Double { zip(before.elements, after.elements).map { abs($0 - $1) }.max() ?? 0 }

  private func rows(_ tensor: Tensor<Double>) -> [[Double]] {
    let width = max(tensor.shape.last ?? 1, 1)
    return stride(from: 0, to: tensor.count, by: width).map { Array(tensor.elements[$0..<($0 + width)]) }
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let (old, new) = (rows(before), rows(after))
    var table = DataTable([
      .init("row", style: .integer), .init("node", style: .integer), .init("before"), .init("after"),
    ])
    for (r, row) in old.enumerated() {
      for (c, value) in row.enumerated() { table.add([.integer(r), .integer(c), .number(value), .number(new[r][c])]) }
    }
    let most = (before.elements + after.elements).reduce(1e-12) { max($0, abs($1)) }
    return try CourseFigure("weights", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let whole = Size(760, min(340, 100 + 24 * Double(max(old.count, 3))))
      func part(_ key: String, _ rows: [[Double]]) throws(ReportError) -> HeatMap {
        HeatMap(
          title: try w("weights.\(key)"), rows: rows,
          rowNames: rows.count <= 12 && rows.count == features.count ? features : [],
          map: .diverging, range: -most...most, hasColorBar: false)
      }
      return ChartGrid(
        title: try w("weights.title"), parts: [try part("before", old), try part("after", new)], columns: 2,
        colorBar: ColorBar(.diverging, range: -most...most, label: try w("weights.unit")), size: whole)
    }
  }
}
