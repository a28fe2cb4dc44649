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

  /// a − n constant over the array, or over its first axis.
  func constant() -> Diagnosis? {
    let c = comparison
    guard c.good.count >= 3, c.wrong.count >= 2 else { return nil }
    if let diagnosis = offset(groups: [c.good], over: "all of it") { return diagnosis }
    guard c.array.shape.count >= 2, let first = c.array.shape.first, first > 1 else { return nil }
    let width = c.array.values.count / first
    let columns = Dictionary(grouping: c.good) { c.elements[$0].offset % width }
    return offset(groups: columns.keys.sorted().map { columns[$0] ?? [] }, over: "its first axis")
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
}
