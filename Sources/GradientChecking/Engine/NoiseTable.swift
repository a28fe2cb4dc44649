/// The noise of a function from a table of differences of equally spaced values.
///
/// `σ_k² = (k!)²/(2k)! · mean((Δᵏf)²)`; the first k is taken whose next two levels agree within a factor of 4
/// and whose differences change sign. Source: Moré and Wild, "Estimating computational noise" (2011).
enum NoiseTable {
  static func level(_ values: [Double]) -> Double? {
    guard values.count >= 6, values.allSatisfy(\.isFinite), let low = values.min(), let high = values.max(),
      high > low
    else { return nil }
    var differences = values
    var levels: [Double] = []
    var changesSign: [Bool] = []
    var factor = 1.0
    for k in 1..<values.count {
      differences = zip(differences.dropFirst(), differences).map { $0 - $1 }
      if k == 1, 2 * differences.count(where: { $0 == 0 }) >= values.count { return nil }
      // (k!)²/(2k)! = Π j / (2 (2j − 1))
      factor *= Double(k) / (2 * (2 * Double(k) - 1))
      let mean = differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)
      levels.append((factor * mean).squareRoot())
      changesSign.append((differences.min() ?? 0) < 0 && (differences.max() ?? 0) > 0)
    }
    for k in 0..<max(0, levels.count - 2) {
      let next = levels[k..<(k + 3)]
      if changesSign[k], let most = next.max(), let least = next.min(), most <= 4 * least { return levels[k] }
    }
    return nil
  }
}
