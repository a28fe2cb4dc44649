import RealModule
import Tensors

/// Cross-entropy of the softmax of logits, in nats, computed without the detour through probabilities.
///
/// `L_n = log Σ_j e^{z_nj} − z_n,label` (the largest logit subtracted first);
/// `∂(mean L)/∂z = (softmax(z) − one-hot) / N`.
public struct SoftmaxCrossEntropy<Scalar: TensorScalar>: Loss {
  /// `softmax-cross-entropy`.
  public let kind = "softmax-cross-entropy"
  /// Targets are classes.
  public let usesClasses = true

  /// Makes the loss.
  public init() {}

  /// One class a sample, below the number of logits.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateClasses(targets, outputShape: outputShape)
  }

  /// −log of the probability of each sample's class.
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let width = output.shape[1]
    return LossTargets.classes(targets).enumerated().map { sample, label in
      let row = output.elements[(sample * width)..<((sample + 1) * width)]
      let largest = row.max() ?? 0
      var sum: Scalar = 0
      for logit in row { sum += Scalar.exp(logit - largest) }
      return Scalar.log(sum) + (largest - output.elements[sample * width + label])
    }
  }

  /// (softmax − one-hot) / N.
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    var gradient = Softmax<Scalar>().forward(output, context: ForwardContext()).output
    let width = output.shape[1]
    for (sample, label) in LossTargets.classes(targets).enumerated() { gradient.elements[sample * width + label] -= 1 }
    return gradient.scaled(by: 1 / Scalar(max(output.shape[0], 1)))
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? { SoftmaxCrossEntropy<Other>() }
}
