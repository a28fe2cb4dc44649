import CKernels
import Tensors

/// A chain of dense layers with activations and a loss, laid flat for the perturbation kernels, with its forward
/// pass for a batch.
///
/// Changing one weight moves one unit; the kernels evaluate the loss again from that unit on, in differences:
/// the same function as a whole forward pass, with less repeated. No derivative is used.
///
/// One thread at a time may use a chain.
public final class DenseChain {
  /// The numbers, in memory of C; freed with this object.
  let chain: UnsafeMutablePointer<gradus_chain>

  /// The number of dense layers.
  public var depth: Int { Int(chain.pointee.depth) }

  /// The number of samples of the batch.
  public var samples: Int { chain.pointee.samples }

  /// Lays a network flat and runs it, or returns `nil` where it is not such a chain.
  ///
  /// - Parameters:
  ///   - objective: dense layers, each followed by at most one of ReLU, leaky ReLU, tanh and sigmoid; softmax
  ///     cross-entropy of classes, or squared error of values.
  ///   - input: the batch, `[N, features]`.
  ///   - targets: the right answers of the batch.
  public init?(_ objective: Objective<Double>, input: Tensor<Double>, targets: Targets<Double>) {
    guard let stages = TrainingPlan.Stage.chain(objective.network), let last = stages.last, input.rank == 2,
      input.shape[1] == stages[0].inputs, input.shape[0] > 0,
      (try? objective.loss.validate(targets, outputShape: [input.shape[0], last.outputs])) != nil
    else { return nil }
    let loss: gradus_loss
    switch (objective.loss, targets) {
    case (is SoftmaxCrossEntropy<Double>, .classes) where last.activation == GRADUS_IDENTITY:
      loss = GRADUS_SOFTMAX_CROSS_ENTROPY
    case (is SquaredError<Double>, .values): loss = GRADUS_SQUARED_ERROR
    default: return nil
    }
    let widths = [Int32(stages[0].inputs)] + stages.map { Int32($0.outputs) }
    guard let chain = gradus_chain_create(Int32(stages.count), widths, input.shape[0]) else { return nil }
    self.chain = chain
    chain.pointee.loss = Int32(bitPattern: loss.rawValue)
    for (index, stage) in stages.enumerated() {
      chain.pointee.activations[index] = Int32(bitPattern: stage.activation.rawValue)
      chain.pointee.slopes[index] = stage.slope
      chain.pointee.weights[index]?.update(from: stage.weights, count: stage.weights.count)
      chain.pointee.biases[index]?.update(from: stage.bias, count: stage.bias.count)
    }
    chain.pointee.a[0]?.update(from: input.elements, count: input.count)
    switch targets {
    case .classes(let labels): chain.pointee.labels.update(from: labels, count: labels.count)
    case .values(let values): chain.pointee.targets.update(from: values.elements, count: values.count)
    }
    gradus_chain_forward(chain)
  }

  deinit { gradus_chain_destroy(chain) }

  /// The number of inputs of a dense layer.
  func inputs(of layer: Int) -> Int { Int(chain.pointee.widths[layer]) }

  /// The number of units of a dense layer.
  func units(of layer: Int) -> Int { Int(chain.pointee.widths[layer + 1]) }
}
