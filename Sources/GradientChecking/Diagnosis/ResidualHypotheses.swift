import Tensors

/// Mistakes that add something: a regularisation term, a constant.
struct ResidualHypotheses {
  let comparison: Comparison
  let coefficient: Double?
  private var name: String { comparison.array.name }

  /// a − n = c · parameter.
  func regularization() -> Diagnosis? {
    let c = comparison
    guard c.good.count >= 3 else { return nil }
    let values = c.good.map { c.array.values[c.elements[$0].offset] }
    let residuals = c.good.map { c.a($0) - c.n($0) }
    let square = values.reduce(0) { $0 + $1 * $1 }
    let whole = residuals.reduce(0) { $0 + $1 * $1 }
    guard square > 0, whole > 0 else { return nil }
    let coefficient = zip(residuals, values).reduce(0) { $0 + $1.0 * $1.1 } / square
    var rest = 0.0
    for (index, place) in c.good.enumerated() {
      let left = residuals[index] - coefficient * values[index]
      rest += left * left
      guard abs(left) <= 1e-4 * whole.squareRoot() + 10 * c.elements[place].uncertainty else { return nil }
    }
    guard rest < 1e-7 * whole else { return nil }
    // A gradient that is itself proportional to its parameter says nothing about regularisation.
    if c.good.allSatisfy({
      abs(c.n($0) * values[0] - c.n(c.good[0]) * c.array.values[c.elements[$0].offset]) <= 1e-6
        * abs(c.n($0) * values[0])
    }), c.good.count > 1 {
      return nil
    }
    var message =
      "the claimed gradient of \(name) is off by \(ScalingHypotheses.text(coefficient)) times \(name) itself: "
    if let lambda = self.coefficient, lambda > 0 {
      message +=
        coefficient < 0
        ? "the regularisation term is missing"
        : "the regularisation term counts \(ScalingHypotheses.text(1 + coefficient / lambda)) times"
    } else {
      message +=
        coefficient < 0
        ? "a regularisation term is missing" : "a regularisation term is counted twice or is only in the gradient"
    }
    return Diagnosis(
      code: .regularization, message: message,
      evidence: [Evidence(name: "coefficient", value: coefficient), Evidence(name: "rest", value: rest / whole)],
      explained: 1 - rest / whole, factor: nil, coefficient: coefficient, valuesRight: nil)
  }

  /// a − n constant over the array, or along some of its axes.
  func constant() -> Diagnosis? {
    let c = comparison
    guard c.good.count >= 3, c.wrong.count >= 2 else { return nil }
    return AxisGroups.all(of: c.array.shape).lazy.compactMap { offset(groups: $0.groups(c), over: $0.name) }.first
  }

  private func offset(groups: [[Int]], over what: String) -> Diagnosis? {
    let c = comparison
    guard groups.contains(where: { $0.count >= 3 }) || groups.count == 1, groups.allSatisfy({ $0.count >= 2 }) else {
      return nil
    }
    var rest = 0.0
    var whole = 0.0
    var offsets: [Double] = []
    for group in groups {
      let residuals = group.map { c.a($0) - c.n($0) }
      let mean = residuals.reduce(0, +) / Double(residuals.count)
      offsets.append(mean)
      for (place, residual) in zip(group, residuals) {
        guard abs(residual - mean) <= 1e-5 * abs(mean) + 10 * c.elements[place].uncertainty + 1e-12 * abs(c.n(place))
        else { return nil }
        rest += (residual - mean) * (residual - mean)
        whole += residual * residual
      }
    }
    guard whole > 0, rest < 1e-6 * whole else { return nil }
    return .cause(
      .constantOffset,
      "the claimed gradient of \(name) is off by the same number over \(what): a term such as a mean is missing or left over",
      evidence: [Evidence(name: "offset", value: offsets[0])], explained: 1 - rest / whole)
  }

  /// a − n is one number in one element of each row, or of each column, and nothing elsewhere: a one-hot label.
  func oneHot() -> Diagnosis? {
    let c = comparison
    guard c.wrong.count >= 3, c.array.shape.count >= 2, let first = c.wrong.first else { return nil }
    let offset = c.a(first) - c.n(first)
    guard
      c.wrong.allSatisfy({ abs(c.a($0) - c.n($0) - offset) <= 1e-5 * abs(offset) + 10 * c.elements[$0].uncertainty })
    else { return nil }
    let wrong = Set(c.wrong)
    guard
      AxisGroups.all(of: c.array.shape).dropFirst().contains(where: { own in
        own.groups(c).allSatisfy { $0.count >= 2 && $0.count(where: wrong.contains) == 1 }
      })
    else { return nil }
    return .cause(
      .constantOffset,
      "the claimed gradient of \(name) is off by the same number, \(ScalingHypotheses.text(offset)), in one element of each row: a one-hot label is not subtracted, or wrongly",
      evidence: [Evidence(name: "offset", value: offset)])
  }

  /// a − n a multiple of the array itself along some axes, another one along each, and perhaps a constant: what a mean
  /// and a variance that were taken for constants leave out.
  func linear() -> Diagnosis? {
    let c = comparison
    guard c.wrong.count >= 2 else { return nil }
    return AxisGroups.all(of: c.array.shape).lazy.compactMap { linear($0.groups(c), over: $0.name) }.first
  }

  private func linear(_ groups: [[Int]], over what: String) -> Diagnosis? {
    let c = comparison
    // Two numbers a group are fitted: enough must be left over that only a line fits.
    guard groups.allSatisfy({ $0.count >= 4 }), groups.reduce(0, { $0 + $1.count - 2 }) >= 6 else { return nil }
    var rest = 0.0
    var whole = 0.0
    var isCentred = true
    for group in groups {
      let count = Double(group.count)
      let x = group.map { c.array.values[c.elements[$0].offset] }
      let residuals = group.map { c.a($0) - c.n($0) }
      let (center, mean) = (x.reduce(0, +) / count, residuals.reduce(0, +) / count)
      let spread = x.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      guard spread > 0 else { return nil }
      let slope = zip(x, residuals).reduce(0) { $0 + ($1.0 - center) * ($1.1 - mean) } / spread
      let largest = residuals.largestMagnitude
      if abs(mean) > 1e-5 * largest { isCentred = false }
      for (index, place) in group.enumerated() {
        let left = residuals[index] - mean - slope * (x[index] - center)
        guard abs(left) <= 1e-5 * largest + 10 * c.elements[place].uncertainty + 1e-12 * abs(c.n(place)) else {
          return nil
        }
        rest += left * left
        whole += residuals[index] * residuals[index]
      }
    }
    guard whole > 0, rest < 1e-6 * whole else { return nil }
    return .cause(
      .missingFactor,
      isCentred
        ? "the claimed gradient of \(name) is off by a multiple of \(name) less its mean over \(what), as where the term of the variance is missing or wrong"
        : "the claimed gradient of \(name) is off by a multiple of \(name) and a constant over \(what), as where the terms of the mean and the variance are missing or wrong",
      explained: 1 - rest / whole)
  }
}
