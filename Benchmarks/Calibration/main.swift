import CheckerCalibration
import Foundation

// How sure the engine is, on families of functions whose derivatives are known and on layers with planted
// mistakes, beside the rules of other tools on the same cases.
//
//     gradus-calibration [smooth|piecewise|planted|points] [--count N] [--seed N]

/// The value after an option of the command line.
func option(_ name: String) -> Int? {
  guard let place = CommandLine.arguments.firstIndex(of: name), place + 1 < CommandLine.arguments.count else {
    return nil
  }
  return Int(CommandLine.arguments[place + 1])
}

/// A table's row, with columns of fixed width.
func row(_ cells: [String]) -> String {
  cells.enumerated().map { index, cell in
    let width = index == 0 ? 36 : 11
    let blank = String(repeating: " ", count: max(1, width - cell.count))
    return index == 0 ? cell + blank : blank + cell
  }.joined()
}

func report(_ title: String, _ tallies: [(label: String, tally: Tally)], seed: Int) -> Int {
  print("\(title); seed \(seed)")
  print(row(["claim", "trials", "passed", "failed", "open"] + CommonRule.allCases.map(\.rawValue)))
  var whole = Tally()
  for (label, tally) in tallies {
    let counts = [tally.trials, tally.passed, tally.failed, tally.undecided]
    print(row([label] + (counts + CommonRule.allCases.map { tally.accepted[$0] ?? 0 }).map(String.init)))
    whole.trials += tally.trials
    whole.decidable += tally.decidable
    whole.decidableUndecided += tally.decidableUndecided
    whole.evaluations += tally.evaluations
    whole.violations += tally.violations
  }
  let conclusive = 100 - 100 * Double(whole.decidableUndecided) / Double(max(whole.decidable, 1))
  print("(the columns of other tools count what they accept)")
  print(
    "decidable in double precision: \(whole.decidable) of \(whole.trials) trials, \(conclusive) % of them decided; "
      + "\(whole.evaluations / max(whole.trials, 1)) evaluations a trial")
  print("right claims failed or gross mistakes passed: \(whole.violations.count)")
  for (_, tally) in tallies {
    for violation in tally.violations.prefix(3) { print("  \(violation)") }
  }
  print("")
  return whole.violations.count
}

let seed = option("--seed") ?? 231
let count = option("--count") ?? 10_000
let chosen = Set(CommandLine.arguments.dropFirst()).intersection(["smooth", "piecewise", "planted", "points"])
var violations = 0
if chosen.isEmpty || chosen.contains("smooth") {
  violations += report(
    "\(count) smooth functions", Tally.run(count, seed: UInt64(seed)) { Trial.smooth(&$0) }, seed: seed)
}
if chosen.isEmpty || chosen.contains("piecewise") {
  violations += report(
    "\(count) piecewise functions of each kind", Tally.run(count, seed: UInt64(seed)) { Trial.piecewise(&$0) },
    seed: seed)
}
if chosen.isEmpty || chosen.contains("planted") {
  let seeds = option("--count") ?? 20
  print("planted faults: every layer and loss, every example shape, \(seeds) seeds")
  print(row(["fault", "planted", "failed", "named", "unchanged"]))
  var whole = FaultSweep.Row()
  for (fault, found) in FaultSweep.run(seeds: 0..<UInt64(seeds)) {
    print(row([fault.rawValue] + [found.planted, found.failed, found.named, found.unchanged].map(String.init)))
    whole.planted += found.planted
    whole.failed += found.failed
    whole.named += found.named
    for miss in found.misses.prefix(3) { print("    \(miss)") }
  }
  print(row(["all", "\(whole.planted)", "\(whole.failed)", "\(whole.named)"]))
  violations += whole.planted - whole.failed
}
if chosen.isEmpty || chosen.contains("points") {
  let points = option("--count") ?? 1000
  print("every right layer and loss at \(points) points for each example, half of them on whole numbers")
  print(row(["layer or loss", "points", "passed", "failed", "open", "kinks"]))
  for found in PointSweep.run(points: points) {
    print(
      row([found.name] + [found.points, found.passed, found.failed, found.undecided, found.kinks].map(String.init)))
    for miss in found.misses.prefix(3) { print("    \(miss)") }
    violations += found.failed
  }
}
exit(violations == 0 ? 0 : 1)
