import RealModule
import Tensors

/// The KL divergence of a target distribution from the softmax of logits, in nats.
///
/// `L_n = Σ_j t_j · (log t_j − log softmax(z)_j)`, with 0 · log 0 = 0;
/// `∂(mean L)/∂z = (softmax(z) · Σ_j t_j − t) / N`, where the targets of a sample add up to 1.
public struct KLDivergence<Scalar: TensorScalar>: Loss {
  /// `kl-divergence`.
  public let kind = "kl-divergence"
  /// Targets are distributions.
  public let usesClasses = false

  /// Makes the loss.
  public init() {}

  /// One distribution a sample.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateValues(targets, outputShape: outputShape)
    guard case .values(let values) = targets else { return }
    for (sample, sum) in LossTargets.sums(values, { values.elements[$0] }).enumerated()
    where !(abs(sum - 1) < 1e-4) {
      throw .setting(place: "targets[\(sample)]", expected: "probabilities that add up to 1", found: "a sum of \(sum)")
    }
    if let wrong = values.elements.first(where: { !($0 >= 0) }) {
      throw .setting(place: "targets", expected: "probabilities from 0 to 1", found: "\(wrong)")
    }
  }

  /// The divergence of each sample.
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let values = LossTargets.values(targets, like: output)
    let width = output.shape[1]
    return (0..<output.shape[0]).map { sample in
      let row = output.elements[(sample * width)..<((sample + 1) * width)]
      let largest = row.max() ?? 0
      let logSum = Scalar.log(row.reduce(Scalar(0)) { $0 + Scalar.exp($1 - largest) })
      var sum: Scalar = 0
      for place in row.indices where values.elements[place] > 0 {
        let target = values.elements[place]
        sum += target * (Scalar.log(target) + logSum + largest - output.elements[place])
      }
      return sum
    }
  }

  /// (softmax · Σt − t) / N.
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let values = LossTargets.values(targets, like: output)
    let shares = Softmax<Scalar>().forward(output, context: ForwardContext()).output
    let sums = LossTargets.sums(values) { values.elements[$0] }
    let width = output.shape[1]
    let samples = Scalar(max(output.shape[0], 1))
    var gradient = shares
    for place in gradient.elements.indices {
      gradient.elements[place] = (shares.elements[place] * sums[place / width] - values.elements[place]) / samples
    }
    return gradient
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? { KLDivergence<Other>() }
}
