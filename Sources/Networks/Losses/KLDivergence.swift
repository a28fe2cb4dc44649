import RealModule
import Tensors

/// The KL divergence of a target distribution from the softmax of logits, in nats.
///
/// `L_n = Σ_j t_j · (log t_j − log softmax(z)_j)`, with 0 · log 0 = 0; outputs are logits, targets are
/// distributions (each sample's add up to 1). `∂(mean L)/∂z = (softmax(z) · Σ_j t_j − t) / N`. It differs from the
/// cross-entropy by the entropy of the targets, which is constant: both have one gradient.
public struct KLDivergence<Scalar: TensorScalar>: Loss {
  /// `kl-divergence`.
  public let kind = "kl-divergence"
  /// Targets are distributions.
  public let usesClasses = false

  /// Makes the loss.
  public init() {}

  /// One distribution a sample.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateDistributions(targets, outputShape: outputShape)
  }

  /// The divergence of each sample.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let values = LossTargets.values(targets, like: output)
    let width = output.shape[1]
    return (0..<output.shape[0]).map { sample in
      let row = (sample * width)..<((sample + 1) * width)
      let normaliser = LogSumExp(output.elements, row)
      var sum: Scalar = 0
      for place in row where values.elements[place] != 0 {
        let target = values.elements[place]
        let logShare = output.elements[place] - normaliser.largest - normaliser.logarithm
        sum += target * (Scalar.log(target) - logShare)
      }
      return sum
    }
  }

  /// (softmax · Σt − t) / N.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let values = LossTargets.values(targets, like: output)
    var gradient = Softmax<Scalar>().forward(output, context: ForwardContext()).output
    LossTargets.subtract(values, from: &gradient, samples: Scalar(max(output.shape[0], 1)))
    return gradient
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    KLDivergence<Other>()
  }
}
