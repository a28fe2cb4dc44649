import RealModule

/// The careful look at an element: a ladder of halving steps.
///
/// Richardson–Neville columns give candidates with error estimates; the one with the smallest error **that
/// every smaller step confirms within its noise** is taken, which defeats aliasing, far plateaus and nearby
/// kinks. Growth of the even and odd parts at the smallest visible steps tells kinks, jumps, cusps, vertical
/// tangents and oscillation.
struct Ladder {
  let precision: Precision
  /// |f| at the point.
  let value: Double
  /// See `SubjectSession.termSize`.
  let termSize: Double?
  /// The noise is taken to be this much at least.
  var noiseFloor = 0.0

  /// What the ladder finds.
  struct Finding: Sendable {
    enum Shape: Sendable, Equatable {
      case smooth
      /// Both one-sided slopes exist and differ.
      case kink
      case singular(SingularityKind)
      case nonfinite
    }
    var shape = Shape.smooth
    var numeric = 0.0
    var uncertainty = 0.0
    var step = 0.0
    var left = 0.0
    var right = 0.0
    /// The largest one-sided slope at steps around the chosen one.
    var localSlope = 0.0
    /// The function does not move at all, at any step.
    var isFlat = false
    /// The function does not move at the smaller half of the steps.
    var isFlatNearby = false
    /// The function does not move near the point, and starts to move at once further away (a unit that is off).
    var isFlatBesideBreak = false
    /// The central slopes decay to nothing towards small steps.
    var decays = false
    /// What moves is lost in the rounding of larger values: slopes below this cannot be seen.
    var invisibleBelow = 0.0
    var kinkDistance: Double?
    var noise = 0.0
  }

  /// The steps of the ladder, largest first.
  static func steps(_ place: ElementPlace, precision: Precision) -> [Double] {
    // The scale is a power of two at or below the largest |x|: twice that reaches across 0.
    let top = 2 * place.scale
    let bottom = place.x == 0 ? top * (precision == .float ? 0x1p-33 : 0x1p-50) : 4 * precision.epsilon * abs(place.x)
    var steps: [Double] = []
    var h = top
    while h >= bottom, steps.count < 130 {
      steps.append(h)
      h /= 2
    }
    return steps
  }

  /// The offsets at which the noise is sampled: seven on each side at several spacings.
  static func noiseSpacings(_ place: ElementPlace, precision: Precision) -> [Double] {
    [0.85, 0.7, 0.55, 0.42, 0.3].map { exponent in
      let power = Double.exp(exponent * Double.log(precision.epsilon))
      // Powers of two: x plus a few of them is exact, and equal spacing is what the table needs.
      return max(place.scale * power, 8 * precision.epsilon * abs(place.x)).powerOfTwo
    }
  }

  /// Judges the shape and measures the slope.
  ///
  /// - Parameter tables: noise samples, for each spacing the values on the right and on the left.
  func examine(_ place: ElementPlace, _ all: [Rung], tables: [(right: [Double], left: [Double])]) -> Finding {
    let rungs = all.filter(\.isFinite)
    guard rungs.count >= 3 else { return oneSided(all) }
    let noise = LadderNoise(precision: precision, rungs: rungs, value: value, termSize: termSize, scale: place.scale)
      .levels(tables: tables).map { max($0, noiseFloor) }
    let candidates = Candidates(rungs: rungs, noise: noise).best()
    var finding = Finding(
      numeric: candidates.value, uncertainty: candidates.error, step: candidates.step, noise: noise.last ?? 0)
    finding.isFlat = rungs.allSatisfy { $0.up == 0 && $0.down == 0 }
    let smaller = rungs[(rungs.count / 2)...]
    finding.isFlatNearby = smaller.allSatisfy { $0.up == 0 && $0.down == 0 }
    // The candidate agrees with its neighbours, so neither jump nor kink is hidden among these steps.
    let smallestMove = rungs.flatMap { [abs($0.up), abs($0.down)] }.filter { $0 > 0 }.min() ?? 0
    finding.isFlatBesideBreak = finding.isFlatNearby && smallestMove > 0x1p10 * precision.epsilon * value
    let slopes = rungs.filter { $0.step >= candidates.step / 4 && $0.step <= 2 * candidates.step }
    finding.localSlope = slopes.reduce(0) { max($0, abs($1.left), abs($1.right)) }
    let largestCentral = rungs.reduce(0) { max($0, abs($1.central)) }
    finding.decays = abs(rungs[rungs.count - 1].central) <= 1e-6 * largestCentral && largestCentral > 0
    finding.left = rungs.first { $0.step <= candidates.step }?.left ?? candidates.value
    finding.right = rungs.first { $0.step <= candidates.step }?.right ?? candidates.value
    finding.invisibleBelow = invisible(rungs)
    Regularity(rungs: rungs, noise: noise, scale: place.scale).judge(&finding)
    return finding
  }

  /// Slopes that rounding hides: the value moves in quanta as small as the rounding of values seen elsewhere
  /// on the ladder.
  private func invisible(_ rungs: [Rung]) -> Double {
    let moves = rungs.flatMap { [abs($0.up), abs($0.down)] }
    guard let most = moves.max(), most > 0, let quantum = moves.filter({ $0 > 0 }).min() else { return 0 }
    let largestValue = max(most, value)
    guard quantum <= 16 * precision.epsilon * largestValue,
      let still = rungs.first(where: { $0.up == 0 && $0.down == 0 })
    else { return 0 }
    return 2 * quantum / still.half
  }

  /// At the edge of a domain one side may never be finite: then the other side's slopes are extrapolated.
  private func oneSided(_ all: [Rung]) -> Finding {
    var finding = Finding(shape: .nonfinite)
    let right = all.filter { $0.up.isFinite }
    let left = all.filter { $0.down.isFinite }
    let useRight = right.count >= left.count
    let side = useRight ? right : left
    guard side.count >= 8, value.isFinite else { return finding }
    let slopes = side.map { useRight ? $0.right : $0.left }
    let steps = side.map { useRight ? $0.plus : $0.minus }
    var best = (error: Double.infinity, value: 0.0, step: 0.0)
    var columns = [slopes]
    for order in 1...3 {
      let factor = Double(1 << order)
      let last = columns[order - 1]
      columns.append(zip(last.dropFirst(), last).map { (factor * $0 - $1) / (factor - 1) })
    }
    for (order, column) in columns.enumerated() {
      for k in 1..<max(1, column.count - 1) {
        let step = steps[min(k + order, steps.count - 1)]
        let error =
          max(abs(column[k] - column[k - 1]), abs(column[k] - column[k + 1])) + 4 * precision.epsilon * value / step
        if error < best.error { best = (error, column[k], step) }
      }
    }
    guard best.error < 1e-3 * abs(best.value) || best.value == 0 else { return finding }
    finding.shape = .smooth
    finding.numeric = best.value
    finding.uncertainty = best.error
    finding.step = best.step
    finding.left = useRight ? .nan : best.value
    finding.right = useRight ? best.value : .nan
    finding.localSlope = slopes.largestMagnitude
    return finding
  }
}
