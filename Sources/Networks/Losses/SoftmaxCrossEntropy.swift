import RealModule
import Tensors

/// Cross-entropy of the softmax of logits, in nats, computed without the detour through probabilities.
///
/// `L_n = log Σ_j e^{z_nj} − z_n,label`, the largest logit subtracted first; `∂(mean L)/∂z = (p − one-hot) / N`
/// with `p = softmax(z)`, where `p_label − 1` is computed as `−Σ_{j ≠ label} p_j`, so that a saturated sample keeps
/// its digits. Targets may be distributions too: `L_n = Σ_j t_j · (log Σ e^z − z_j)`, gradient
/// `(p · Σ_j t_j − t) / N`.
public struct SoftmaxCrossEntropy<Scalar: TensorScalar>: Loss {
  /// `softmax-cross-entropy`.
  public let kind = "softmax-cross-entropy"
  /// Targets are classes.
  public let usesClasses = true

  /// Makes the loss.
  public init() {}

  /// One class a sample, below the number of logits; or one distribution a sample.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    switch targets {
    case .classes: try LossTargets.validateClasses(targets, outputShape: outputShape)
    case .values: try LossTargets.validateDistributions(targets, outputShape: outputShape)
    }
  }

  /// −log of the probability of each sample's class.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let width = output.shape[1]
    switch targets {
    case .classes(let labels):
      return labels.indices.map { sample in
        let row = (sample * width)..<((sample + 1) * width)
        let normaliser = LogSumExp(output.elements, row)
        return normaliser.logarithm + (normaliser.largest - output.elements[row.lowerBound + labels[sample]])
      }
    case .values(let shares):
      return (0..<output.shape[0]).map { sample in
        let row = (sample * width)..<((sample + 1) * width)
        let normaliser = LogSumExp(output.elements, row)
        var sum: Scalar = 0
        for place in row where shares.elements[place] != 0 {
          sum +=
            shares.elements[place] * (normaliser.logarithm + (normaliser.largest - output.elements[place]))
        }
        return sum
      }
    }
  }

  /// (softmax − one-hot) / N.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let width = output.shape[1]
    let samples = Scalar(max(output.shape[0], 1))
    var gradient = Softmax<Scalar>().forward(output, context: ForwardContext()).output
    switch targets {
    case .classes(let labels):
      for sample in labels.indices {
        let right = sample * width + labels[sample]
        var others: Scalar = 0
        for place in (sample * width)..<((sample + 1) * width) where place != right {
          others += gradient.elements[place]
          gradient.elements[place] /= samples
        }
        gradient.elements[right] = -others / samples
      }
    case .values(let shares):
      LossTargets.subtract(shares, from: &gradient, samples: samples)
    }
    return gradient
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    SoftmaxCrossEntropy<Other>()
  }
}

/// `log Σ e^z` of a row in two parts: the largest z, and the logarithm of `Σ e^{z − largest}`, which is at least
/// 0 and computed with log1p, so that it keeps its digits where one z stands far above the others.
struct LogSumExp<Scalar: TensorScalar> {
  let largest: Scalar
  let logarithm: Scalar

  @inline(__always)
  init(_ elements: [Scalar], _ row: Range<Int>) {
    var best = row.lowerBound
    for place in row where elements[place] > elements[best] { best = place }
    largest = elements[best]
    var others: Scalar = 0
    for place in row where place != best { others += Scalar.exp(elements[place] - largest) }
    logarithm = Scalar.log(onePlus: others)
  }
}
