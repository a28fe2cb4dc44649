/// Labels of a logarithmic axis, always within the data.
enum LogTicks {
  private static let strides = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300]

  static func ticks(_ low: Double, _ high: Double, count wanted: Int) -> TickSet {
    let (dmin, dmax) = AxisRange.widened(low, high, isLogarithmic: true)
    let m = max(2, min(12, wanted))
    let lo = PowerOfTen.ceilLog(dmin)
    let hi = PowerOfTen.floorLog(dmax)
    let n = hi - lo + 1
    let need = max(2, m - 2)
    if n >= need, n >= 2 { return decades(lo, hi, m: m, need: need, dmin, dmax) }
    for (digits, rule) in [([1, 3], "1-3"), ([1, 2, 5], "1-2-5"), (Array(1...9), "1-9")] {
      let labels = marks(digits, lo - 1, hi + 1, dmin, dmax)
      guard labels.count >= need, labels.count <= m + 3 else { continue }
      let others = rule == "1-9" ? [] : (2...9).filter { !digits.contains($0) }
      return TickSet(
        positions: labels.map(\.value), labels: TickText.logarithmic(labels),
        minor: marks(others, lo - 1, hi + 1, dmin, dmax).map(\.value), rule: rule)
    }
    var set = LinearTicks.ticks(dmin, dmax, count: m)
    let kept = set.positions.indices.filter {
      set.positions[$0] > 0 && set.positions[$0] >= dmin && set.positions[$0] <= dmax
    }
    set.positions = kept.map { set.positions[$0] }
    set.labels = TickText.linear(set.positions)
    return set
  }

  private static func decades(
    _ lo: Int, _ hi: Int, m: Int, need: Int, _ dmin: Double, _ dmax: Double
  ) -> TickSet {
    func exponents(_ stride: Int) -> [Int] { (lo...hi).filter { $0 % stride == 0 } }
    var place = strides.firstIndex { exponents($0).count <= m } ?? strides.count - 1
    if exponents(strides[place]).count < need, place > 0 { place -= 1 }
    let stride = strides[place]
    let labels = exponents(stride).map { Mark(digit: 1, exponent: $0) }
    var minor: [Double] = []
    if stride == 1, hi - lo + 1 <= 12 {
      minor = marks(Array(2...9), lo - 1, hi, dmin, dmax).map(\.value)
    } else if stride > 1, hi - lo + 1 <= 60 {
      minor = (lo...hi).filter { $0 % stride != 0 }.map { PowerOfTen.value($0) }
    }
    return TickSet(
      positions: labels.map(\.value), labels: TickText.logarithmic(labels), minor: minor, rule: "decades",
      stride: stride)
  }

  /// A digit times a power of ten.
  struct Mark: Equatable {
    let digit: Int
    let exponent: Int
    var value: Double { Double("\(digit)e\(exponent)") ?? 0 }
  }

  private static func marks(_ digits: [Int], _ lo: Int, _ hi: Int, _ dmin: Double, _ dmax: Double) -> [Mark] {
    guard lo <= hi else { return [] }
    return (lo...hi).flatMap { exponent in digits.map { Mark(digit: $0, exponent: exponent) } }
      .filter { $0.value >= dmin && $0.value <= dmax && $0.value > 0 }
  }
}

/// The labels of axes.
public enum Ticks {
  /// Labels of a linear axis over a range, about `count` of them.
  public static func linear(_ range: ClosedRange<Double>, count: Int) -> TickSet {
    LinearTicks.ticks(range.lowerBound, range.upperBound, count: count)
  }

  /// Labels of a logarithmic axis over a range of positive numbers.
  public static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> TickSet {
    LogTicks.ticks(range.lowerBound, range.upperBound, count: count)
  }
}
