import Tensors

/// Squared near the right value, absolute far from it.
///
/// With `e = y − t`: `½ e²` for |e| ≤ delta, else `delta · (|e| − ½ delta)`, summed over a sample's outputs;
/// the gradient is e clipped to ±delta, divided by N. It has no kink: slopes agree at |e| = delta, curvatures do
/// not. Source: Huber (1964).
public struct Huber<Scalar: TensorScalar>: Loss {
  /// `huber`.
  public let kind = "huber"
  /// Targets are values.
  public let usesClasses = false
  /// Where squared ends and absolute begins.
  public let delta: Scalar

  /// Makes the loss.
  public init(delta: Scalar = 1) { self.delta = delta }

  /// Values of the output's shape.
  public func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    try LossTargets.validateValues(targets, outputShape: outputShape)
  }

  /// The loss of each sample.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar] {
    let values = LossTargets.values(targets, like: output)
    return LossTargets.sums(output) { place in
      let error = abs(output.elements[place] - values.elements[place])
      return error <= delta ? error * error / 2 : delta * (error - delta / 2)
    }
  }

  /// The clipped error, divided by N.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    let share = 1 / Scalar(max(output.shape[0], 1))
    return output.zipped(with: LossTargets.values(targets, like: output)) {
      let error = $0 - $1
      return (error > delta ? delta : error < -delta ? -delta : error) * share
    }
  }

  /// The same loss for another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? {
    Huber<Other>(delta: Other(delta))
  }
}
