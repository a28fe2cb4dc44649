/// Measures and judges elements: triage for all, the ladder for those that need it.
struct ElementEngine {
  let precision: Precision
  let judge: Judge
  let triage: Triage
  /// The noise of the subject relative to its value.
  let relativeNoise: Double
  let method: DifferenceMethod
  var sampler: LineSampler

  init(
    session: any SubjectSession, precision: Precision, tolerance: Double, value: Double, noise: Double,
    method: DifferenceMethod
  ) {
    self.precision = precision
    judge = Judge(precision: precision, tolerance: tolerance, value: abs(value))
    triage = Triage(precision: precision, noise: max(noise, precision.epsilon * abs(value)))
    relativeNoise = value == 0 ? 0 : min(noise / abs(value), 1e-3)
    self.method = method
    sampler = LineSampler(session: session, precision: precision)
  }

  /// Judges elements that have finite claims; one result each, in order.
  mutating func check(_ places: [ElementPlace]) throws(SubjectError) -> [ElementResult] {
    if let rule = ExactDerivative.Rule(rawValue: method.rawValue) {
      return try ExactMethod(rule: rule).check(places, engine: &self)
    }
    if let scheme = DifferenceScheme.named(method) {
      return try PlainMethod(scheme: scheme).check(places, engine: &self)
    }
    guard !places.isEmpty else { return [] }
    var results = places.map(judge.blank)
    let relativeStep = triage.relativeStep(relativeNoise: relativeNoise)
    let columns = try sampler.triage(places, relativeStep: relativeStep)
    // Most elements leave here; only what is kept for the others costs memory.
    var open: [Open] = []
    var climbers: [Int] = []
    for (index, place) in places.enumerated() {
      let first = Open(index: index, step: place.ownScale * relativeStep)
      settle(first, place, columns.sample(index, of: place), &results, &open, &climbers)
    }
    for _ in 1..<Triage.tries where !open.isEmpty {
      let samples = try sampler.triage(open.map { (places[$0.index], $0.step) })
      let tried = open
      open = []
      for (one, sample) in zip(tried, samples) {
        settle(one, places[one.index], sample, &results, &open, &climbers)
      }
    }
    for index in (climbers + open.map(\.index)).sorted() { results[index] = try climb(places[index]) }
    return results
  }

  /// An element that triage is not done with.
  private struct Open {
    let index: Int
    /// The step to try.
    var step: Double
    /// A step that crossed a kink.
    var crossed: Double?
    /// Whether nothing moved at the step before.
    var isStill = false
  }

  /// What a sample says of an element: its result, another step, or the ladder.
  @inline(__always)
  private func settle(
    _ one: Open, _ place: ElementPlace, _ sample: TriageSample?, _ results: inout [ElementResult],
    _ open: inout [Open], _ climbers: inout [Int]
  ) {
    guard let sample else { return climbers.append(one.index) }
    var next = one
    guard let measured = triage.measure(sample) else {
      // A kink that is near but not here leaves the smaller steps alone.
      guard sample.wide.crossesKink == true else { return climbers.append(one.index) }
      next.crossed = one.step
      next.step /= Triage.factor
      return open.append(next)
    }
    let stillness = triage.stillness(sample, isConfirmed: one.isStill)
    switch judge.judge(place, measured, stillness: stillness) {
    case .settled(let result):
      results[one.index] = result
      results[one.index].kinkDistance = one.crossed
    case .anotherStep:
      next.isStill = measured.isStill
      next.step *= measured.nextFactor
      open.append(next)
    case .ladder: climbers.append(one.index)
    }
  }

  /// The ladder for one element.
  ///
  /// Differences term by term are sharper than the value, and sharp enough to acquit. They do not convict: a large term
  /// that stays still at every step may have moved by its own rounding.
  mutating func climb(_ place: ElementPlace) throws(SubjectError) -> ElementResult {
    let sampled = try sample(place)
    let subgradients = try sampler.session.subgradients(array: place.array, element: place.offset)
    let result = judge.judge(place, examine(place, sampled), subgradients: subgradients)
    guard result.status == .mismatch || result.status == .notDifferentiable, let size = sampler.session.termSize else {
      return result
    }
    // What looks singular is the more often a stair of rounding inside, which is higher than that of the terms.
    let share = result.status == .mismatch ? 2 : 0x1p10
    let coarse = examine(place, sampled, noiseFloor: share * precision.epsilon * max(size, judge.value))
    return judge.judge(place, coarse, subgradients: subgradients)
  }

  /// The responses that a ladder looks at.
  private struct Sampled {
    let rungs: [Rung]
    /// Noise samples, for each spacing the values on the right and on the left.
    var tables: [(right: [Double], left: [Double])] = []
  }

  /// The ladder's finding with its rungs, for figures and curves.
  mutating func examine(_ place: ElementPlace) throws(SubjectError) -> (Ladder.Finding, [Rung]) {
    let sampled = try sample(place)
    return (examine(place, sampled), sampled.rungs)
  }

  private func examine(_ place: ElementPlace, _ sampled: Sampled, noiseFloor: Double = 0) -> Ladder.Finding {
    Ladder(precision: precision, value: judge.value, termSize: sampler.session.termSize, noiseFloor: noiseFloor)
      .examine(place, sampled.rungs, tables: sampled.tables)
  }

  private mutating func sample(_ place: ElementPlace) throws(SubjectError) -> Sampled {
    var sampled = Sampled(rungs: try sampler.rungs([(place, Ladder.steps(place, precision: precision))])[0])
    guard sampled.rungs.contains(where: { $0.noise == nil }) else { return sampled }
    let spacings = Ladder.noiseSpacings(place, precision: precision)
    var offsets: [Double] = []
    for spacing in spacings {
      for k in 1...7 { offsets.append(Double(k) * spacing) }
      for k in 1...7 { offsets.append(-Double(k) * spacing) }
    }
    let values = try sampler.differences(place, offsets)
    for index in spacings.indices {
      let start = 14 * index
      sampled.tables.append((Array(values[start..<(start + 7)]), Array(values[(start + 7)..<(start + 14)])))
    }
    return sampled
  }
}
