import Tensors

/// The multiclass hinge loss (the SVM loss of CS231n).
///
/// `L_n = Σ_{j ≠ label} max(0, s_j − s_label + margin)`; each active term adds 1 to its score's gradient and
/// −1 to the right score's. At a kink the term counts as off.
public struct Hinge<Scalar: TensorScalar>: Loss {
  /// `hinge`.
  public let kind = "hinge"
  /// Targets are classes.
  public let usesClasses = true
  /// By how much the right score must lead.
  public let margin: Scalar

  /// Makes the loss.
  public init(margin: Scalar = 1) { self.margin = margin }

  /// One class a sample, below the number of scores.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateClasses(targets, outputShape: outputShape)
  }

  @inline(__always)
  private func excess(_ output: Tensor<Scalar>, _ sample: Int, _ label: Int, _ other: Int) -> Scalar {
    let start = sample * output.shape[1]
    return output.elements[start + other] - output.elements[start + label] + margin
  }

  /// The sum of the active terms of each sample.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    LossTargets.classes(targets).enumerated().map { sample, label in
      var sum: Scalar = 0
      for other in 0..<output.shape[1] where other != label {
        let excess = excess(output, sample, label, other)
        sum += excess <= 0 ? 0 : excess
      }
      return sum
    }
  }

  /// ±1/N for each active term.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    var gradient = Tensor<Scalar>.zeros(output.shape)
    let share = 1 / Scalar(max(output.shape[0], 1))
    let width = output.shape[1]
    for (sample, label) in LossTargets.classes(targets).enumerated() {
      for other in 0..<width where other != label {
        let excess = excess(output, sample, label, other)
        guard !(excess <= 0) else { continue }
        let slope = excess > 0 ? share : excess  // NaN stays NaN
        gradient.elements[sample * width + other] += slope
        gradient.elements[sample * width + label] -= slope
      }
    }
    return gradient
  }

  /// For each term whether it is on (1), off (−1) or on the kink (0).
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func activePieces(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Int32] {
    LossTargets.classes(targets).enumerated().flatMap { sample, label in
      (0..<output.shape[1]).map { other -> Int32 in
        let excess = other == label ? -1 : excess(output, sample, label, other)
        return excess > 0 ? 1 : excess < 0 ? -1 : 0
      }
    }
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    Hinge<Other>(margin: Other(margin))
  }
}
