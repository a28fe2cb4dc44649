import Tensors

/// Half the squared distance between output and right values.
///
/// `L_n = ½ Σ_j (y_nj − t_nj)²`, summed (not averaged) over a sample's outputs; the cost is the mean over the N
/// samples: `∂(mean L)/∂y = (y − t) / N`. Classes as targets stand for one-hot rows.
public struct SquaredError<Scalar: TensorScalar>: Loss {
  /// `squared-error`.
  public let kind = "squared-error"
  /// Targets are values.
  public let usesClasses = false

  /// Makes the loss.
  public init() {}

  /// Values of the output's shape.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateValues(targets, outputShape: outputShape)
  }

  /// ½ Σ (y − t)² of each sample.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let values = LossTargets.values(targets, like: output)
    return LossTargets.sums(output) { place in
      let error = output.elements[place] - values.elements[place]
      return error * error / 2
    }
  }

  /// (y − t) / N.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let share = 1 / Scalar(max(output.shape[0], 1))
    return output.zipped(with: LossTargets.values(targets, like: output)) { ($0 - $1) * share }
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    SquaredError<Other>()
  }
}
