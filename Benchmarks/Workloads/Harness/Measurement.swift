/// Times of repeated calls, in seconds.
struct Measurement {
  /// One time a call.
  let times: [Double]

  /// The middle time.
  var median: Double {
    let sorted = times.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Calls once to warm up and to see how many repetitions fit into the budget; then times them.
  ///
  /// - Parameters:
  ///   - repetitions: how many; `nil` chooses at least 3, at most 300 (25 from 20 ms on).
  ///   - budget: seconds to spend where `repetitions` is `nil`.
  init(
    repetitions: Int?, budget: Double, _ body: () throws -> Void
  ) rethrows {
    let first = try Self.seconds(body)
    let fitting = Int(min(budget / max(first, 1e-9), 1e9))
    let count = repetitions ?? max(3, min(fitting, first > 0.02 ? 25 : 300))
    var times: [Double] = []
    times.reserveCapacity(count)
    for _ in 0..<count { times.append(try Self.seconds(body)) }
    self.times = times
  }

  /// Takes times that were measured elsewhere.
  init(times: [Double]) { self.times = times }

  /// The time of one call.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try body()
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) + 1e-18 * Double(attoseconds)
  }
}
