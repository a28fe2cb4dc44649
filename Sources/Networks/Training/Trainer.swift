import Tensors

/// Trains a network by mini-batches; all that is random comes from one generator.
public struct Trainer: Sendable {
  /// The rule for steps.
  public var optimizer: any Optimizer
  /// Passes over the training data.
  public var epochs: Int
  /// Samples a step.
  public var batchSize: Int

  /// Why training stopped before its end.
  public struct Divergence: Sendable, Equatable {
    /// The epoch in which it was noticed.
    public var epoch: Int
    /// The cost then.
    public var cost: Double
  }

  /// What training gives.
  public struct Result: Sendable {
    /// The network with its trained parameters.
    public var objective: Objective<Double>
    /// What happened.
    public var history: TrainingHistory
    /// Set where the cost stopped being finite or exploded; training ended there.
    public var divergence: Divergence?
  }

  /// Describes a training.
  public init(optimizer: any Optimizer, epochs: Int, batchSize: Int) {
    self.optimizer = optimizer
    self.epochs = epochs
    self.batchSize = batchSize
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - objective: the network to start from, and its loss.
  ///   - training: the samples to learn from.
  ///   - validation: samples that are only looked at; may be empty.
  ///   - generator: shuffles the samples and seeds dropout.
  ///   - progress: told the share that is done.
  public func train(
    _ objective: Objective<Double>, on training: Dataset, validation: Dataset? = nil,
    generator: inout SeededGenerator, progress: ((Double) -> Void)? = nil
  ) -> Result {
    var objective = objective
    var optimizer = optimizer
    var parameters = objective.network.parameters
    var history = TrainingHistory(parameterNames: parameters.map(\.name))
    let held = (validation?.count ?? 0) > 0 ? validation : nil
    history.epochs.append(
      measure(objective, 0, training, held, norms: [Double](repeating: 0, count: parameters.count), steps: 0))
    let first = history.finalCost
    let batch = max(1, min(batchSize, training.count))
    for epoch in 1...max(epochs, 1) where epochs > 0 {
      let order = generator.permutation(training.count)
      var gradientNorms = [Double](repeating: 0, count: parameters.count)
      var updateNorms = gradientNorms
      var steps = 0
      for start in stride(from: 0, to: order.count, by: batch) {
        let places = Array(order[start..<min(start + batch, order.count)])
        let context = ForwardContext(isTraining: true, seed: generator.next())
        let gradients = objective.gradients(
          training.inputs.selectingRows(places), training.targets.selecting(places), context: context
        ).parameters
        let before = parameters
        optimizer.step(&parameters, gradients: gradients)
        objective.network.parameters = parameters
        for index in parameters.indices {
          gradientNorms[index] += gradients[index].norm
          updateNorms[index] += (parameters[index].value - before[index].value).norm
        }
        steps += 1
      }
      absorb(&objective, training)
      var row = measure(objective, epoch, training, held, norms: gradientNorms, steps: steps)
      row.updateNorms = updateNorms.map { $0 / Double(max(steps, 1)) }
      history.epochs.append(row)
      progress?(Double(epoch) / Double(epochs))
      if !row.trainCost.isFinite || row.trainCost > 1e6 * max(first, 1e-3) {
        return Result(
          objective: objective, history: history, divergence: Divergence(epoch: epoch, cost: row.trainCost))
      }
    }
    return Result(objective: objective, history: history, divergence: nil)
  }

  /// Lets layers take over statistics of the data (batch normalisation), once an epoch.
  private func absorb(_ objective: inout Objective<Double>, _ data: Dataset) {
    var current = data.inputs
    let context = ForwardContext(isTraining: true, seed: 0)
    for index in objective.network.layers.indices {
      current = Self.absorb(&objective.network.layers[index], current, context)
    }
  }

  private static func absorb(
    _ layer: inout any Layer<Double>, _ input: Tensor<Double>, _ context: ForwardContext
  ) -> Tensor<Double> {
    func open<Opened: Layer<Double>>(_ opened: Opened) -> (any Layer<Double>, Tensor<Double>) {
      var copy = opened
      let (output, cache) = copy.forward(input, context: context)
      copy.absorb(cache)
      return (copy, output)
    }
    let (changed, output) = open(layer)
    layer = changed
    return output
  }

  private func measure(
    _ objective: Objective<Double>, _ epoch: Int, _ training: Dataset, _ validation: Dataset?, norms: [Double],
    steps: Int
  ) -> TrainingHistory.Epoch {
    let train = Self.score(objective, training)
    let held = validation.map { Self.score(objective, $0) }
    return TrainingHistory.Epoch(
      epoch: epoch, trainCost: train.cost, validationCost: held?.cost, trainAccuracy: train.accuracy,
      validationAccuracy: held?.accuracy, gradientNorms: norms.map { $0 / Double(max(steps, 1)) },
      updateNorms: norms.map { _ in 0 })
  }

  /// The cost of a data set, and the share of right classes.
  public static func score(_ objective: Objective<Double>, _ data: Dataset) -> (cost: Double, accuracy: Double?) {
    let output = objective.network.predict(data.inputs)
    let cost = objective.loss.cost(output, data.targets) + objective.penalty
    guard case .classes(let labels) = data.targets, !labels.isEmpty else { return (cost, nil) }
    let right = zip(predictedClasses(output), labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
    return (cost, Double(right) / Double(labels.count))
  }

  /// The class with the largest score of each row; of one score a row, whether it is above 0.
  public static func predictedClasses(_ output: Tensor<Double>) -> [Int] {
    let width = output.shape.last ?? 1
    guard width > 1 else { return output.elements.map { $0 > 0 ? 1 : 0 } }
    return (0..<output.shape[0]).map { row in
      var best = 0
      for place in 1..<width where output.elements[row * width + place] > output.elements[row * width + best] { best = place }
      return best
    }
  }
}
