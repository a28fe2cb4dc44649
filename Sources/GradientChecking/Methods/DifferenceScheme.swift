import RealModule

/// A way to measure a slope from values at symmetric steps, as a value: which steps, which weights, which order.
///
/// `f′(x) ≈ Σ_k weight_k · (f(x + m_k h) − f(x − m_k h)) / (2 m_k h)` (for `forward`: the right side alone).
public struct DifferenceScheme: Sendable, Equatable {
  /// The steps in units of h.
  public let multiples: [Double]
  /// The weight of the central slope at each step; they add up to 1.
  public let weights: [Double]
  /// The power of h that the error falls with.
  public let order: Int
  /// Whether only the right side is used.
  public let isForward: Bool

  /// `(f(x + h) − f(x)) / h`: error h·f″/2. One evaluation beside f(x).
  public static let forward = DifferenceScheme(multiples: [1], weights: [1], order: 1, isForward: true)
  /// `(f(x + h) − f(x − h)) / 2h`: error h²·f‴/6. Two evaluations.
  public static let central = DifferenceScheme(multiples: [1], weights: [1], order: 2, isForward: false)
  /// Weights 4/3 and −1/3 at h and 2h: error h⁴·f⁽⁵⁾/30. Four evaluations.
  public static let fivePoint = DifferenceScheme(
    multiples: [1, 2], weights: [4.0 / 3, -1.0 / 3], order: 4, isForward: false)
  /// Two Richardson steps on central differences at h, 2h and 4h: error h⁶. Six evaluations.
  public static let richardson = DifferenceScheme(
    multiples: [1, 2, 4], weights: [64.0 / 45, -20.0 / 45, 1.0 / 45], order: 6, isForward: false)

  /// The scheme of a method's name; `nil` for the full engine and for the exact methods, which take no differences.
  public static func named(_ method: DifferenceMethod) -> DifferenceScheme? {
    switch method {
    case .forward: .forward
    case .central: .central
    case .fivePoint: .fivePoint
    case .richardson: .richardson
    case .complex, .dual, .automatic: nil
    }
  }

  /// The step, in units of the scale of x, that balances truncation and rounding: ε^(1/(order+1)).
  public func relativeStep(epsilon: Double) -> Double {
    let exact = Double.exp(Double.log(epsilon) / Double(order + 1))
    return Double(sign: .plus, exponent: exact.exponent, significand: 1)
  }

  /// The number of values needed beside f(x).
  public var evaluations: Int { isForward ? 1 : 2 * multiples.count }

  /// The slope of a function at x with step h.
  public func slope(of f: (Double) -> Double, at x: Double, step h: Double) -> Double {
    if isForward {
      let high = x + h
      return (f(high) - f(x)) / (high - x)
    }
    var sum = 0.0
    for (multiple, weight) in zip(multiples, weights) {
      let (high, low) = (x + multiple * h, x - multiple * h)
      sum += weight * (f(high) - f(low)) / (high - low)
    }
    return sum
  }

  func slope(_ rungs: [Rung]) -> Double {
    isForward ? rungs[0].right : zip(rungs, weights).reduce(0) { $0 + $1.0.central * $1.1 }
  }
}
