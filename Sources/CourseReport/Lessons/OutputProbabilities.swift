import Information
import Networks
import Tensors

/// What the outputs of a classifier say of probabilities: they are some where they are at least 0 and add up to 1 in
/// every row, and scores for softmax otherwise. A single output speaks of the second class.
struct OutputProbabilities {
  private let output: Tensor<Double>
  private let width: Int
  private let isLogit: Bool
  /// Whether the outputs are probabilities as they stand.
  let areDistributions: Bool

  init(_ output: Tensor<Double>, of objective: Objective<Double>) {
    self.output = output
    let width = max(output.shape.last ?? 1, 1)
    self.width = width
    // One output alone is a logit where its boundary is 0, and itself a probability otherwise.
    isLogit = objective.loss.boundary == 0
    areDistributions =
      width > 1
      && stride(from: 0, to: output.count, by: width).allSatisfy { start in
        let row = output.elements[start..<(start + width)]
        return row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) < 1e-6
      }
  }

  /// The probability of the class that a sample is taken for.
  func largest(_ sample: Int) -> Double {
    let row = Array(output.elements[(sample * width)..<((sample + 1) * width)])
    if width > 1 { return (areDistributions ? row : Information.softmax(row)).max() ?? 1 }
    let second = isLogit ? Course.sigmoid(row[0]) : max(0, min(1, row[0]))
    return max(second, 1 - second)
  }
}
