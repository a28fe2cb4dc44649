/// The cheap first look at an element: central differences at h and h/2 with one Richardson step.
///
/// Leaves with a measurement only where the even part behaves like a smooth function's and the error is known;
/// everything else goes to the ladder.
struct Triage {
  let precision: Precision
  /// The noise of the subject's value, where its responses do not say their own.
  let noise: Double

  /// What a triage finds.
  struct Measurement: Sendable {
    let numeric: Double
    let uncertainty: Double
    let step: Double
    let left: Double
    let right: Double
    /// The function did not move at all.
    let isStill: Bool
  }

  /// The step to look at, as a share of the scale of the element: a power of 2.
  func relativeStep(relativeNoise: Double, widened: Bool) -> Double {
    pow2(near: max(precision.epsilon, relativeNoise).cubeRoot) * (widened ? 16 : 1)
  }

  /// `nil` where the rungs do not tell.
  func measure(_ wide: Rung, _ narrow: Rung) -> Measurement? {
    guard wide.isFinite, narrow.isFinite else { return nil }
    if wide.crossesKink == true || narrow.crossesKink == true { return nil }
    let (c1, c2) = (wide.central, narrow.central)
    let richardson = (4 * c2 - c1) / 3
    let level = max(wide.noise ?? noise, narrow.noise ?? noise)
    let rounding = 2 * level / narrow.half + 4 * precision.epsilon * abs(richardson)
    // The even part of a smooth function grows with h²: what is left after that is a kink or noise.
    let even1 = wide.up + wide.down
    let even2 = narrow.up + narrow.down
    let asymmetry = abs(wide.plus - wide.minus) + abs(narrow.plus - narrow.minus)
    let evenDefect = max(0, abs(even1 - 4 * even2) - asymmetry * 4 * abs(richardson)) / wide.half
    let isStill = wide.up == 0 && wide.down == 0 && narrow.up == 0 && narrow.down == 0
    return Measurement(
      numeric: richardson, uncertainty: abs(c1 - c2) / 3 + rounding + evenDefect, step: narrow.step,
      left: narrow.left, right: narrow.right, isStill: isStill)
  }

  private func pow2(near value: Double) -> Double { Double(sign: .plus, exponent: value.exponent, significand: 1) }
}

extension Double {
  /// The cube root of a number from 0, good to a few digits (steps need no more).
  var cubeRoot: Double {
    guard self > 0, isFinite else { return 0 }
    var root = Double(sign: .plus, exponent: exponent / 3, significand: 1)
    for _ in 0..<40 { root = (2 * root + self / (root * root)) / 3 }
    return root
  }
}
