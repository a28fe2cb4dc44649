import Tensors

/// Trains a network by mini-batches; all that is random comes from one generator.
///
/// ```swift
/// var generator = SeededGenerator(seed: 231)
/// let (training, validation) = Dataset.xor.split(share: 0, generator: &generator)
/// let result = Trainer(optimizer: SGD(rate: 0.1), epochs: 500, batchSize: 4)
///   .train(objective, on: training, validation: validation, generator: &generator)
/// print(result.history.finalCost)
/// ```
public struct Trainer: Sendable {
  /// The rule for steps; each training starts from a copy of it.
  public var optimizer: any Optimizer
  /// Passes over the training data.
  public var epochs: Int
  /// Samples a step; the last batch of an epoch may be smaller.
  public var batchSize: Int
  /// A cost of more than this many times the first one ends the training.
  public var explosion = 1e6

  /// Describes a training.
  public init(optimizer: any Optimizer, epochs: Int, batchSize: Int) {
    self.optimizer = optimizer
    self.epochs = epochs
    self.batchSize = batchSize
  }

  /// Trains.
  ///
  /// Each epoch goes through the training data once, in an order drawn from the generator. Where the network is
  /// a chain that `TrainingPlan` knows, its steps are used: the same parameters to the last bit, without
  /// allocation.
  ///
  /// - Parameters:
  ///   - objective: the network to start from, and its loss.
  ///   - training: the samples to learn from.
  ///   - validation: samples that are only looked at; may be empty.
  ///   - generator: shuffles the samples and seeds dropout.
  ///   - progress: told the share that is done, after each epoch.
  public func train(
    _ objective: Objective<Double>, on training: Dataset, validation: Dataset? = nil,
    generator: inout SeededGenerator, progress: ((Double) -> Void)? = nil
  ) -> Result {
    let batch = max(1, min(batchSize, training.count))
    let plan = (optimizer as? SGD).flatMap { (sgd: SGD) -> TrainingPlan? in
      TrainingPlan(
        objective, optimizer: sgd, inputs: training.inputs, targets: training.targets, batchSize: batch)
    }
    return train(objective, on: training, validation, batch, plan, &generator, progress)
  }

  /// Trains by `plan` where there is one.
  func train(
    _ objective: Objective<Double>, on training: Dataset, _ validation: Dataset?, _ batch: Int,
    _ plan: consuming TrainingPlan?, _ generator: inout SeededGenerator, _ progress: ((Double) -> Void)?
  ) -> Result {
    let held = validation.flatMap { $0.count > 0 ? $0 : nil }
    var steps = NetworkSteps(objective, optimizer: optimizer, data: training)
    let names = objective.network.parameters.map(\.name)
    var squares = [Double](repeating: 0, count: 2 * names.count)
    var result = Result(
      initial: objective, objective: objective, history: TrainingHistory(parameterNames: names),
      training: training, validation: held)
    result.record(0, rate: optimizer.rate, StepNorms(parameters: names.count))
    for epoch in stride(from: 1, through: epochs, by: 1) {
      let order = generator.permutation(training.count)
      var norms = StepNorms(parameters: names.count)
      for start in stride(from: 0, to: order.count, by: batch) {
        let places = start..<min(start + batch, order.count)
        let context = ForwardContext(isTraining: true, seed: generator.next())
        let cost =
          plan?.step(places, of: order, squares: &squares)
          ?? steps.step(order[places], context: context, squares: &squares)
        norms.add(squares: squares)
        // What follows would be NaN too.
        if !cost.isFinite { break }
      }
      result.objective = steps.objective
      plan?.store(in: &result.objective)
      result.record(epoch, rate: optimizer.rate, norms)
      progress?(Double(epoch) / Double(epochs))
      result.divergence = divergence(result.history)
      if result.divergence != nil { break }
    }
    return result
  }

  private func divergence(_ history: TrainingHistory) -> Divergence? {
    guard let first = history.epochs.first, let last = history.epochs.last else { return nil }
    let start = first.trainCost
    guard last.trainCost.isFinite else {
      return Divergence(epoch: last.epoch, cost: last.trainCost, firstCost: start, reason: .notFinite)
    }
    // A start at cost 0 may not make every cost an explosion.
    guard last.trainCost > explosion * max(start, 1e-3) else { return nil }
    return Divergence(epoch: last.epoch, cost: last.trainCost, firstCost: start, reason: .exploded)
  }
}
