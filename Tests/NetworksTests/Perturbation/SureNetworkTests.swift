import Foundation
import Networks
import Tensors
import Testing

/// Changes where the network is nearly certain: the loss is tiny, and so are its differences.
struct SureNetworkTests {
  /// log(1 + Σ exp(zⱼ − z_right)) after a change minus before, by terms that keep their digits.
  private static func growth(_ logits: [Double], _ change: [Double], right: Int) -> Double {
    var before = 0.0
    var more = 0.0
    for other in logits.indices where other != right {
      let share = exp(logits[other] - logits[right])
      before += share
      more += share * expm1(change[other] - change[right])
    }
    return log1p(more / (1 + before))
  }

  @Test(arguments: [0, 5, 20, 36, 100, 300], [1e-9, 1e-5, -1e-5, 1e-3, 0.2, -3])
  func `a tiny loss keeps the digits of its differences`(lead: Double, step: Double) throws {
    let weights = Tensor<Double>(shape: [2, 3], elements: [0.5, -0.25, 1.5, 0.75, 0.5, -1])
    let bias = Tensor<Double>(shape: [3], elements: [lead, 0, -0.5])
    let input = Tensor<Double>(shape: [1, 2], elements: [0.5, -0.75])
    let objective = Objective(
      network: try Network(inputShape: [2], layers: [Dense(weights: weights, bias: bias)]),
      loss: SoftmaxCrossEntropy<Double>())
    let chain = try #require(DenseChain(objective, input: input, targets: .classes([0])))
    let logits = (0..<3).map { index in
      lead * (index == 0 ? 1 : 0) + (index == 2 ? -0.5 : 0) + 0.5 * weights.elements[index]
        - 0.75 * weights.elements[3 + index]
    }
    for moved in 0..<3 {
      let found = chain.differences(of: .biases(0), at: [moved], steps: [step])
      var change = [0.0, 0, 0]
      change[moved] = step
      let wanted = Self.growth(logits, change, right: 0)
      #expect(abs(found.values[0] - wanted) <= 1e-13 * abs(wanted), "bias \(moved)")
      #expect(found.sizes[0] <= 20 * abs(step) * (abs(wanted / step) + 1e-300), "bias \(moved): \(found.sizes[0])")
    }
    let found = chain.differences(of: .input, at: [1], steps: [step])
    let wanted = Self.growth(logits, (0..<3).map { step * weights.elements[3 + $0] }, right: 0)
    #expect(abs(found.values[0] - wanted) <= 1e-12 * abs(wanted))
  }
}
