import Foundation

/// The mean of `log cosh(y − t)`: smooth, and about |y − t| far from the target.
public struct LogCosh: Sendable {
  /// What the predictions should be.
  public var targets: [Double]

  /// Makes the loss for these targets.
  public init(targets: [Double]) { self.targets = targets }

  /// `(1/n) Σ log cosh(yᵢ − tᵢ)`, without the overflow that `cosh` has beyond 710.
  public func value(_ predictions: [Double]) -> Double {
    let terms = zip(predictions, targets).map { y, t in
      let distance = abs(y - t)
      return distance + log1p(exp(-2 * distance)) - log(2)
    }
    return terms.reduce(0, +) / Double(targets.count)
  }

  /// `∂/∂yᵢ = tanh(yᵢ − tᵢ) / n`.
  public func gradient(_ predictions: [Double]) -> [Double] {
    zip(predictions, targets).map { y, t in tanh(y - t) / Double(targets.count) }
  }
}
