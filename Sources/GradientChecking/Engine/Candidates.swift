/// The extrapolated slopes of a ladder with their error estimates, and the choice among them.
struct Candidates {
  let rungs: [Rung]
  /// The noise of the value at each rung.
  let noise: [Double]

  struct Candidate {
    var error: Double
    var value: Double
    var step: Double
  }

  /// The smallest error that every smaller step confirms; otherwise the smallest, widened by what contradicts.
  func best() -> Candidate {
    let central = rungs.map(\.central)
    let rounding = rungs.indices.map { 2 * noise[$0] / rungs[$0].half }
    let sorted = all(central, rounding).sorted { $0.error < $1.error }
    for candidate in sorted where isConfirmed(candidate, central, rounding) { return candidate }
    guard var first = sorted.first else { return Candidate(error: .infinity, value: central.last ?? 0, step: 0) }
    for k in rungs.indices where rungs[k].step < first.step {
      first.error = max(first.error, abs(central[k] - first.value) - 4 * rounding[k])
    }
    return first
  }

  private func isConfirmed(_ candidate: Candidate, _ central: [Double], _ rounding: [Double]) -> Bool {
    for k in rungs.indices where rungs[k].step < candidate.step {
      let allowed = 4 * (candidate.error + rounding[k]) + 1e-12 * abs(candidate.value)
      if abs(central[k] - candidate.value) > allowed { return false }
    }
    return true
  }

  private func all(_ central: [Double], _ rounding: [Double]) -> [Candidate] {
    let first = zip(central.dropFirst(), central).map { (4 * $0 - $1) / 3 }
    let second = zip(first.dropFirst(), first).map { (16 * $0 - $1) / 15 }
    var candidates: [Candidate] = []
    for (column, lag, amplification) in [(central, 0, 1.0), (first, 1, 1.7), (second, 2, 2.0)] {
      guard column.count >= 3 else { continue }
      for k in 1..<(column.count - 1) {
        let truncation = max(abs(column[k] - column[k - 1]), abs(column[k] - column[k + 1]))
        candidates.append(
          Candidate(
            error: truncation + amplification * rounding[k + lag], value: column[k], step: rungs[k + lag].half))
      }
    }
    if candidates.isEmpty {
      candidates = central.indices.map { Candidate(error: rounding[$0], value: central[$0], step: rungs[$0].half) }
    }
    return candidates
  }
}
