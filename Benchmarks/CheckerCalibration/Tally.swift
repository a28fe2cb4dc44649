import Dispatch
import Foundation
import GradientChecking
import Tensors

/// What a checker said about many trials of one kind.
public struct Tally: Sendable {
  /// How many trials there were.
  public var trials = 0
  /// How many passed.
  public var passed = 0
  /// How many failed.
  public var failed = 0
  /// How many were left open.
  public var undecided = 0
  /// How many could have been decided in double precision, and how many of those were left open.
  public var decidable = 0
  /// Decidable trials that were left open.
  public var decidableUndecided = 0
  /// How many each common rule accepted.
  public var accepted: [CommonRule: Int] = [:]
  /// Perturbed values asked for.
  public var evaluations = 0
  /// Sentences about what must not happen but did.
  public var violations: [String] = []

  /// No trials.
  public init() {}

  mutating func add(_ trial: Trial, _ result: SubjectResult, direction: Double) {
    trials += 1
    evaluations += result.evaluations
    switch result.verdict {
    case .pass: passed += 1
    case .fail: failed += 1
    case .inconclusive, .error: undecided += 1
    }
    if trial.member.isDecidable {
      decidable += 1
      if result.verdict == .inconclusive { decidableUndecided += 1 }
    }
    for rule in CommonRule.allCases
    where rule.accepts(trial.claim, of: trial.member.value, at: trial.member.x, direction: direction) {
      accepted[rule, default: 0] += 1
    }
    let isViolated =
      result.verdict == .error || trial.demand == .mustNotFail && result.verdict == .fail
      || trial.demand == .mustNotPass && result.verdict == .pass
    if isViolated {
      let element = result.arrays.first?.elements.first
      violations.append(
        "\(trial.label) (\(trial.member.name)): claimed \(trial.claim), \(result.status.rawValue), measured "
          + "\(element?.numeric ?? .nan) ± \(element?.uncertainty ?? .nan), truth \(trial.member.truth)")
    }
  }

  mutating func add(_ other: Tally) {
    trials += other.trials
    passed += other.passed
    failed += other.failed
    undecided += other.undecided
    decidable += other.decidable
    decidableUndecided += other.decidableUndecided
    accepted.merge(other.accepted, uniquingKeysWith: +)
    evaluations += other.evaluations
    violations += other.violations
  }

  /// Runs trials drawn from a seed, `count` draws, and counts what the engine and the common rules say of each
  /// kind. The same seed gives the same counts for any number of threads.
  ///
  /// - Parameter draw: draws some trials.
  /// - Returns: a tally for each label, in the order in which labels first come up.
  public static func run(
    _ count: Int, seed: UInt64, _ draw: @escaping @Sendable (inout SeededGenerator) -> [Trial]
  ) -> [(label: String, tally: Tally)] {
    var options = CheckOptions()
    options.probe = false
    let checker = GradientChecker(options: options)
    let chunk = 100
    let chunks = (count + chunk - 1) / chunk
    let collected = Collected(chunks)
    DispatchQueue.concurrentPerform(iterations: chunks) { index in
      var part = Part()
      for draws in (index * chunk)..<min(count, (index + 1) * chunk) {
        var generator = SeededGenerator(seed: seed).fork(draws)
        let direction = generator.normal()
        for trial in draw(&generator) {
          part.add(trial, checker.check(trial.member.subject(claiming: trial.claim)), direction: direction)
        }
      }
      collected.store(part, at: index)
    }
    return collected.joined()
  }

  private struct Part: Sendable {
    var labels: [String] = []
    var tallies: [String: Tally] = [:]

    mutating func add(_ trial: Trial, _ result: SubjectResult, direction: Double) {
      if tallies[trial.label] == nil { labels.append(trial.label) }
      tallies[trial.label, default: Tally()].add(trial, result, direction: direction)
    }
  }

  private final class Collected: @unchecked Sendable {
    private let lock = NSLock()
    private var parts: [Part]

    init(_ count: Int) { parts = Array(repeating: Part(), count: count) }

    func store(_ part: Part, at index: Int) { lock.withLock { parts[index] = part } }

    func joined() -> [(label: String, tally: Tally)] {
      var whole = Part()
      for part in parts {
        for label in part.labels {
          if whole.tallies[label] == nil { whole.labels.append(label) }
          if let tally = part.tallies[label] { whole.tallies[label, default: Tally()].add(tally) }
        }
      }
      return whole.labels.map { ($0, whole.tallies[$0] ?? Tally()) }
    }
  }
}
