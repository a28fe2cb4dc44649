import CKernels

/// The cheap first look at an element: three values, f(x ± h) and f(x + h/2), beside f(x).
///
/// With p = f′h, q = f″h²/2 and r = f‴h³/6 they give `o = (f₊ − f₋)/2 = p + r`, `q = (f₊ + f₋)/2` and
/// `u = f(x + h/2) − q/4 = p/2 + r/8`, so `p = (8u − o)/3` and `r = o − p`. For a smooth function r is tiny; a
/// kink of height k at the point gives r = −⅔kh, and a kink or a jump beside it shows in r likewise. So |r|/h
/// bounds what is wrong with p/h, and only elements where that is little leave with a measurement; everything
/// else goes to another step, then to the ladder.
struct Triage {
  let precision: Precision
  /// The noise of the subject's value, where its responses do not say their own.
  let noise: Double

  /// What a triage finds.
  struct Measurement: Sendable {
    let numeric: Double
    let uncertainty: Double
    let step: Double
    /// The function did not move at all.
    let isStill: Bool
    /// Another step that may do better: wider against rounding, narrower against curvature.
    let nextFactor: Double
  }

  /// What it means that nothing moved.
  enum Stillness {
    /// Movement may be lost in rounding of an unknown size: the ladder looks at wide steps.
    case unknown
    /// Seen at one step; a much wider one is to confirm it.
    case atFirstStep
    /// The subject knows its rounding, and nothing moves at a wide step, or it cannot move at all.
    case known
  }

  /// The factor between tries.
  static let factor = 32.0

  /// How many steps are tried before the ladder.
  static let tries = 3

  /// The first step to look at, as a share of the element's own scale: the cube root of the noise, a power of 2.
  func relativeStep(relativeNoise: Double) -> Double {
    max(precision.epsilon, relativeNoise).cubeRoot.powerOfTwo
  }

  /// What it means if a sample did not move.
  ///
  /// - Parameter isConfirmed: whether nothing moved at another step before.
  @inline(__always)
  func stillness(_ sample: TriageSample, isConfirmed: Bool) -> Stillness {
    guard let noise = sample.wide.noise else { return .unknown }
    let cannotMove = noise == 0 && sample.half.noise == 0 && sample.wide.crossesKink == false
    return cannotMove || isConfirmed ? .known : .atFirstStep
  }

  /// `nil` where the values do not tell: one is not finite, or other pieces are active than at the point.
  @inline(__always)
  func measure(_ sample: TriageSample) -> Measurement? {
    guard sample.wide.isFinite, sample.half.difference.isFinite else { return nil }
    if sample.wide.crossesKink == true || sample.half.crossesKink == true { return nil }
    let h = sample.wide.half
    // Rounded steps: the differences are brought to equal distances along the mean slope.
    // Operation by operation as in `gradus_measure`.
    let share = 1 / h
    let slope = (sample.wide.up - sample.wide.down) / 2 * share
    let up = sample.wide.up - slope * (sample.wide.plus - h)
    let down = sample.wide.down + slope * (sample.wide.minus - h)
    let middle = sample.half.difference - slope * (sample.halfStep - h / 2)
    let odd = (up - down) / 2
    let even = (up + down) / 2
    let first = (8 * (middle - even / 4) - odd) * (1.0 / 3)
    let level = max(sample.wide.noise ?? noise, sample.half.noise ?? noise)
    let numeric = first * share
    let rounding = 3 * level * share + 4 * precision.epsilon * abs(numeric)
    let curvature = abs(odd - first) * share
    let isStill =
      sample.wide.up == 0 && sample.wide.down == 0 && sample.half.difference == 0
    return Measurement(
      numeric: numeric, uncertainty: curvature + rounding, step: sample.wide.step, isStill: isStill,
      nextFactor: isStill ? Self.factor * Self.factor : curvature > 2 * rounding ? 1 / Self.factor : Self.factor)
  }
}

extension Triage {
  /// An element that triage is not done with.
  struct Open {
    /// Its place in the block.
    let index: Int
    /// The step to try.
    var step: Double
    /// A step that crossed a kink.
    var crossed: Double?
    /// Whether nothing moved at the step before.
    var isStill = false
  }

  /// What a sample says of an element: its result, another step, or the ladder.
  enum Outcome {
    case settled(Measurement, isVacuous: Bool)
    case open(Open)
    case ladder
  }

  /// Looks at a sample of an element.
  @inline(__always)
  func look(_ one: Open, _ sample: TriageSample?, claimed: Double, _ judge: Judge) -> Outcome {
    guard let sample else { return .ladder }
    var next = one
    guard let measured = measure(sample) else {
      // A kink that is near but not here leaves the smaller steps alone.
      guard sample.wide.crossesKink == true else { return .ladder }
      next.crossed = one.step
      next.step /= Triage.factor
      return .open(next)
    }
    switch judge.judge(claimed, measured, stillness: stillness(sample, isConfirmed: one.isStill)) {
    case .match: return .settled(measured, isVacuous: false)
    case .vacuous: return .settled(measured, isVacuous: true)
    case .anotherStep:
      next.isStill = measured.isStill
      next.step *= measured.nextFactor
      return .open(next)
    case .ladder: return .ladder
    }
  }

  /// Looks at all elements of a block: writes what is settled, and returns what is not.
  func settle(
    _ columns: TriageColumns, of block: ElementBlock, _ judge: Judge, _ results: inout ElementResults
  ) -> (open: [Open], climbers: [Int]) {
    var open: [Open] = []
    var climbers: [Int] = []
    guard block.count > 0 else { return ([], []) }
    results.withColumns { results in
      let answers = columns.measure(block, epsilon: precision.epsilon, tolerance: judge.tolerance, into: results)
      // Results are matches from the start, so that nothing is left to be done for most.
      for index in answers.indices where answers[index] != gradus_match {
        let x = block.points[index]
        let step = block.ownScale(of: x) * columns.relativeStep
        let sample = columns.sample(index, x: x, step: step)
        switch look(Open(index: index, step: step), sample, claimed: block.claims[index], judge) {
        case .settled(let measured, let isVacuous): results.match(index, measured, isVacuous: isVacuous)
        case .open(let next): open.append(next)
        case .ladder: climbers.append(index)
        }
      }
    }
    return (open, climbers)
  }
}

extension TriageColumns {
  /// Writes the slopes of all elements, and their steps; returns `gradus_measure`'s answers.
  func measure(
    _ block: ElementBlock, epsilon: Double, tolerance: Double, into results: ElementResults.Columns
  ) -> [UInt8] {
    let answers = [UInt8](unsafeUninitializedCapacity: block.count) { answers, initialized in
      gradus_measure(
        block.points, values, responses.differences, responses.noise, responses.crossings, block.claims, block.count,
        epsilon, tolerance, results.numeric, results.uncertainty, answers.baseAddress)
      initialized = block.count
    }
    if (block.leastScale * relativeStep).isNormal {
      gradus_step_exponents(block.points, block.count, block.scale, relativeStep, results.exponents)
    } else {
      for (index, x) in block.points.enumerated() {
        results.exponents[index] = (block.ownScale(of: x) * relativeStep).exponentOfPower
      }
    }
    return answers
  }
}

/// The values that a triage looks at.
struct TriageSample: Sendable {
  /// f(x ± h).
  let wide: Rung
  /// f(x + h/2) − f(x).
  let half: Response
  /// The representable half step.
  let halfStep: Double
}

extension Double {
  /// The largest power of two that is not larger (of a number above 0).
  var powerOfTwo: Double {
    // The exponent's bits alone; numbers too small to have a leading bit take the long way.
    isNormal
      ? Double(bitPattern: bitPattern & 0x7FF0_0000_0000_0000) : Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// The cube root of a number from 0, good to a few digits (steps need no more).
  var cubeRoot: Double {
    guard self > 0, isFinite else { return 0 }
    var root = Double(sign: .plus, exponent: exponent / 3, significand: 1)
    for _ in 0..<40 {
      let next = (2 * root + self / (root * root)) / 3
      if next == root { break }
      root = next
    }
    return root
  }
}
