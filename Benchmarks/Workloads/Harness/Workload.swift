/// Something to time.
struct Workload {
  /// The name on the command line (`w1a`, `w1a-engine`).
  let name: String
  /// Does the work and says how long it took.
  let run: (Conditions) throws -> [Row]
}

/// How workloads are timed.
struct Conditions {
  /// Repetitions of each; `nil`: as many as fit into the budget.
  var repetitions: Int?
  /// Seconds for each workload.
  var budget: Double
  /// Threads for work that can use several.
  var threads: Int

  /// Times a call; `processor` tells the processor time used so far, this process's own by default.
  func measure(
    processor: () -> Double = { Measurement.processorSeconds }, _ body: () throws -> Void
  ) rethrows -> Measurement {
    try Measurement(repetitions: repetitions, budget: budget, processor: processor, body)
  }
}

/// The work was not what it must be.
struct WrongWork: Error, CustomStringConvertible {
  let description: String

  /// Throws where two numbers differ by more than a relative tolerance.
  static func unlessEqual(
    _ what: String, _ found: Double, _ expected: Double, within tolerance: Double = 1e-10
  ) throws {
    guard abs(found - expected) > tolerance * abs(expected) || found.isNaN else { return }
    throw WrongWork(description: "\(what): expected \(expected), found \(found)")
  }
}
