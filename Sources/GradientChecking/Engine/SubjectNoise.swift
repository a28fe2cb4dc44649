import Tensors

/// The noise of a subject's value, measured once: rounding, and what difference tables along a few elements
/// show beyond it (single precision hidden inside, a solver's tolerance).
enum SubjectNoise {
  static func measure(
    _ subject: any Subject, _ session: any SubjectSession, value: Double, precision: Precision, seed: UInt64
  ) throws(SubjectError) -> Double {
    var level = precision.epsilon * abs(value)
    guard value.isFinite else { return level }
    var generator = SeededGenerator(seed: seed).fork("noise").fork(subject.name)
    var places: [ElementPlace] = []
    for (index, array) in subject.arrays.prefix(4).enumerated() where !array.values.isEmpty {
      let offset = generator.integer(below: array.values.count)
      let scale = array.values.largestMagnitude
      places.append(ElementPlace(array: index, offset: offset, values: array.values, largest: scale, claimed: 0))
    }
    var sampler = LineSampler(session: session, precision: precision)
    var unknown: [ElementPlace] = []
    for (place, rungs) in zip(places, try sampler.rungs(places.map { ($0, [$0.scale * 0x1p-20]) })) {
      // A subject may know its own noise, term by term.
      if let own = rungs.first?.noise { level = max(level, own) } else { unknown.append(place) }
    }
    for (right, left) in try tables(of: unknown, session, precision: precision) {
      guard let a = NoiseTable.level(right), let b = NoiseTable.level(left) else { continue }
      let found = 2 * min(a, b)
      if found < 1e-4 * max(abs(value), abs(right[0]), abs(left[0])) { level = max(level, found) }
    }
    return level
  }

  /// Differences at seven equal steps to either side of each place, at two spacings, all in one exchange.
  private static func tables(
    of places: [ElementPlace], _ session: any SubjectSession, precision: Precision
  ) throws(SubjectError) -> [(right: [Double], left: [Double])] {
    var replacements: [Replacement] = []
    for place in places {
      for spacing in Ladder.noiseSpacings(place, precision: precision).prefix(2) {
        for step in [spacing, -spacing] {
          replacements += (1...7).map {
            Replacement(
              array: place.array, element: place.offset, value: precision.representable(place.x + Double($0) * step))
          }
        }
      }
    }
    guard !replacements.isEmpty else { return [] }
    let found = try session.responses(to: replacements).map(\.difference)
    guard found.count == replacements.count else {
      throw SubjectError(
        type: "protocol", message: "expected \(replacements.count) values from the subject, found \(found.count)")
    }
    return stride(from: 0, to: found.count, by: 14).map {
      (Array(found[$0..<($0 + 7)]), Array(found[($0 + 7)..<($0 + 14)]))
    }
  }
}
