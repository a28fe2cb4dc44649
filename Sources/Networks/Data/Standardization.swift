import RealModule
import Tensors

/// The shift and scale that give each feature mean 0 and deviation 1.
public struct Standardization: Sendable, Equatable {
  /// The mean of each feature.
  public var means: [Double]
  /// The deviation of each feature (its square is the mean square, divided by N); 1 where it does not vary.
  public var deviations: [Double]

  /// Uses given statistics.
  public init(means: [Double], deviations: [Double]) {
    self.means = means
    self.deviations = deviations
  }

  /// Measures the statistics of samples `[N, features]`: those of the training split, never of all.
  public init(of inputs: Tensor<Double>) {
    let (rows, width) = (inputs.shape[0], inputs.shape[1])
    var means = [Double](repeating: 0, count: width)
    var deviations = [Double](repeating: 1, count: width)
    for column in 0..<width where rows > 0 {
      (means[column], deviations[column]) = Self.statistics(
        (0..<rows).map { inputs.elements[$0 * width + column] })
    }
    self.init(means: means, deviations: deviations)
  }

  private static func statistics(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return (0, 1) }
    // A power of two takes no digits, and squares of what is left neither overflow nor vanish.
    let unit = Double(sign: .plus, exponent: max(-1021, min(largest.exponent, 1022)), significand: 1)
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / unit } / count
    let variance = values.reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) } / count
    // A column that varies by rounding alone is constant.
    let deviation = variance.squareRoot() > 0x1p-50 ? variance.squareRoot() * unit : 1
    return (mean * unit, deviation)
  }

  /// The samples, shifted and scaled; there must be as many features as were measured.
  public func apply(to inputs: Tensor<Double>) -> Tensor<Double> {
    let width = inputs.shape[1]
    precondition(width == means.count, "\(means.count) features were measured, not \(width)")
    var result = inputs
    for start in stride(from: 0, to: inputs.count, by: max(width, 1)) {
      for column in 0..<width {
        result.elements[start + column] = (inputs.elements[start + column] - means[column]) / deviations[column]
      }
    }
    return result
  }
}
