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
    var sampler = LineSampler(session: session, precision: precision)
    for (index, array) in subject.arrays.prefix(4).enumerated() where !array.values.isEmpty {
      let offset = generator.integer(below: array.values.count)
      let scale = array.values.reduce(0) { max($0, abs($1)) }
      let place = ElementPlace(array: index, offset: offset, values: array.values, largest: scale, claimed: 0)
      if let own = try sampler.rungs([(place, [place.scale * 0x1p-20])]).first?.first?.noise {
        // The subject knows its own noise, term by term.
        level = max(level, own)
        continue
      }
      for spacing in Ladder.noiseSpacings(place, precision: precision).prefix(2) {
        let right = try sampler.differences(place, (1...7).map { Double($0) * spacing })
        let left = try sampler.differences(place, (1...7).map { -Double($0) * spacing })
        guard let a = NoiseTable.level(right), let b = NoiseTable.level(left) else { continue }
        let found = 2 * min(a, b)
        if found < 1e-4 * max(abs(value), abs(right[0]), abs(left[0])) { level = max(level, found) }
      }
    }
    return level
  }
}
