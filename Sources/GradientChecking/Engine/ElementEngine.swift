import Foundation

/// Measures and judges elements: triage for all, the ladder for those that need it.
struct ElementEngine {
  let precision: Precision
  let judge: Judge
  let triage: Triage
  /// The noise of the subject relative to its value.
  let relativeNoise: Double
  let method: DifferenceMethod
  /// When no more ladders are climbed, in seconds of the system's clock.
  var deadline: Double?
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
  mutating func check(_ block: ElementBlock) throws(SubjectError) -> ElementResults {
    if let rule = ExactDerivative.Rule(rawValue: method.rawValue) {
      return ElementResults(try ExactMethod(rule: rule).check(block.places(0..<block.count), engine: &self))
    }
    if let scheme = DifferenceScheme.named(method) {
      return ElementResults(try PlainMethod(scheme: scheme).check(block.places(0..<block.count), engine: &self))
    }
    var results = ElementResults(offsets: .list(block.offsets), claims: block.claims)
    guard block.count > 0 else { return results }
    let relativeStep = triage.relativeStep(relativeNoise: relativeNoise)
    let columns = try sampler.triage(block, relativeStep: relativeStep)
    // Most elements leave here; only what is kept for the others costs memory.
    var (open, climbers) = triage.settle(columns, of: block, judge, &results)
    for _ in 1..<Triage.tries where !open.isEmpty {
      let samples = try sampler.triage(open.map { (block[$0.index], $0.step) })
      let tried = open
      open = []
      for (one, sample) in zip(tried, samples) {
        switch triage.look(one, sample, claimed: block.claims[one.index], judge) {
        case .settled(let measured, let isVacuous):
          results.withColumns { $0.match(one.index, measured, isVacuous: isVacuous) }
          if let distance = one.crossed { results[one.index].kinkDistance = distance }
        case .open(let next): open.append(next)
        case .ladder: climbers.append(one.index)
        }
      }
    }
    for index in (climbers + open.map(\.index)).sorted() {
      if let deadline, ProcessInfo.processInfo.systemUptime > deadline {
        results[index].leaveOut(.inconclusive, because: .timeBudget)
      } else {
        results[index] = try climb(block[index])
      }
    }
    return results
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
