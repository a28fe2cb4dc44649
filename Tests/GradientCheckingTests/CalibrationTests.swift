import CheckerCalibration
import GradientChecking
import Testing

/// A sample of what the benchmark `gradus-calibration` runs in full.
struct CalibrationTests {
  @Test func `no right smooth gradient fails and no gross mistake passes`() {
    for (label, tally) in Tally.run(120, seed: 1, { Trial.smooth(&$0) }) {
      #expect(tally.violations.isEmpty, "\(label): \(tally.violations.prefix(3))")
      #expect(Double(tally.decidableUndecided) <= 0.01 * Double(tally.decidable), "\(label)")
    }
  }

  @Test func `no right piecewise gradient fails and no gross mistake passes`() {
    let tallies = Tally.run(50, seed: 2) { Trial.piecewise(&$0) }
    for (label, tally) in tallies { #expect(tally.violations.isEmpty, "\(label): \(tally.violations.prefix(3))") }
    #expect(tallies.contains { $0.label.hasPrefix("kink nearby") && $0.tally.failed == 50 })
  }

  @Test func `the usual rules are mistaken on the same smooth functions`() {
    let tallies = Tally.run(120, seed: 1) { Trial.smooth(&$0) }
    for rule in CommonRule.allCases {
      let right = tallies.first { $0.label == Mistake.none.rawValue }?.tally
      #expect((right?.accepted[rule] ?? 0) < (right?.trials ?? 0), "\(rule.rawValue)")
    }
  }

  @Test func `every fault in every layer and loss is caught, and nearly always named`() {
    for (fault, row) in FaultSweep.run(seeds: 0..<1) {
      #expect(row.planted > 0, "\(fault.rawValue)")
      #expect(row.failed == row.planted, "\(fault.rawValue): \(row.misses)")
      #expect(Double(row.named) >= 0.95 * Double(row.planted), "\(fault.rawValue): \(row.misses.prefix(5))")
    }
  }

  @Test func `the same seed gives the same counts`() {
    let first = Tally.run(40, seed: 5) { Trial.smooth(&$0) }
    let second = Tally.run(40, seed: 5) { Trial.smooth(&$0) }
    #expect(first.map(\.tally.passed) == second.map(\.tally.passed))
    #expect(first.map(\.tally.evaluations) == second.map(\.tally.evaluations))
  }
}
