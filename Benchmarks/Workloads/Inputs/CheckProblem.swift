import Networks
import Tensors

/// A ReLU network with softmax cross-entropy and a batch, the same numbers for every tool.
///
/// Weights of layer (i, o): uniform ±√(6/i), then its biases: uniform ±0.1, from one generator with seed 1; inputs
/// uniform −1…1 from seed 2; the label of sample i is i mod classes.
struct CheckProblem {
  let name: String
  let widths: [Int]
  let samples: Int
  /// The loss at the start, which shows that the problem is the right one.
  let loss: Double

  static let all = [
    CheckProblem(name: "w1a", widths: [3, 5, 2], samples: 2, loss: 0.8202843028279017),
    CheckProblem(name: "w1b", widths: [64, 64, 10], samples: 32, loss: 2.74029165238847),
    CheckProblem(name: "w1c", widths: [784, 128, 64, 10], samples: 8, loss: 3.1500350218171977),
  ]

  /// The network and its loss.
  func objective() throws -> Objective<Double> { try .reluChain(widths, seed: 1) }

  /// The batch.
  var input: Tensor<Double> {
    var generator = SeededGenerator(seed: 2)
    return .uniform([samples, widths[0]], -1...1, &generator)
  }

  /// The right classes.
  var targets: Targets<Double> {
    .classes((0..<samples).map { $0 % widths[widths.count - 1] })
  }
}

extension Objective<Double> {
  /// Dense layers with ReLUs between them and softmax cross-entropy at the end.
  static func reluChain(_ widths: [Int], seed: UInt64) throws -> Self {
    var generator = SeededGenerator(seed: seed)
    var layers: [any Layer<Double>] = []
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      if !layers.isEmpty { layers.append(Elementwise(ReLU<Double>())) }
      let limit = (6 / Double(inputs)).squareRoot()
      let weights = Tensor.uniform([inputs, outputs], -limit...limit, &generator)
      layers.append(Dense(weights: weights, bias: .uniform([outputs], -0.1...0.1, &generator)))
    }
    return Objective(
      network: try Network(inputShape: [widths[0]], layers: layers), loss: SoftmaxCrossEntropy<Double>())
  }
}

extension Tensor<Double> {
  /// Uniform numbers in row-major order.
  static func uniform(_ shape: [Int], _ range: ClosedRange<Double>, _ generator: inout SeededGenerator) -> Self {
    let count = shape.reduce(1, *)
    return Tensor(
      shape: shape, elements: (0..<count).map { _ in generator.uniform(range.lowerBound, range.upperBound) })
  }
}
