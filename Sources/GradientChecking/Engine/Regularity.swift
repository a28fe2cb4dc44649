import RealModule

/// What the growth of the even and odd parts says about a function at a point.
///
/// With G(h) = f(x+h) + f(x−h) − 2f(x) ~ h^q: q = 2 smooth, 1.5 a C¹ joint, 1 a kink, ½ a cusp, 0 a jump; with
/// A(h) = f(x+h) − f(x−h) ~ h^q: q = 1 a slope, ⅓ a vertical tangent, 0 a jump.
struct Regularity {
  let rungs: [Rung]
  let noise: [Double]
  let scale: Double

  private struct Growth {
    let exponent: Double
    let spread: Double
    /// Whether the part still grows like that at the smallest rungs; a break shows something beside the point.
    let isSteady: Bool
    /// The rungs at which the part stands out of the noise.
    let visible: [Int]
  }

  func judge(_ finding: inout Ladder.Finding) {
    let even = rungs.map { rung in
      (rung.up / rung.plus + rung.down / rung.minus) * rung.half
    }
    let odd = rungs.map { $0.up - $0.down }
    if let growth = growth(even, noiseFactor: 2), judgeEven(even, growth, &finding) { return }
    guard let growth = growth(odd, noiseFactor: 1) else { return }
    let deepest = growth.visible[growth.visible.count - 1]
    // Noise does not follow a power law.
    let isClear = abs(odd[deepest]) > 16 * noise[deepest] || growth.spread < 0.05
    guard rungs[deepest].step <= 1e-6 * scale, isClear else { return }
    if growth.exponent < 0.8, growth.spread < 0.5, growth.isSteady {
      // What grows like that at the point itself would stand out at smaller steps, too.
      let missing = rungs.indices.count { place in
        let expected =
          abs(odd[deepest]) * Double.pow(rungs[place].half / rungs[deepest].half, max(0, growth.exponent))
        return rungs[place].step < rungs[deepest].step && expected > 160 * noise[place]
      }
      guard missing < 2 else {
        finding.kinkDistance = finding.kinkDistance ?? rungs[deepest].half
        return
      }
      finding.shape = .singular(growth.exponent < 0.15 ? .jump : .verticalTangent)
    }
  }

  /// Whether the even part settles the matter.
  private func judgeEven(_ even: [Double], _ growth: Growth, _ finding: inout Ladder.Finding) -> Bool {
    let visible = growth.visible
    let deepest = visible[visible.count - 1]
    let few = visible.suffix(3).map { rungs[$0] }
    let left = median(few.map(\.left))
    let right = median(few.map(\.right))
    let jump = abs(right - left)
    guard jump > 0 else { return false }
    // Smaller steps at which a kink at the point itself would stand out, but nothing does: it is nearby.
    let missing = rungs.indices.filter {
      rungs[$0].step < rungs[deepest].step && jump * rungs[$0].half > 160 * noise[$0]
    }
    if missing.count >= 2 {
      if growth.exponent < 1.5, rungs[deepest].step < 1e-2 * scale { finding.kinkDistance = rungs[deepest].half }
      return false
    }
    let below = rungs.indices.filter { rungs[$0].step < rungs[deepest].step }.count
    guard rungs[deepest].step <= 1e-5 * scale || below <= 6 else { return false }
    if growth.exponent < 0.8, growth.spread < 0.5, growth.isSteady {
      finding.shape = .singular(growth.exponent < 0.2 ? .jump : .cusp)
      (finding.left, finding.right) = (left, right)
      return true
    }
    if growth.spread >= 0.5, oscillates(even, visible: rungsAboveNoise(even, noiseFactor: 2, last: 16)) {
      finding.shape = .singular(.oscillation)
      return true
    }
    if (0.9...1.1).contains(growth.exponent), growth.spread < 0.2, jump > 1e-4 * max(abs(left), abs(right)) {
      finding.shape = .kink
      (finding.left, finding.right) = (left, right)
      return true
    }
    return false
  }

  /// Whether the even part goes up and down, step by step, instead of vanishing faster than the step: a kink or a
  /// jump nearby turns it only once.
  private func oscillates(_ even: [Double], visible: [Int]) -> Bool {
    let slopes = visible.map { even[$0] / rungs[$0].half }
    let largest = slopes.largestMagnitude
    guard median(slopes.suffix(4).map(abs)) > 0.2 * largest else { return false }
    let moves = zip(slopes.dropFirst(), slopes).map { $0 - $1 }.filter { abs($0) > 0.1 * largest }
    let turns = zip(moves.dropFirst(), moves).count { $0 * $1 < 0 }
    return turns >= 3
  }

  /// The growth over the eight smallest rungs at which a part exceeds eight times its noise.
  private func growth(_ part: [Double], noiseFactor: Double) -> Growth? {
    let visible = rungsAboveNoise(part, noiseFactor: noiseFactor, last: 8)
    guard visible.count >= 4 else { return nil }
    let exponents = zip(visible, visible.dropFirst()).map { a, b in
      Double.log(abs(part[a] / part[b])) / Double.log(rungs[a].half / rungs[b].half)
    }
    let sorted = exponents.sorted()
    let middle = median(exponents)
    return Growth(
      exponent: middle, spread: quantile(sorted, 0.75) - quantile(sorted, 0.25),
      isSteady: exponents.suffix(2).allSatisfy { abs($0 - middle) < 0.5 }, visible: visible)
  }

  /// The smallest rungs at which a part exceeds eight times its noise.
  private func rungsAboveNoise(_ part: [Double], noiseFactor: Double, last count: Int) -> [Int] {
    Array(rungs.indices.filter { abs(part[$0]) > 8 * noiseFactor * noise[$0] && part[$0] != 0 }.suffix(count))
  }

  private func median(_ values: [Double]) -> Double { quantile(values.sorted(), 0.5) }

  private func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
