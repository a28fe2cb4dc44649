import Foundation

/// Times of repeated calls, in seconds.
struct Measurement {
  /// One time a call.
  let times: [Double]
  /// The processor time of each call, all threads together: it stands still while other programs hold the processor.
  let processorTimes: [Double]

  /// The middle time.
  var median: Double { Self.median(times) }

  /// The middle processor time.
  var processorMedian: Double { Self.median(processorTimes) }

  /// Calls once to warm up and to see how many repetitions fit into the budget; then times them.
  ///
  /// - Parameters:
  ///   - repetitions: how many; `nil` chooses at least 3, at most 300 (25 from 20 ms on).
  ///   - budget: seconds to spend where `repetitions` is `nil`.
  ///   - processor: processor time since some moment; that of this process unless children do the work.
  init(
    repetitions: Int?, budget: Double, processor: () -> Double = { Self.processorSeconds }, _ body: () throws -> Void
  ) rethrows {
    let first = try Self.seconds(body)
    let fitting = Int(min(budget / max(first, 1e-9), 1e9))
    let count = repetitions ?? max(3, min(fitting, first > 0.02 ? 25 : 300))
    var (times, processorTimes) = ([Double](), [Double]())
    times.reserveCapacity(count)
    processorTimes.reserveCapacity(count)
    for _ in 0..<count {
      let before = processor()
      times.append(try Self.seconds(body))
      processorTimes.append(processor() - before)
    }
    (self.times, self.processorTimes) = (times, processorTimes)
  }

  /// Takes times that were measured elsewhere.
  init(times: [Double], processorTimes: [Double]) { (self.times, self.processorTimes) = (times, processorTimes) }

  /// The time of one call.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try body()
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) + 1e-18 * Double(attoseconds)
  }

  /// The processor time that this process has used.
  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The middle of some numbers.
  static func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
