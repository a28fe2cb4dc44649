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

/// The triage of many elements of one array, as columns.
struct TriageColumns {
  let relativeStep: Double
  /// x + h, x − h, x + h/2: three rows of one number an element.
  let values: [Double]
  let responses: ResponseColumns

  /// The values of an element at x; `nil` where a step does not move x.
  @inline(__always)
  func sample(_ index: Int, x: Double, step: Double) -> TriageSample? {
    let count = values.count / 3
    let (high, low, middle) = (index, count + index, 2 * count + index)
    let (above, below, between) = (values[high], values[low], values[middle])
    guard between > x, below < x, above > between, above.isFinite, below.isFinite else { return nil }
    let crosses = max(responses.crossings[high], responses.crossings[low])
    let (up, down) = (responses.noise[high], responses.noise[low])
    let wide = Rung(
      step: step, plus: above - x, minus: x - below, up: responses.differences[high],
      down: responses.differences[low], crossesKink: crosses == 2 ? nil : crosses == 1,
      noise: up < 0 || down < 0 ? nil : max(up, down))
    return TriageSample(wide: wide, half: responses[middle], halfStep: between - x)
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
    let responses = try answers(to: replacements)
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

  /// Three values for each element of a block, at ±h and +h/2, in one exchange.
  ///
  /// - Parameter relativeStep: h as a share of the element's own scale.
  mutating func triage(_ block: ElementBlock, relativeStep: Double) throws(SubjectError) -> TriageColumns {
    let count = block.count
    var values = [Double](unsafeUninitializedCapacity: 3 * count) { values, initialized in
      for (index, x) in block.points.enumerated() {
        let wide = block.ownScale(of: x) * relativeStep
        values[index] = x + wide
        values[count + index] = x - wide
        values[2 * count + index] = x + wide / 2
      }
      initialized = 3 * count
    }
    if precision == .float { for index in values.indices { values[index] = precision.representable(values[index]) } }
    let found = try session.responses(of: block.offsets, in: block.array, set: values)
    evaluations += 3 * count
    guard found.differences.count == values.count else {
      throw SubjectError(
        type: "protocol",
        message: "expected \(values.count) values from the subject, found \(found.differences.count)")
    }
    return TriageColumns(relativeStep: relativeStep, values: values, responses: found)
  }

  /// Three values an element, at ±h and +h/2, in one exchange; `nil` where the steps do not move x.
  mutating func triage(_ requests: [(place: ElementPlace, step: Double)]) throws(SubjectError) -> [TriageSample?] {
    var replacements: [Replacement] = []
    var moves: [(plus: Double, minus: Double, half: Double)?] = []
    for (place, step) in requests {
      let points = [step, -step, step / 2].map { precision.representable(place.x + $0) }
      guard points[2] > place.x, points[1] < place.x, points[0] > points[2], points.allSatisfy(\.isFinite) else {
        moves.append(nil)
        continue
      }
      replacements += points.map { Replacement(array: place.array, element: place.offset, value: $0) }
      moves.append((points[0] - place.x, place.x - points[1], points[2] - place.x))
    }
    let responses = try answers(to: replacements)
    var next = 0
    return zip(requests, moves).map { request, move in
      guard let move else { return nil }
      let (up, down, half) = (responses[next], responses[next + 1], responses[next + 2])
      next += 3
      let wide = Rung(
        step: request.step, plus: move.plus, minus: move.minus, up: up.difference, down: down.difference,
        crossesKink: Self.either(up.crossesKink, down.crossesKink),
        noise: up.noise.flatMap { high in down.noise.map { max(high, $0) } })
      return TriageSample(wide: wide, half: half, halfStep: move.half)
    }
  }

  /// Exact slopes of elements of one array; `nil` where the subject runs in `Double` only.
  mutating func exact(_ places: [ElementPlace], _ rule: ExactDerivative.Rule) throws(SubjectError) -> [Double]? {
    evaluations += places.count
    return try session.exactSlopes(of: places.map(\.offset), in: places.first?.array ?? 0, by: rule)
  }

  private mutating func answers(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    let responses = replacements.isEmpty ? [] : try session.responses(to: replacements)
    evaluations += replacements.count
    guard responses.count == replacements.count else {
      throw SubjectError(
        type: "protocol", message: "expected \(replacements.count) values from the subject, found \(responses.count)")
    }
    return responses
  }

  /// f(x + t) − f(x) at offsets, for noise tables; an offset that cannot be represented gives `nil`.
  mutating func differences(_ place: ElementPlace, _ offsets: [Double]) throws(SubjectError) -> [Double] {
    let replacements = offsets.map {
      Replacement(array: place.array, element: place.offset, value: precision.representable(place.x + $0))
    }
    return try answers(to: replacements).map(\.difference)
  }

  private static func either(_ a: Bool?, _ b: Bool?) -> Bool? {
    guard let a, let b else { return nil }
    return a || b
  }
}
