import Tensors

/// The rounding of a claimed gradient itself.
///
/// Algorithms that are as good as their arithmetic give the right answer for inputs that are a few roundings away. So
/// how far the claim moves when every value is moved by a rounding or two is how far it may be off without being
/// wrong: a slope before a normalisation, say, which is a small rest of large terms. A mistake does not move.
enum ClaimNoise {
  private static let draws = 12

  /// Takes back the conviction of elements whose claims are off by no more than their own rounding.
  ///
  /// - Parameters:
  ///   - claimed: the claim at the subject's own point.
  ///   - certainty: a match needs an uncertainty below this share of the slope.
  static func excuse(
    _ elements: inout [ElementResults], of subject: any Subject, _ session: any SubjectSession,
    claimed: ClaimedGradient, certainty: Double, seed: UInt64
  ) {
    guard elements.contains(where: { $0.contains([.mismatch]) && $0.contains(where: isAccused) }) else { return }
    guard let spread = spread(of: subject, session, claimed: claimed, seed: seed) else { return }
    for index in elements.indices where index < spread.count && !spread[index].isEmpty {
      for place in elements[index].indices where isAccused(elements[index][place]) {
        let element = elements[index][place]
        let noise = 8 * spread[index][element.offset]
        let error = abs(element.analytic - element.numeric)
        guard error <= noise + 3 * element.uncertainty else { continue }
        let isSharp = noise <= certainty * max(abs(element.analytic), abs(element.numeric))
        elements[index][place].status = isSharp ? .match : .inconclusive
        elements[index][place].reason = isSharp ? nil : .belowResolution
        elements[index][place].uncertainty = max(element.uncertainty, noise / 3)
      }
    }
  }

  private static func isAccused(_ element: ElementResult) -> Bool {
    element.status == .mismatch && element.reason != .outsideSubgradient && element.numeric.isFinite
      && element.analytic.isFinite
  }

  /// For each element the largest move of its claim; empty for arrays without values, `nil` where the subject has no
  /// claim at other points.
  private static func spread(
    of subject: any Subject, _ session: any SubjectSession, claimed: ClaimedGradient, seed: UInt64
  ) -> [[Double]]? {
    var generator = SeededGenerator(seed: seed).fork("claim").fork(subject.name)
    let epsilon = Precision.of(subject.scalar).epsilon
    var spread = claimed.arrays.map { claim -> [Double] in
      guard case .values(let values) = claim else { return [] }
      return [Double](repeating: 0, count: values.count)
    }
    for _ in 0..<draws {
      let key = generator.next()
      let moved = session.point.map { $0.map { nudged($0, by: epsilon, key: key) } }
      guard let other = try? session.claimedGradient(at: moved), other.arrays.count == claimed.arrays.count else {
        return nil
      }
      for index in claimed.arrays.indices {
        guard case .values(let values) = claimed.arrays[index], case .values(let moved) = other.arrays[index],
          moved.count == values.count
        else { continue }
        for place in values.indices where moved[place].isFinite {
          spread[index][place] = max(spread[index][place], abs(moved[place] - values[place]))
        }
      }
    }
    return spread
  }

  /// A value moved by one or two roundings. Equal values move alike and 0 stays, so that ties and kinks stay, too.
  private static func nudged(_ value: Double, by epsilon: Double, key: UInt64) -> Double {
    var generator = SeededGenerator(seed: value.bitPattern ^ key)
    let count = Double(1 + generator.integer(below: 2))
    return value * (1 + (generator.integer(below: 2) == 0 ? count : -count) * epsilon)
  }
}
