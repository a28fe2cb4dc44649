import Networks
import Plotting
import Tensors

/// The same network trained in other ways from the same start.
struct TrainingComparison {
  let crossAccuracy: [Double]
  let squaredAccuracy: [Double]
  /// The cost with gradient descent, momentum and Adam.
  let costs: [[Double]]

  static let rate = 0.1
  static let momentum = 0.9
  static let adamRate = 0.01

  init(_ run: CourseRun, epochs: Int) {
    let start = run.initial
    let labels = run.trainingLabels
    let batch = run.configuration.training.batch
    let heads = Heads(start.network, labels: labels, inputs: run.training)

    // One epoch at a time, so that every loss is judged by the same measure.
    func accuracies(_ objective: Objective<Double>, _ data: Dataset, threshold: Double) -> [Double] {
      var (objective, generator) = (objective, run.generator("training.compare"))
      let trainer = Trainer(optimizer: SGD(rate: Self.rate), epochs: 1, batchSize: batch)
      return (0...epochs).map { epoch in
        if epoch > 0 { objective = trainer.train(objective, on: data, generator: &generator).objective }
        let found = Heads.classes(objective.network.predict(data.inputs), threshold: threshold)
        return Double(zip(found, labels).count { $0 == $1 }) / Double(max(labels.count, 1))
      }
    }
    crossAccuracy = accuracies(heads.cross, heads.crossData, threshold: 0)
    squaredAccuracy = accuracies(heads.squared, heads.squaredData, threshold: 0.5)
    let optimizers: [any Optimizer] = [
      SGD(rate: Self.rate), SGD(rate: Self.rate, momentum: Self.momentum), Adam(rate: Self.adamRate),
    ]
    costs = optimizers.map { optimizer in
      var generator = run.generator("training.compare")
      return Trainer(optimizer: optimizer, epochs: epochs, batchSize: batch)
        .train(start, on: run.training, generator: &generator).history.epochs.map(\.trainCost)
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
        ], size: Size(760, 320))
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
        marks: marks, size: Size(760, 320))
    }
  }
}

/// One body with two heads: cross-entropy on its logits, and squared error on the probabilities that they become.
private struct Heads {
  let cross: Objective<Double>
  let crossData: Dataset
  let squared: Objective<Double>
  let squaredData: Dataset

  init(_ network: Network<Double>, labels: [Int], inputs: Dataset) {
    let width = max((try? network.outputShape(samples: 1))?.last ?? 1, 1)
    let isBinary = width == 1
    // The answers as probabilities: of the second class alone, or one-hot.
    var answers = Tensor<Double>.zeros([labels.count, width])
    for (sample, label) in labels.enumerated() where isBinary || label < width {
      if isBinary { answers.elements[sample] = Double(label) } else { answers.elements[sample * width + label] = 1 }
    }
    let head: any Layer<Double> = isBinary ? Elementwise(Sigmoid<Double>()) : Softmax<Double>()
    var (crossData, squaredData) = (inputs, inputs)
    crossData.targets = isBinary ? .values(answers) : .classes(labels)
    squaredData.targets = .values(answers)
    cross = Objective(
      network: network, loss: isBinary ? BinaryCrossEntropy<Double>() : SoftmaxCrossEntropy<Double>())
    // A head without parameters fits every network.
    let whole = (try? Network(inputShape: network.inputShape, layers: network.layers + [head])) ?? network
    squared = Objective(network: whole, loss: SquaredError<Double>())
    self.crossData = crossData
    self.squaredData = squaredData
  }

  /// The class of each row: the largest value's, or of a single one whether it is above the threshold.
  static func classes(_ output: Tensor<Double>, threshold: Double) -> [Int] {
    guard output.shape.last == 1 else { return Trainer.predictedClasses(output) }
    return output.elements.map { $0 > threshold ? 1 : 0 }
  }
}
