/// The noise of the value along a ladder: what the subject says, rounding of the value, difference tables on each side,
/// and what the rungs themselves show.
struct LadderNoise {
  let precision: Precision
  let rungs: [Rung]
  /// |f| at the point.
  let value: Double
  /// The size of the value's terms, where the subject differences term by term.
  let termSize: Double?
  /// The scale of steps.
  let scale: Double

  /// The noise at each rung.
  ///
  /// - Parameter tables: noise samples, for each spacing the values on the right and on the left.
  func levels(tables: [(right: [Double], left: [Double])]) -> [Double] {
    // What a subject says of its terms leaves out the rounding inside of them: it is no more than a start.
    let isKnown = rungs.allSatisfy { $0.noise != nil }
    var base = max(isKnown ? 0 : precision.epsilon * value, quantum, restlessness)
    for table in tables {
      guard let right = NoiseTable.level(table.right), let left = NoiseTable.level(table.left) else { continue }
      let level = min(right, left)
      // A level that large is aliasing or curvature, not noise.
      if level < 1e-6 * max(value, abs(table.right[0]), abs(table.left[0])) { base = max(base, 2 * level) }
    }
    let count = rungs.count
    var third: [[Double]] = [[], []]
    for k in 0..<max(0, count - 2) {
      third[0].append(Self.thirdDifference(rungs[k...(k + 2)].map { ($0.plus, $0.up) }))
      third[1].append(Self.thirdDifference(rungs[k...(k + 2)].map { ($0.minus, $0.down) }))
    }
    return rungs.indices.map { k in
      let rounding = precision.epsilon * max(abs(rungs[k].up), abs(rungs[k].down))
      let from = min(k, max(count - 6, 0))
      // Blind to a kink at the point itself.
      let local = third.map { side -> Double in
        guard from < side.count else { return 0 }
        let sorted = side[from...].map(abs).sorted()
        return sorted[sorted.count / 2]
      }
      return max(base, rungs[k].noise ?? 0, rounding, 0.25 * (local.max() ?? 0))
    }
  }

  private var size: Double { max(value, termSize ?? 0) }

  /// The height of the stairs that rounding makes of the value: the smallest move, where several steps give it and
  /// the next larger moves are multiples of it. A jump beside the point has no multiples.
  private var quantum: Double {
    guard let still = rungs.firstIndex(where: { $0.up == 0 || $0.down == 0 }) else { return 0 }
    let moves = rungs[max(0, still - 4)...].flatMap { [abs($0.up), abs($0.down)] }.filter { $0 > 0 }
    guard let smallest = moves.min(), smallest < 1e-6 * size else { return 0 }
    let multiples = moves.map { $0 / smallest }.filter { $0 < 4.5 }
    let areWhole = multiples.allSatisfy { abs($0 - $0.rounded()) < 0.05 }
    let isRepeated = multiples.count { $0 < 1.05 } >= 2
    // Nor does a kink beside the point give twice its smallest move, and then nothing.
    let isDoubled = multiples.contains { abs($0 - 2) < 0.05 }
    return areWhole && (isDoubled || (isRepeated && multiples.contains { $0 > 1.5 })) ? smallest : 0
  }

  /// What the odd part and each side show beside their slopes at steps where it goes up and down by much the same:
  /// rounding inside of the subject that smaller steps may hide, since nothing reaches the next stair there. What a
  /// smooth function leaves shrinks with the step, a kink nearby shows at few of them, and a power keeps its sign.
  private var restlessness: Double {
    guard rungs.count >= 10 else { return 0 }
    let odd = zip(rungs, rungs.dropFirst()).map { large, small in
      (large.up - large.down) - (small.up - small.down) * large.half / small.half
    }
    let right = (0..<(rungs.count - 2)).map { k in Self.thirdDifference(rungs[k...(k + 2)].map { ($0.plus, $0.up) }) }
    let left = (0..<(rungs.count - 2)).map { k in Self.thirdDifference(rungs[k...(k + 2)].map { ($0.minus, $0.down) }) }
    return [odd, right, left].reduce(0) { max($0, restlessness(of: $1)) }
  }

  /// The largest size that comes back at least three times among eight steps, with changes of sign.
  private func restlessness(of series: [Double]) -> Double {
    let width = min(8, series.count)
    var level = 0.0
    for start in 0...(series.count - width) where rungs[start..<(start + width)].allSatisfy({ $0.crossesKink != true })
    {
      let window = series[start..<(start + width)]
      let most = window.reduce(0) { max($0, abs($1)) }
      let large = window.filter { 4 * abs($0) >= most }
      let turns = zip(large, large.dropFirst()).count { $0 * $1 < 0 }
      // More is not what rounding leaves, whatever it goes through; at large steps it may well be the function.
      let limit = rungs[start].step <= 0x1p-10 * scale ? 1e-9 : 0x1p12 * precision.epsilon
      if large.count >= 3, turns >= 2, most < limit * size { level = max(level, most) }
    }
    return level
  }

  /// What is left of three values on one side after a constant (a jump at the point) and a slope are taken out,
  /// for the steps as they are: `f(h) − 3 f(h/2) + 2 f(h/4)` where they halve exactly.
  private static func thirdDifference(_ values: [(step: Double, value: Double)]) -> Double {
    let span = values[1].step - values[2].step
    guard span > 0 else { return 0 }
    let middle = (values[0].step - values[2].step) / span
    let last = (values[0].step - values[1].step) / span
    return values[0].value - middle * values[1].value + last * values[2].value
  }
}
