import Information
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
      let found = Trainer.predictedClasses(output)
      let width = output.shape.last ?? 1
      for sample in labels.indices {
        counts[labels[sample]][found[sample]] += 1
        let row = Array(output.elements[(sample * width)..<((sample + 1) * width)])
        let p =
          width > 1 ? Information.softmax(row).max() ?? 1 : max(Course.sigmoid(row[0]), 1 - Course.sigmoid(row[0]))
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
        cellTexts: counts.map { $0.map(String.init) }, size: Size(460, 400))
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
        y: Axis(try w("calibration.y"), range: 0...1.03, hasGrid: true),
        marks: [
          .line(
            LineMark(
              [Point(0, 0), Point(1, 1)], color: .frame, label: try w("calibration.ideal"), width: 1, dash: [4, 3])),
          .points(PointMark(bins.map { Point($0.probability, $0.share) }, radius: 5)),
        ], size: Size(460, 400), hasLegend: true)
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
      let size = ChartGrid.partSize(of: Size(760, 300), columns: 2, rows: 1)
      func part(_ key: String, _ rows: [[Double]]) throws(ReportError) -> HeatMap {
        HeatMap(
          title: try w("weights.\(key)"), rows: rows,
          rowNames: rows.count <= 12 && rows.count == features.count ? features : [],
          unit: try w("weights.unit"), map: .diverging, range: -most...most, size: size)
      }
      return ChartGrid(
        title: try w("weights.title"), parts: [try part("before", old), try part("after", new)], columns: 2,
        size: Size(760, 300))
    }
  }
}

/// The same network trained in other ways from the same start.
struct TrainingComparison {
  let crossAccuracy: [Double]
  let squaredAccuracy: [Double]
  /// The cost with gradient descent, momentum and Adam.
  let costs: [[Double]]

  init(_ run: CourseRun, epochs: Int) {
    func train(_ optimizer: any Optimizer, _ objective: Objective<Double>, _ data: Dataset) -> TrainingHistory {
      var generator = run.generator("training.compare")
      return Trainer(optimizer: optimizer, epochs: epochs, batchSize: run.configuration.training.batch)
        .train(objective, on: data, generator: &generator).history
    }
    let start = run.initial
    let labels = run.trainingLabels
    let cross = train(SGD(rate: 0.1), start, run.training)
    crossAccuracy = cross.epochs.map { $0.trainAccuracy ?? 0 }
    // Squared error compares the softmax with the one-hot answer.
    let width = max(run.classNames.count, 1)
    var oneHot = Tensor<Double>.zeros([labels.count, width])
    for (sample, label) in labels.enumerated() { oneHot.elements[sample * width + label] = 1 }
    var data = run.training
    data.targets = .values(oneHot)
    var squared: [Double] = []
    if let network = try? Network(
      inputShape: start.network.inputShape, layers: start.network.layers + [Softmax<Double>()])
    {
      var objective = Objective(network: network, loss: SquaredError<Double>())
      var generator = run.generator("training.compare")
      for epoch in 0...epochs {
        if epoch > 0 {
          objective =
            Trainer(optimizer: SGD(rate: 0.1), epochs: 1, batchSize: run.configuration.training.batch)
            .train(objective, on: data, generator: &generator).objective
        }
        let found = Trainer.predictedClasses(objective.network.predict(data.inputs))
        squared.append(Double(zip(found, labels).count { $0 == $1 }) / Double(max(labels.count, 1)))
      }
    }
    squaredAccuracy = squared
    let optimizers: [any Optimizer] = [SGD(rate: 0.1), SGD(rate: 0.1, momentum: 0.9), Adam(rate: 0.01)]
    costs = optimizers.enumerated().map { index, optimizer in
      (index == 0 ? cross : train(optimizer, start, run.training)).epochs.map(\.trainCost)
    }
  }

  func lossFigure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let epochs = crossAccuracy.indices.map(Double.init)
    return try CourseFigure(
      "losses-compared", words,
      data: .columns([
        (.init("epoch", style: .integer), epochs), (.init("cross"), crossAccuracy), (.init("squared"), squaredAccuracy),
      ])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("losses-compared.title"), x: Axis(try w("losses-compared.x")),
        y: Axis(try w("losses-compared.y"), range: 0...1.02, hasGrid: true),
        marks: [
          .line(LineMark(x: epochs, y: crossAccuracy, label: try w("losses-compared.cross"))),
          .line(
            LineMark(
              x: epochs, y: squaredAccuracy, color: .vermilion, label: try w("losses-compared.squared"), dash: [7, 4])),
        ], size: Size(760, 320), hasLegend: true)
    }
  }

  func optimizerFigure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let keys = ["sgd", "momentum", "adam"]
    let epochs = costs[0].indices.map(Double.init)
    return try CourseFigure(
      "optimizers-compared", words,
      data: .columns([(.init("epoch", style: .integer), epochs)] + zip(keys, costs).map { (.init($0), $1) })
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = []
      for (index, key) in keys.enumerated() {
        marks.append(
          .line(
            LineMark(
              x: costs[index].indices.map(Double.init), y: costs[index], color: Color.series[index],
              label: try w("optimizers-compared.\(key)"),
              dash: [[], [7, 4], [2, 3]][index])))
      }
      return Chart(
        title: try w("optimizers-compared.title"), x: Axis(try w("optimizers-compared.x")),
        y: Axis(try w("optimizers-compared.y"), .logarithmic, hasGrid: true),
        marks: marks, size: Size(760, 320), hasLegend: true)
    }
  }
}
