/// Mistakes whose result the subject can compute: forgotten factors, one sample's share, the diagonal alone.
struct KnownAlternatives {
  let comparison: Comparison
  let hints: SubjectHints
  private var name: String { comparison.array.name }

  /// What a known mistake gives instead equals the claim.
  func alternative() -> Diagnosis? {
    let c = comparison
    let own = hints.alternatives.filter { $0.array == name }
      .map { KnownMistake(code: $0.code, name: $0.name, values: $0.values) }
    for mistake in own where mistake.values.count == c.array.values.count {
      let differs = c.good.contains {
        let value = mistake.values[c.elements[$0].offset]
        return abs(value - c.n($0)) > c.slack($0, value)
      }
      guard differs, let explained = c.explains({ mistake.values[c.elements[$0].offset] }) else { continue }
      return .cause(mistake.code, "the claimed gradient of \(name): \(mistake.name)", explained: explained)
    }
    return nil
  }

  /// a · q = n for a factor that the subject can name.
  func factor() -> Diagnosis? {
    let c = comparison
    for factor in hints.factors where factor.array == name && factor.values.count == c.array.values.count {
      let fits = c.good.allSatisfy { place in
        let q = factor.values[c.elements[place].offset]
        return abs(c.a(place) * q - c.n(place)) <= c.slack(place, c.n(place), factor: q) + 1e-9 * abs(c.a(place))
      }
      let q = c.good.map { factor.values[c.elements[$0].offset] }
      guard fits, let low = q.min(), let high = q.max(), high - low > 1e-6 * max(abs(low), abs(high)) else { continue }
      return .cause(
        .missingFactor, "the claimed gradient of \(name) lacks a factor: \(factor.name)",
        evidence: [Evidence(name: "smallestFactor", value: low), Evidence(name: "largestFactor", value: high)])
    }
    return nil
  }

}
