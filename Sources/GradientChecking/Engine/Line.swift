/// One element of a subject with all that the engine needs to move it.
struct ElementPlace: Sendable {
  let array: Int
  let offset: Int
  /// The value at the point.
  let x: Double
  /// The claimed derivative.
  let claimed: Double
  /// The scale of steps: |x|, or the largest |x| of its array where that is larger (1 where all are 0).
  let scale: Double
  /// The step of triage in units of `scale` may be finer for an element that is small in its array.
  let ownScale: Double
}

/// Responses of one element on both sides of its value, at one step.
struct Rung: Sendable {
  /// The step that was asked for.
  let step: Double
  /// The representable steps: x⁺ − x and x − x⁻.
  let plus: Double
  let minus: Double
  /// f(x⁺) − f(x) and f(x⁻) − f(x).
  let up: Double
  let down: Double
  /// Whether a kink was crossed on either side, where the subject knows.
  let crossesKink: Bool?
  /// A bound of the noise in `up` and `down`, where the subject knows.
  let noise: Double?

  /// (f(x⁺) − f(x⁻)) / (x⁺ − x⁻).
  var central: Double { (up - down) / (plus + minus) }
  /// The slope to the right.
  var right: Double { up / plus }
  /// The slope to the left.
  var left: Double { -down / minus }
  /// Half the distance between the two points.
  var half: Double { (plus + minus) / 2 }
  var isFinite: Bool { up.isFinite && down.isFinite }
}

/// Two rungs for each of many elements, as columns.
struct RungPairs {
  let relativeStep: Double
  /// x + h, x − h, x + h/2, x − h/2: four rows of one number an element.
  let values: [Double]
  let responses: ResponseColumns

  /// The rungs of an element at h and at h/2; `nil` where a step does not move x.
  func rungs(_ index: Int, of place: ElementPlace) -> (wide: Rung, narrow: Rung)? {
    let count = values.count / 4
    let step = place.ownScale * relativeStep
    guard let wide = rung(place.x, step, index, count + index),
      let narrow = rung(place.x, step / 2, 2 * count + index, 3 * count + index)
    else { return nil }
    return (wide, narrow)
  }

  private func rung(_ x: Double, _ step: Double, _ high: Int, _ low: Int) -> Rung? {
    let (above, below) = (values[high], values[low])
    guard above > x, below < x, above.isFinite, below.isFinite else { return nil }
    let crosses = max(responses.crossings[high], responses.crossings[low])
    let (up, down) = (responses.noise[high], responses.noise[low])
    return Rung(
      step: step, plus: above - x, minus: x - below, up: responses.differences[high],
      down: responses.differences[low], crossesKink: crosses == 2 ? nil : crosses == 1,
      noise: up < 0 || down < 0 ? nil : max(up, down))
  }
}

/// Asks a session for rungs, many at a time.
struct LineSampler {
  let session: any SubjectSession
  let precision: Precision
  private(set) var evaluations = 0

  init(session: any SubjectSession, precision: Precision) {
    self.session = session
    self.precision = precision
  }

  /// Rungs at the given steps for several elements, in one exchange; steps that do not move x are left out.
  mutating func rungs(_ requests: [(place: ElementPlace, steps: [Double])]) throws(SubjectError) -> [[Rung]] {
    var replacements: [Replacement] = []
    var kept: [[(step: Double, plus: Double, minus: Double)]] = []
    for (place, steps) in requests {
      var own: [(step: Double, plus: Double, minus: Double)] = []
      for step in steps {
        let high = precision.representable(place.x + step)
        let low = precision.representable(place.x - step)
        guard high > place.x, low < place.x, high.isFinite, low.isFinite else { continue }
        replacements.append(Replacement(array: place.array, element: place.offset, value: high))
        replacements.append(Replacement(array: place.array, element: place.offset, value: low))
        own.append((step, high - place.x, place.x - low))
      }
      kept.append(own)
    }
    let responses = replacements.isEmpty ? [] : try session.responses(to: replacements)
    evaluations += replacements.count
    guard responses.count == replacements.count else {
      throw SubjectError(
        type: "protocol", message: "expected \(replacements.count) values from the subject, found \(responses.count)")
    }
    var next = 0
    return kept.map { own in
      own.map { step in
        let (up, down) = (responses[next], responses[next + 1])
        next += 2
        return Rung(
          step: step.step, plus: step.plus, minus: step.minus, up: up.difference, down: down.difference,
          crossesKink: Self.either(up.crossesKink, down.crossesKink),
          noise: up.noise.flatMap { high in down.noise.map { max(high, $0) } })
      }
    }
  }

  /// Rungs at two steps, h and h/2, for each of several elements of one array, in one exchange.
  ///
  /// - Parameter relativeStep: h as a share of the element's own scale.
  mutating func pairs(_ places: [ElementPlace], relativeStep: Double) throws(SubjectError) -> RungPairs {
    let count = places.count
    let isFloat = precision == .float
    let values = [Double](unsafeUninitializedCapacity: 4 * count) { values, initialized in
      for (index, place) in places.enumerated() {
        let wide = place.ownScale * relativeStep
        values[index] = place.x + wide
        values[count + index] = place.x - wide
        values[2 * count + index] = place.x + wide / 2
        values[3 * count + index] = place.x - wide / 2
      }
      if isFloat { for index in 0..<(4 * count) { values[index] = precision.representable(values[index]) } }
      initialized = 4 * count
    }
    let found = try session.responses(of: places.map(\.offset), in: places.first?.array ?? 0, set: values)
    evaluations += 4 * count
    guard found.differences.count == values.count else {
      throw SubjectError(
        type: "protocol",
        message: "expected \(values.count) values from the subject, found \(found.differences.count)")
    }
    return RungPairs(relativeStep: relativeStep, values: values, responses: found)
  }

  /// f(x + t) − f(x) at offsets, for noise tables; an offset that cannot be represented gives `nil`.
  mutating func differences(_ place: ElementPlace, _ offsets: [Double]) throws(SubjectError) -> [Double] {
    let replacements = offsets.map {
      Replacement(array: place.array, element: place.offset, value: precision.representable(place.x + $0))
    }
    evaluations += replacements.count
    return try session.responses(to: replacements).map(\.difference)
  }

  private static func either(_ a: Bool?, _ b: Bool?) -> Bool? {
    guard let a, let b else { return nil }
    return a || b
  }
}
