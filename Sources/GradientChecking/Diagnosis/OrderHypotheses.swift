import Tensors

/// The right numbers in the wrong places, and numbers that are wrong in some places only.
struct OrderHypotheses {
  let comparison: Comparison
  private var name: String { comparison.array.name }

  /// The gradient of the transpose, laid out as it is.
  func transpose() -> Diagnosis? {
    let c = comparison
    guard c.isWhole, c.array.shape.count == 2, c.array.shape[0] > 1, c.array.shape[1] > 1 else { return nil }
    let (rows, columns) = (c.array.shape[0], c.array.shape[1])
    // a[i, j] = n[j, i] for a square; for other shapes the transpose's numbers run on in order.
    func source(_ offset: Int) -> Int { offset % rows * columns + offset / rows }
    guard let explained = c.explains({ c.n(source(c.elements[$0].offset)) }) else { return nil }
    return .cause(
      .transpose, "the claimed gradient of \(name) is the transpose of the measured one", explained: explained)
  }

  /// Shifted by one along the flattened array or an axis.
  func shift() -> Diagnosis? {
    let c = comparison
    guard c.isWhole, c.elements.count >= 4 else { return nil }
    for step in [1, -1, c.array.shape.last ?? 1, -(c.array.shape.last ?? 1)] where abs(step) < c.elements.count {
      let pairs = c.elements.indices.compactMap { place -> (Int, Int)? in
        let source = place - step
        return c.elements.indices.contains(source) ? (place, source) : nil
      }
      let fits = pairs.count { abs(c.a($0.0) - c.n($0.1)) <= c.slack($0.0, c.n($0.1)) }
      let moved = pairs.count { abs(c.n($0.0) - c.n($0.1)) > c.slack($0.0, c.n($0.1)) }
      // Where all fit there is no doubt; else most must, and the shift must change most.
      let fitsAll = fits == pairs.count && moved > 0
      if fitsAll || (2 * fits >= c.elements.count && moved * 2 >= pairs.count && fits * 4 >= pairs.count * 3) {
        return .cause(
          .shift,
          "the claimed gradient of \(name) is the measured one shifted by \(abs(step)) \(abs(step) == 1 ? "place" : "places"): an index is off",
          evidence: [Evidence(name: "shift", value: Double(step))], explained: Double(fits) / Double(pairs.count))
      }
    }
    return nil
  }

  /// The same numbers in another order.
  func permuted() -> Diagnosis? {
    let c = comparison
    guard c.isWhole, c.wrong.count >= 2 else { return nil }
    let claimed = c.elements.indices.sorted { c.a($0) < c.a($1) }
    let measured = c.elements.indices.sorted { c.n($0) < c.n($1) }
    for (a, n) in zip(claimed, measured)
    where abs(c.a(a) - c.n(n)) > max(c.slack(a, c.n(n)), 10 * c.elements[n].uncertainty) {
      return nil
    }
    return .cause(
      .permuted, "the claimed gradient of \(name) holds the right numbers in the wrong places",
      evidence: [Evidence(name: "moved", value: Double(c.wrong.count))])
  }

  /// Right or zero: wrong only where a unit is off, or only where it is on.
  func mask() -> Diagnosis? {
    let c = comparison
    guard c.wrong.count >= 2, c.wrong.count < c.good.count else { return nil }
    let isDropped = c.wrong.allSatisfy { c.a($0) == 0 && c.n($0) != 0 }
    let isLeaked = c.wrong.allSatisfy { c.a($0) != 0 && c.n($0) == 0 }
    guard isDropped || isLeaked else { return nil }
    return .cause(
      .mask,
      isDropped
        ? "the claimed gradient of \(name) is zero in \(c.wrong.count) elements that do have a slope: the mask is taken from the wrong array"
        : "the claimed gradient of \(name) lets \(c.wrong.count) elements through that have no slope: a mask is missing or taken from the wrong array",
      evidence: [Evidence(name: "elements", value: Double(c.wrong.count))])
  }

  /// Wrong exactly where the array's own values have one sign: on one side of a unit.
  func side() -> Diagnosis? {
    let c = comparison
    func value(_ place: Int) -> Double { c.array.values[c.elements[place].offset] }
    let right = c.good.filter { c.elements[$0].status == .match }
    // Fewer may have one sign by chance.
    guard c.wrong.count >= 3, right.count >= 3, c.wrong.count + right.count >= 10 else { return nil }
    let isNegative = c.wrong.allSatisfy { value($0) < 0 } && right.allSatisfy { value($0) > 0 }
    let isPositive = c.wrong.allSatisfy { value($0) > 0 } && right.allSatisfy { value($0) < 0 }
    guard isNegative || isPositive else { return nil }
    return .cause(
      .mask,
      "the claimed gradient of \(name) is wrong where \(name) is \(isNegative ? "negative" : "positive"), in all \(c.wrong.count) elements, and right everywhere else: that side's derivative is another one",
      evidence: [Evidence(name: "elements", value: Double(c.wrong.count))])
  }
}
