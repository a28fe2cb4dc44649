/// Labels of a linear axis: Talbot, Lin and Hanrahan, "An extension of Wilkinson's algorithm for positioning tick
/// labels on axes" (2010), labels inside or outside of the data.
enum LinearTicks {
  private static let steps: [Double] = [1, 5, 2, 2.5, 4, 3]

  struct Labelling: Equatable {
    /// The first label is `start` · `unit` / `skip`… kept whole, so that errors do not add up.
    var start: Int
    var skip: Int
    var base: Double
    var exponent: Int
    var count: Int
    var score: Double

    var step: Double { Double(skip) * base * PowerOfTen.value(exponent) }
    var positions: [Double] {
      (0..<count).map { index in
        let multiple = Double(start + index * skip) * base
        let value = exponent < 0 ? multiple / PowerOfTen.value(-exponent) : multiple * PowerOfTen.value(exponent)
        return value == 0 ? 0 : value
      }
    }
  }

  static func ticks(_ low: Double, _ high: Double, count wanted: Int) -> TickSet {
    var (dmin, dmax) = AxisRange.widened(low, high, isLogarithmic: false)
    let isHuge = !(dmax - dmin).isFinite
    if isHuge { (dmin, dmax) = (dmin / 2, dmax / 2) }
    // Squares of ranges this small or large leave the doubles: the search is the same for any power of ten.
    let magnitude = PowerOfTen.floorLog(max(abs(dmin), abs(dmax)))
    let shift = abs(magnitude) > 100 ? max(-300, min(300, magnitude)) : 0
    if shift != 0 { (dmin, dmax) = (shifted(dmin, by: -shift), shifted(dmax, by: -shift)) }
    var best = search(dmin, dmax, max(2, min(12, wanted)))
    best.exponent += shift
    var positions = best.positions
    if isHuge { positions = positions.map { $0 * 2 }.filter(\.isFinite) }
    return TickSet(positions: positions, labels: TickText.linear(positions), rule: "linear")
  }

  /// A number times a power of ten.
  private static func shifted(_ value: Double, by exponent: Int) -> Double {
    exponent < 0 ? value / PowerOfTen.value(-exponent) : value * PowerOfTen.value(exponent)
  }

  static func search(_ dmin: Double, _ dmax: Double, _ m: Int) -> Labelling {
    let range = dmax - dmin
    var best = Labelling(start: 0, skip: 1, base: 1, exponent: 0, count: 2, score: -2)
    var j = 1
    while j < 1000 {
      for (i, q) in steps.enumerated() {
        let simplicity = 1 - Double(i) / 5 - Double(j) + 1
        if 0.25 * simplicity + 0.2 + 0.5 + 0.05 < best.score { return best }
        var k = 2
        while k < 1000 {
          let dm = k >= m ? 2 - Double(k - 1) / Double(m - 1) : 1
          if 0.25 * simplicity + 0.2 + 0.5 * dm + 0.05 < best.score { break }
          var z = PowerOfTen.ceilLog(range / Double(k + 1) / (Double(j) * q))
          while z < 400 {
            let step = Double(j) * q * PowerOfTen.value(z)
            let span = step * Double(k - 1)
            let cm = span > range ? 1 - square((span - range) / 2) / square(0.1 * range) : 1
            if 0.25 * simplicity + 0.2 * cm + 0.5 * dm + 0.05 < best.score { break }
            let first = floorInt(dmax / step) * j - (k - 1) * j
            let last = ceilInt(dmin / step) * j
            if first <= last {
              for start in first...last {
                let lmin = Double(start) * (step / Double(j))
                let score = self.score(
                  lmin, lmin + span, step, i: i, j: j, k: k, m: m, dmin: dmin, dmax: dmax)
                if score > best.score {
                  best = Labelling(start: start, skip: j, base: q, exponent: z, count: k, score: score)
                }
              }
            }
            z += 1
          }
          k += 1
        }
      }
      j += 1
    }
    return best
  }

  private static func score(
    _ lmin: Double, _ lmax: Double, _ step: Double, i: Int, j: Int, k: Int, m: Int, dmin: Double, dmax: Double
  ) -> Double {
    var rest = lmin.truncatingRemainder(dividingBy: step)
    if rest < 0 { rest += step }
    let hasZero = (rest < 1e-10 * step || rest > step - 1e-10 * step) && lmin <= 0 && lmax >= 0
    let simplicity = 1 - Double(i) / 5 - Double(j) + (hasZero ? 1 : 0)
    let coverage = 1 - 0.5 * (square(dmax - lmax) + square(dmin - lmin)) / square(0.1 * (dmax - dmin))
    let r = Double(k - 1) / (lmax - lmin)
    let rt = Double(m - 1) / (max(lmax, dmax) - min(dmin, lmin))
    let density = 2 - max(r / rt, rt / r)
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05
  }

  private static func square(_ x: Double) -> Double { x * x }
  private static func floorInt(_ x: Double) -> Int { Int(max(-1e15, min(1e15, x.rounded(.down)))) }
  private static func ceilInt(_ x: Double) -> Int { Int(max(-1e15, min(1e15, x.rounded(.up)))) }
}

/// Powers of ten as decimal literals have them: `pow` can be one bit off.
enum PowerOfTen {
  private static let table: [Double] = (-330...330).map { Double("1e\($0)") ?? 0 }

  static func value(_ exponent: Int) -> Double { table[max(-330, min(330, exponent)) + 330] }

  /// The smallest exponent whose power is at least x.
  static func ceilLog(_ x: Double) -> Int {
    guard x > 0, x.isFinite else { return x > 0 ? 309 : -330 }
    var exponent = floorLog(x)
    if value(exponent) < x { exponent += 1 }
    return exponent
  }

  /// The largest exponent whose power is at most x.
  static func floorLog(_ x: Double) -> Int {
    guard x > 0, x.isFinite else { return x > 0 ? 308 : -330 }
    var exponent = Int((Double(x.exponent) * 0.301_029_995_663_981_2).rounded(.down))
    while exponent < 308, value(exponent + 1) <= x { exponent += 1 }
    while exponent > -330, value(exponent) > x { exponent -= 1 }
    return exponent
  }
}
