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
    if method != .automatic { return try PlainMethod(method: method).check(places, engine: &self) }
    var results = places.map(judge.blank)
    var open = Array(places.indices)
    // A wider step only helps against rounding.
    for widened in [false, true] where !open.isEmpty {
      let own = widened ? open.map { places[$0] } : places
      let step = triage.relativeStep(relativeNoise: relativeNoise, widened: widened)
      let pairs = try sampler.pairs(own, relativeStep: step)
      var undecided: [Int] = []
      for (index, place) in own.enumerated() {
        if let result = judged(place, pairs.rungs(index, of: place)) {
          results[open[index]] = result
        } else {
          undecided.append(open[index])
        }
      }
      open = undecided
    }
    for index in open { results[index] = try climb(places[index]) }
    return results
  }

  /// The result of triage; `nil` where the ladder must look.
  private func judged(_ place: ElementPlace, _ rungs: (wide: Rung, narrow: Rung)?) -> ElementResult? {
    guard let (wide, narrow) = rungs, let measured = triage.measure(wide, narrow) else { return nil }
    let isExact = wide.noise == 0 && wide.crossesKink == false && narrow.noise == 0 && narrow.crossesKink == false
    return judge.judge(place, measured, trustsStillness: isExact)
  }

  /// The ladder for one element.
  mutating func climb(_ place: ElementPlace) throws(SubjectError) -> ElementResult {
    let (finding, _) = try examine(place)
    let subgradients = try sampler.session.subgradients(array: place.array, element: place.offset)
    return judge.judge(place, finding, subgradients: subgradients)
  }

  /// The ladder's finding with its rungs, for verdicts and for figures.
  mutating func examine(_ place: ElementPlace) throws(SubjectError) -> (Ladder.Finding, [Rung]) {
    let ladder = Ladder(precision: precision, value: judge.value)
    let rungs = try sampler.rungs([(place, Ladder.steps(place, precision: precision))])[0]
    var tables: [(right: [Double], left: [Double])] = []
    if rungs.contains(where: { $0.noise == nil }) {
      let spacings = Ladder.noiseSpacings(place, precision: precision)
      var offsets: [Double] = []
      for spacing in spacings {
        for k in 1...7 { offsets.append(Double(k) * spacing) }
        for k in 1...7 { offsets.append(-Double(k) * spacing) }
      }
      let values = try sampler.differences(place, offsets)
      for index in spacings.indices {
        let start = 14 * index
        tables.append((Array(values[start..<(start + 7)]), Array(values[(start + 7)..<(start + 14)])))
      }
    }
    return (ladder.examine(place, rungs, tables: tables), rungs)
  }
}
