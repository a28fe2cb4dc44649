import RealModule
import Tensors

/// Random directions instead of elements: a handful of evaluations an array, with a stated chance of missing an
/// error; on failure the wrong elements are found by bisection.
struct DirectionalCheck {
  let subject: any Subject
  let array: Int
  let claimed: [Double]
  let count: Int
  let options: CheckOptions
  let precision: Precision
  let tolerance: Double
  let value: Double
  let noise: Double

  struct Outcome {
    var elements: ElementResults
    var result: DirectionalResult
  }

  /// At most so many wrong elements are named.
  private let named = 8

  func run(_ session: any SubjectSession, evaluations: inout Int) throws(SubjectError) -> Outcome {
    let own = subject.arrays[array]
    guard !claimed.isEmpty, claimed.allSatisfy(\.isFinite) else {
      return Outcome(elements: [], result: DirectionalResult(count: 0, detectable: .infinity, missProbability: 1))
    }
    let rms = (own.values.reduce(0) { $0 + $1 * $1 } / Double(own.values.count)).squareRoot()
    let scale = rms > 0 ? rms : 1
    var generator = SeededGenerator(seed: options.seed).fork("directions").fork(subject.name).fork(own.name)
    var worstError = 0.0
    var norm = 0.0
    var wrong: [Double]?
    for _ in 0..<count {
      let direction = claimed.map { _ in Self.bellShaped(&generator) * scale }
      let outcome = try measure(direction, session, &evaluations)
      worstError = max(worstError, outcome.uncertainty)
      norm = max(norm, abs(outcome.claimed))
      if outcome.isWrong { wrong = wrong ?? direction }
    }
    var elements: ElementResults = []
    if let wrong { elements = try bisect(wrong, session, &evaluations) }
    // t = Σ (a−n)·s·z is all but normal with the deviation D = ‖(a−n)·s‖: missed where |t| < τ, with a probability
    // of at most erf(τ / (D √2)) a direction.
    let threshold = max(3 * worstError, tolerance * norm)
    let share = Double.exp(Double.log(1e-6) / Double(count))
    let detectable = threshold / (Double.sqrt(2) * inverseErf(share))
    let each = Double.erf(0.1 / Double.sqrt(2))
    return Outcome(
      elements: elements,
      result: DirectionalResult(
        count: count, detectable: detectable, missProbability: Double.exp(Double(count) * Double.log(each))))
  }

  /// A random number of mean 0 and variance 1: the sum of the four 16-bit quarters of one draw, quick to make. Its
  /// density, and that of weighted sums of such numbers, is nowhere above the normal one's at 0.
  private static func bellShaped(_ generator: inout SeededGenerator) -> Double {
    let bits = generator.next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + bits >> 48
    // The sum of four whole numbers 0 … 2¹⁶ − 1 has the mean 131070 and the variance (2³² − 1) / 3.
    return (Double(sum) - 131_070) * (3 / 4_294_967_295).squareRoot()
  }

  private struct Measured {
    var isWrong: Bool
    var uncertainty: Double
    var claimed: Double
  }

  /// The slope along a direction, by central differences at two steps with the step that suits the noise.
  private func measure(
    _ direction: [Double], _ session: any SubjectSession, _ evaluations: inout Int
  ) throws(SubjectError) -> Measured {
    let expected = zip(claimed, direction).reduce(0) { $0 + $1.0 * $1.1 }
    let relative = value == 0 ? precision.epsilon : max(precision.epsilon, noise / abs(value))
    var best = Measured(isWrong: false, uncertainty: .infinity, claimed: expected)
    for widening in [1.0, 16, 1.0 / 16, 256] {
      let power = relative.cubeRoot
      let h = Double(sign: .plus, exponent: power.exponent, significand: 1) * widening
      let steps = [h, -h, h / 2, -h / 2]
      var values = try session.differences(along: direction, in: array, steps: steps) ?? []
      if values.isEmpty { values = try session.values(at: steps.map { moved(direction, $0) }) }
      evaluations += steps.count
      guard values.count == steps.count else {
        throw SubjectError(
          type: "protocol", message: "expected \(steps.count) values from the subject, found \(values.count)")
      }
      let slopes = [(values[0] - values[1]) / (2 * h), (values[2] - values[3]) / h]
      let numeric = (4 * slopes[1] - slopes[0]) / 3
      let uncertainty =
        abs(slopes[0] - slopes[1]) / 3 + 4 * max(noise, precision.epsilon * abs(value)) / h
        + precision.epsilon * 64 * abs(numeric)
      guard uncertainty.isFinite, uncertainty < best.uncertainty else { continue }
      let bound = max(3 * uncertainty, tolerance * max(abs(expected), abs(numeric)))
      best = Measured(isWrong: abs(expected - numeric) > bound, uncertainty: uncertainty, claimed: expected)
      if uncertainty <= 1e-6 * max(abs(expected), abs(numeric)) { break }
    }
    return best
  }

  private func moved(_ direction: [Double], _ step: Double) -> [[Double]] {
    var point = subject.arrays.map(\.values)
    for index in direction.indices {
      point[array][index] = precision.representable(point[array][index] + step * direction[index])
    }
    return point
  }

  /// Halves the direction until single elements are left, and measures those with the full engine.
  private func bisect(
    _ direction: [Double], _ session: any SubjectSession, _ evaluations: inout Int
  ) throws(SubjectError) -> ElementResults {
    var open = [0..<direction.count]
    var found: [Int] = []
    while let range = open.popLast(), found.count < named {
      if range.count == 1 {
        found.append(range.lowerBound)
        continue
      }
      let middle = range.lowerBound + range.count / 2
      for half in [range.lowerBound..<middle, middle..<range.upperBound] {
        var part = [Double](repeating: 0, count: direction.count)
        for index in half { part[index] = direction[index] }
        if try measure(part, session, &evaluations).isWrong { open.append(half) }
      }
    }
    let own = subject.arrays[array]
    let largest = own.values.largestMagnitude
    var engine = ElementEngine(
      session: session, precision: precision, tolerance: tolerance, value: value, noise: noise, method: .automatic)
    found.sort()
    let results = try engine.check(
      ElementBlock(
        array: array, offsets: found, points: found.map { own.values[$0] }, claims: found.map { claimed[$0] },
        largest: largest))
    evaluations += engine.sampler.evaluations
    return results
  }

  private func inverseErf(_ probability: Double) -> Double {
    var (low, high) = (0.0, 8.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if Double.erf(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension DirectionalResult {
  /// What holds for both.
  func weaker(of other: DirectionalResult) -> DirectionalResult {
    DirectionalResult(
      count: min(count, other.count), detectable: max(detectable, other.detectable),
      missProbability: max(missProbability, other.missProbability))
  }
}
