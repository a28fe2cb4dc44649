import RealModule
import Tensors

/// Cross-entropy of a sigmoid output, from its logit, in nats; targets between 0 and 1.
///
/// `L_n = Σ_j max(z, 0) − z·t + log(1 + e^{−|z|})`, which is `−t·log σ(z) − (1 − t)·log(1 − σ(z))` without overflow;
/// `∂(mean L)/∂z = (σ(z) − t) / N`, computed as `(1 − t)·σ(z) − t·σ(−z)`, which keeps its digits where σ(z) is close
/// to t = 1.
public struct BinaryCrossEntropy<Scalar: TensorScalar>: Loss {
  /// `binary-cross-entropy`.
  public let kind = "binary-cross-entropy"
  /// Targets are values.
  public let usesClasses = false
  /// 0: outputs are logits.
  public let boundary: Scalar = 0

  /// Makes the loss.
  public init() {}

  /// Values from 0 to 1 of the logits' shape.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateValues(targets, outputShape: outputShape)
    if case .values(let values) = targets, let wrong = values.elements.first(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .setting(place: "targets", expected: "values from 0 to 1", found: "\(wrong)")
    }
  }

  /// The loss of each sample, summed over its outputs.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let values = LossTargets.values(targets, like: output)
    return LossTargets.sums(output) { place in
      let z = output.elements[place]
      return max(z, 0) - z * values.elements[place] + Scalar.log(onePlus: Scalar.exp(-abs(z)))
    }
  }

  /// (σ(z) − t) / N.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let share = 1 / Scalar(max(output.shape[0], 1))
    return output.zipped(with: LossTargets.values(targets, like: output)) {
      ((1 - $1) * logistic($0) - $1 * logistic(-$0)) * share
    }
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    BinaryCrossEntropy<Other>()
  }
}
