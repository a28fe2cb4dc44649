import CKernels
import Tensors

/// Gradient descent for a chain of dense layers with all buffers laid out once: a step allocates nothing.
///
/// Bias and activation are added where a product ends, softmax and cross-entropy are one pass, and a gradient is
/// turned into the step while it is summed. Sums run in the order of the layers' own, so the parameters are the
/// same to the last bit as those of `Objective.gradients` with `SGD.step`.
///
/// ```swift
/// var plan = TrainingPlan(objective, optimizer: SGD(rate: 0.1), inputs: x, targets: y, batchSize: 32)
/// let cost = plan?.step(0..<32, of: generator.permutation(x.shape[0]))
/// plan?.store(in: &objective)
/// ```
public struct TrainingPlan: ~Copyable {
  private let chain: UnsafeMutablePointer<gradus_training>
  private let sampleCount: Int
  private let batchSize: Int

  /// Lays out the steps, or returns `nil` where the network is not such a chain.
  ///
  /// - Parameters:
  ///   - objective: dense layers, each followed by at most one of ReLU, leaky ReLU, tanh and sigmoid; softmax
  ///     cross-entropy of classes, or squared error of values.
  ///   - optimizer: the rule for steps, before its first one.
  ///   - inputs: all samples, `[N, features]`; they are copied.
  ///   - targets: the right answers of all samples; they are copied.
  ///   - batchSize: the largest number of samples of a step.
  public init?(
    _ objective: Objective<Double>, optimizer: SGD, inputs: Tensor<Double>, targets: Targets<Double>,
    batchSize: Int
  ) {
    guard !optimizer.hasMoved, batchSize > 0,
      let chain = Self.chain(objective, inputs: inputs, targets: targets, batchSize: batchSize)
    else { return nil }
    chain.pointee.rate = optimizer.rate
    chain.pointee.momentum = optimizer.momentum
    self.chain = chain
    self.batchSize = batchSize
    sampleCount = inputs.shape[0]
  }

  deinit { gradus_training_destroy(chain) }

  /// Moves the parameters one step.
  ///
  /// - Parameters:
  ///   - places: which of `order` make the batch; at least one, at most `batchSize`.
  ///   - order: samples by number.
  /// - Returns: the mean loss of the batch before the step, without the penalty of the regularisation.
  public mutating func step(_ places: Range<Int>, of order: [Int]) -> Double {
    step(places, of: order, squares: nil)
  }

  /// The same step; `squares` receives the sums of squares that `StepNorms` takes.
  mutating func step(_ places: Range<Int>, of order: [Int], squares: inout [Double]) -> Double {
    squares.withUnsafeMutableBufferPointer { step(places, of: order, squares: $0.baseAddress) }
  }

  private func step(_ places: Range<Int>, of order: [Int], squares: UnsafeMutablePointer<Double>?) -> Double {
    order.withUnsafeBufferPointer { rows in
      precondition(1...batchSize ~= places.count, "a step takes from 1 to \(batchSize) samples, not \(places.count)")
      for place in places {
        precondition(0..<sampleCount ~= rows[place], "there are \(sampleCount) samples, none is number \(rows[place])")
      }
      return gradus_training_step(chain, UnsafeBufferPointer(rebasing: rows[places]).baseAddress, places.count, squares)
    }
  }

  /// Writes the parameters into the objective that the plan was made of, or one with the same layers.
  public func store(in objective: inout Objective<Double>) {
    var stage: Int32 = 0
    for index in objective.network.layers.indices {
      guard var dense = objective.network.layers[index] as? Dense<Double> else { continue }
      gradus_training_store(chain, stage, &dense.weights.elements, &dense.bias.elements)
      objective.network.layers[index] = dense
      stage += 1
    }
  }

  private static func chain(
    _ objective: Objective<Double>, inputs: Tensor<Double>, targets: Targets<Double>, batchSize: Int
  ) -> UnsafeMutablePointer<gradus_training>? {
    guard let stages = Stage.chain(objective.network), let last = stages.last, inputs.rank == 2,
      inputs.shape[1] == stages[0].inputs,
      (try? objective.loss.validate(targets, outputShape: [inputs.shape[0], last.outputs])) != nil,
      let loss = loss(objective.loss, targets)
    else { return nil }
    let widths = [Int32(stages[0].inputs)] + stages.map { Int32($0.outputs) }
    guard let chain = gradus_training_create(Int32(stages.count), widths, inputs.shape[0], batchSize) else {
      return nil
    }
    chain.pointee.loss = Int32(bitPattern: loss.rawValue)
    chain.pointee.regularization = objective.regularization
    for (index, stage) in stages.enumerated() {
      chain.pointee.activations[index] = Int32(bitPattern: stage.activation.rawValue)
      chain.pointee.slopes[index] = stage.slope
      gradus_training_load(chain, Int32(index), stage.weights, stage.bias)
    }
    chain.pointee.inputs.update(from: inputs.elements, count: inputs.count)
    switch targets {
    case .classes(let labels): chain.pointee.labels.update(from: labels, count: labels.count)
    case .values(let values): chain.pointee.targets.update(from: values.elements, count: values.count)
    }
    return chain
  }

  private static func loss(_ loss: any Loss<Double>, _ targets: Targets<Double>) -> gradus_loss? {
    switch (loss, targets) {
    case (is SoftmaxCrossEntropy<Double>, .classes): GRADUS_SOFTMAX_CROSS_ENTROPY
    case (is SquaredError<Double>, .values): GRADUS_SQUARED_ERROR
    default: nil
    }
  }
}
