/// What is looked at before any comparison: does the subject repeat itself, and does it leave alone what it is
/// given?
struct Preflight {
  /// The finding.
  struct Finding: Sendable {
    var value = 0.0
    var claimed: ClaimedGradient
    /// State defects, the most severe first.
    var defects: [StateObservation] = []
    var noise = 0.0
  }

  /// How often the value is repeated: a small dropout mask slips through three.
  static let repeats = 8

  /// How often that of pure code is repeated, whose gradients are not computed again.
  static let repeatsOfPure = 2

  static func run(_ subject: any Subject, _ session: any SubjectSession) throws(SubjectError) -> Finding {
    let point = subject.arrays.map(\.values)
    let wanted = session.isPure ? repeatsOfPure : repeats
    let values = try session.values(at: Array(repeating: point, count: wanted))
    let claimed = try session.claimedGradient(at: point)
    var finding = Finding(value: values.first ?? .nan, claimed: claimed)
    guard values.count == wanted else {
      throw SubjectError(type: "protocol", message: "expected \(wanted) values, found \(values.count)")
    }
    if !values.allSatisfy({ same($0, finding.value) }) {
      let spread = (values.max() ?? 0) - (values.min() ?? 0)
      finding.defects.append(
        StateObservation(
          code: .nondeterministic, array: nil,
          message: "the value differs between identical calls (by up to \(spread)); fix the seed, or set reseed: true"))
      return finding
    }
    guard !session.isPure else { return finding }
    let again = try session.claimedGradient(at: point)
    if let array = firstDifference(claimed, again, subject) {
      finding.defects.append(
        StateObservation(
          code: .accumulates, array: array,
          message: "the gradient of \(array) differs when it is computed a second time: it is added to what was there"))
    } else {
      let elsewhere = Self.elsewhere(subject)
      _ = try session.values(at: [elsewhere])
      let stale = try session.claimedGradient(at: point)
      if let array = firstDifference(claimed, stale, subject) {
        finding.defects.append(
          StateObservation(
            code: .staleCache, array: array,
            message: "the gradient of \(array) depends on what was computed before: a cache is not renewed"))
      }
    }
    finding.defects += session.observations.filter(\.isDefect)
    return finding
  }

  /// Another point, near by: each array moved by 1 % and a little.
  static func elsewhere(_ subject: any Subject) -> [[Double]] {
    subject.arrays.map { array in
      let scale = array.values.largestMagnitude
      return array.values.map { $0 * 1.01 + 0.01 * (scale == 0 ? 1 : scale) }
    }
  }

  private static func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

  /// What sums in another order may move a gradient by, relative to its array's largest element: code that walks a
  /// set adds up in the order of hashes, which is another one with every object.
  private static let rounding = 1e-12

  private static func firstDifference(
    _ a: ClaimedGradient, _ b: ClaimedGradient, _ subject: any Subject
  ) -> String? {
    for (index, pair) in zip(a.arrays, b.arrays).enumerated() {
      guard case .values(let first) = pair.0, case .values(let second) = pair.1, first != second else { continue }
      let slack = rounding * first.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
      if !zip(first, second).allSatisfy({ same($0, $1) || abs($0 - $1) <= slack }) {
        return subject.arrays[index].name
      }
    }
    return nil
  }
}
