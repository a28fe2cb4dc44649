import Networks
import Tensors
import Testing

struct TrainerTests {
  private func objective(
    inputs: Int, layers: [Specification], loss: String = "softmax-cross-entropy", seed: UInt64 = 1,
    regularization: Double = 0
  ) throws -> Objective<Double> {
    var generator = SeededGenerator(seed: seed)
    let network = try Network<Double>(inputShape: [inputs], specifications: layers, generator: &generator)
    return Objective(
      network: network, loss: try LossCatalog.make(Specification(loss)), regularization: regularization)
  }

  private func dense(_ units: Int) -> Specification { Specification("dense", main: .number(Double(units))) }

  private func train(
    _ objective: Objective<Double>, _ data: Dataset, _ optimizer: any Optimizer, epochs: Int = 20, batch: Int = 8,
    seed: UInt64 = 5
  ) -> Trainer.Result {
    var generator = SeededGenerator(seed: seed)
    let (training, validation) = data.split(share: 0.25, generator: &generator)
    return Trainer(optimizer: optimizer, epochs: epochs, batchSize: batch)
      .train(objective, on: training, validation: validation, generator: &generator)
  }

  private var spiral: Dataset {
    var generator = SeededGenerator(seed: 3)
    return .spiral(samples: 90, classes: 3, noise: 0.1, generator: &generator)
  }

  @Test func `the same seed gives the same numbers, another seed others`() throws {
    let objective = try objective(inputs: 2, layers: [dense(8), Specification("tanh"), dense(3)])
    let first = train(objective, spiral, SGD(rate: 0.1, momentum: 0.9))
    let again = train(objective, spiral, SGD(rate: 0.1, momentum: 0.9))
    let other = train(objective, spiral, SGD(rate: 0.1, momentum: 0.9), seed: 6)
    #expect(first.history == again.history)
    #expect(first.objective.network.parameters == again.objective.network.parameters)
    #expect(first.history != other.history)
  }

  @Test func `a batch of all samples is gradient descent on the cost`() throws {
    let objective = try objective(inputs: 2, layers: [dense(4), Specification("tanh"), dense(3)], regularization: 0.1)
    var generator = SeededGenerator(seed: 5)
    let data = spiral
    let result = Trainer(optimizer: SGD(rate: 0.5), epochs: 3, batchSize: data.count)
      .train(objective, on: data, generator: &generator)
    var own = objective
    for _ in 0..<3 {
      let gradient = own.gradients(data.inputs, data.targets, context: ForwardContext(isTraining: true))
      for index in own.network.parameters.indices {
        own.network.parameters[index].value.add(-0.5, times: gradient.parameters[index])
      }
    }
    for (a, b) in zip(result.objective.network.parameters, own.network.parameters) {
      for (x, y) in zip(a.value.elements, b.value.elements) { #expect(abs(x - y) < 1e-13, "\(a.name)") }
    }
  }

  @Test func `linear regression finds the least-squares line`() throws {
    // The solution of the normal equations for y = 2x + 1 with residuals ±0.5, worked by hand: slope 2, intercept 1.
    let data = Dataset(
      name: "line", inputs: Tensor(rows: [[-1], [-1], [1], [1]]),
      targets: .values(Tensor(rows: [[-0.5], [-1.5], [3.5], [2.5]])), featureNames: ["x"], classNames: [],
      source: "by hand")
    let objective = try objective(inputs: 1, layers: [dense(1)], loss: "squared-error")
    var generator = SeededGenerator(seed: 5)
    let result = Trainer(optimizer: SGD(rate: 0.1), epochs: 400, batchSize: 4)
      .train(objective, on: data, generator: &generator)
    let found = result.objective.network.parameters.map { $0.value.elements[0] }
    #expect(abs(found[0] - 2) < 1e-12 && abs(found[1] - 1) < 1e-12)
    #expect(result.history.epochs.last?.trainAccuracy == nil)
  }

  @Test(arguments: ["sgd", "adam"]) func `exclusive or is learnt`(name: String) throws {
    let optimizer: any Optimizer = name == "sgd" ? SGD(rate: 0.5, momentum: 0.9) : Adam(rate: 0.05)
    let objective = try objective(inputs: 2, layers: [dense(8), Specification("tanh"), dense(2)])
    var generator = SeededGenerator(seed: 5)
    let result = Trainer(optimizer: optimizer, epochs: 300, batchSize: 4)
      .train(objective, on: .xor, generator: &generator)
    #expect(result.history.finalCost < 0.01)
    #expect(result.history.epochs.last?.trainAccuracy == 1)
    #expect(result.divergence == nil)
  }

  @Test func `the history tells of every epoch, and of the start`() throws {
    let objective = try objective(inputs: 2, layers: [dense(4), Specification("relu"), dense(3)])
    let result = train(objective, spiral, SGD(rate: 0.1), epochs: 7)
    #expect(result.history.epochs.map(\.epoch) == Array(0...7))
    #expect(result.history.parameterNames == objective.network.parameters.map(\.name))
    for epoch in result.history.epochs.dropFirst() {
      #expect(epoch.gradientNorms.count == 4 && epoch.updateNorms.count == 4)
      #expect(epoch.validationCost != nil && epoch.validationAccuracy != nil)
      // Without momentum an update is the rate times the gradient.
      #expect(abs(epoch.updateNorm - 0.1 * epoch.gradientNorm) < 1e-12 * epoch.updateNorm)
    }
    #expect(result.history.finalCost == Trainer.score(result.objective, result.training).cost)
  }

  @Test(arguments: [(1e3, 1), (1e200, 8)]) func `a training that diverges ends early`(rate: Double, batch: Int) throws {
    var generator = SeededGenerator(seed: 2)
    let data = Dataset(
      name: "line", inputs: Tensor(rows: (0..<16).map { [Double($0), generator.normal()] }),
      targets: .values(Tensor(rows: (0..<16).map { [Double($0)] })), featureNames: ["x", "y"], classNames: [],
      source: "generated")
    let objective = try objective(inputs: 2, layers: [dense(1)], loss: "squared-error")
    let result = train(objective, data, SGD(rate: rate), epochs: 50, batch: batch)
    let divergence = try #require(result.divergence)
    #expect(divergence.epoch < 10 && result.history.epochs.count == divergence.epoch + 1)
    #expect(divergence.cost.isNaN || divergence.cost > 1e6 * divergence.firstCost)
    #expect((divergence.reason == .notFinite) == !divergence.cost.isFinite)
  }

  @Test(arguments: [
    ("binary-cross-entropy", [-3.0, -0.1, 0.1, 3], 0.75), ("squared-error", [0.1, 0.4, 0.6, 0.9], 0.75),
    ("squared-error", [-3, -0.1, 0.1, 3], 0.5),
  ])
  func `classes that a loss compares as numbers are counted right by its own boundary`(
    loss: String, outputs: [Double], share: Double
  ) throws {
    // One weight of 1: outputs are inputs.
    let network = try Network(
      inputShape: [1], layers: [Dense(weights: Tensor(rows: [[1.0]]), bias: .zeros([1]))])
    let objective = Objective(network: network, loss: try LossCatalog.make(Specification(loss)))
    let data = Dataset(
      name: "two", inputs: Tensor(shape: [4, 1], elements: outputs),
      targets: .values(Tensor(shape: [4, 1], elements: [0, 1, 1, 1])), featureNames: ["x"], classNames: ["a", "b"],
      source: "")
    #expect(Trainer.score(objective, data).accuracy == share)
    var numbers = data
    numbers.classNames = []
    #expect(Trainer.score(objective, numbers).accuracy == nil)
  }

  @Test func `an optimizer is copied: one training does not change the next`() throws {
    let objective = try objective(inputs: 2, layers: [dense(3)])
    let trainer = Trainer(optimizer: Adam(rate: 0.1), epochs: 3, batchSize: 8)
    let data = spiral
    func run() -> TrainingHistory {
      var generator = SeededGenerator(seed: 5)
      return trainer.train(objective, on: data, generator: &generator).history
    }
    #expect(run() == run())
  }
}
