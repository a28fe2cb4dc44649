import Tensors

/// The sum of the distances between output and right values.
///
/// `L_n = Σ_j |y_nj − t_nj|`, summed over a sample's outputs; `∂(mean L)/∂y = sign(y − t) / N`, 0 at the kink, one of
/// the subgradients ±1/N.
public struct AbsoluteError<Scalar: TensorScalar>: Loss {
  /// `absolute-error`.
  public let kind = "absolute-error"
  /// Targets are values.
  public let usesClasses = false

  /// Makes the loss.
  public init() {}

  /// Values of the output's shape.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateValues(targets, outputShape: outputShape)
  }

  /// Σ |y − t| of each sample.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let values = LossTargets.values(targets, like: output)
    return LossTargets.sums(output) { abs(output.elements[$0] - values.elements[$0]) }
  }

  /// sign(y − t) / N.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let share = 1 / Scalar(max(output.shape[0], 1))
    return output.zipped(with: LossTargets.values(targets, like: output)) {
      // NaN stays NaN: 0 · NaN.
      $0 > $1 ? share : $0 < $1 ? -share : 0 * ($0 - $1)
    }
  }

  /// The sign of each error.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func activePieces(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Int32] {
    let values = LossTargets.values(targets, like: output)
    return output.elements.indices.map { place in
      output.elements[place] > values.elements[place]
        ? 1 : output.elements[place] < values.elements[place] ? -1 : 0
    }
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    AbsoluteError<Other>()
  }
}
