import Foundation
import Synchronization
import Testing

@testable import GradientChecking

/// Subjects that misbehave end in a verdict of their own, never in a crash or a wrong pass.
struct BadSubjectTests {
  private struct Broken: Error {}

  private static func codes(_ result: SubjectResult) -> Set<DiagnosisCode> {
    Set(result.arrays.flatMap(\.diagnosis).map(\.code))
  }

  @Test func `a function that throws is an error with its type`() {
    let result = GradientChecker().check(
      FunctionSubject(name: "broken", point: [1], value: { _ in throw Broken() }, gradient: { _ in [1] }))
    #expect(result.verdict == .error)
    #expect(result.error?.type == "Broken")
  }

  @Test func `a value that is not a number fails as not finite`() {
    let result = GradientChecker().check(
      FunctionSubject(name: "nan", point: [1], value: { _ in .nan }, gradient: { _ in [1] }))
    #expect(result.verdict == .fail)
    #expect(result.status == .nonfinite)
  }

  @Test func `a gradient that is not a number fails as not finite`() {
    let result = GradientChecker().check(
      FunctionSubject(name: "nan", point: [1, 2], value: { $0[0] + $0[1] }, gradient: { _ in [1, .nan] }))
    #expect(result.status == .nonfinite)
    #expect(Self.codes(result).contains(.nonfinite))
  }

  @Test func `a gradient that is too short has the wrong shape`() {
    let result = GradientChecker().check(
      FunctionSubject(name: "short", point: [1, 2, 3], value: { $0.reduce(0, +) }, gradient: { _ in [1, 1] }))
    #expect(result.verdict == .fail)
    #expect(Self.codes(result) == [.wrongShape])
    #expect(result.arrays[0].checked == 0)
  }

  @Test func `no gradient at all is not implemented`() {
    let result = GradientChecker().check(
      FunctionSubject(name: "stub", point: [1, 2], value: { $0[0] * $0[1] }, gradient: { _ in [] }))
    #expect(result.verdict == .fail)
    #expect(Self.codes(result) == [.notImplemented])
  }

  @Test func `a function that changes its input fails`() {
    let result = GradientChecker().check(
      FunctionSubject(
        name: "changes", point: [1, 2],
        mutatingValue: { p in
          defer { p[1] = 0 }
          return p[0] * p[1]
        }, mutatingGradient: { [$0[1], $0[0]] }))
    #expect(result.verdict == .fail)
    #expect(Self.codes(result).contains(.mutatedInput))
  }

  @Test(arguments: [2, 3, 5, 7])
  func `a value that changes between calls is never called right`(_ period: Int) {
    let calls = Mutex(0)
    let result = GradientChecker().check(
      FunctionSubject(
        name: "random", point: [1],
        value: { p in
          let call = calls.withLock { count in
            count += 1
            return count
          }
          return p[0] + (call % period == 0 ? 0.5 : 0)
        }, gradient: { _ in [1] }))
    #expect(result.verdict != .pass)
    #expect(result.status == .nondeterministic)
  }

  @Test func `a gradient that grows with each call accumulates`() {
    let calls = Mutex(0.0)
    let result = GradientChecker().check(
      FunctionSubject(
        name: "grows", point: [3], value: { $0[0] * $0[0] },
        gradient: { p in
          let call = calls.withLock { count in
            count += 1
            return count
          }
          return [2 * p[0] * call]
        }))
    #expect(result.verdict == .fail)
    #expect(Self.codes(result).contains(.accumulates))
  }

  @Test func `a gradient from the previous point has a stale cache`() {
    let seen = Mutex([3.0])
    let result = GradientChecker().check(
      FunctionSubject(
        name: "stale", point: [3],
        value: { p in
          seen.withLock { $0 = p }
          return p[0] * p[0]
        }, gradient: { _ in [2 * seen.withLock { $0[0] }] }))
    #expect(result.verdict == .fail)
    #expect(Self.codes(result).contains(.staleCache))
  }

  @Test func `one parameter is checked, none is nothing checked`() {
    let one = GradientChecker().check(
      FunctionSubject(name: "one", point: [2], value: { $0[0] * $0[0] }, gradient: { [2 * $0[0]] }))
    #expect(one.verdict == .pass)
    let none = GradientChecker().check(
      FunctionSubject(name: "none", point: [], value: { _ in 1 }, gradient: { _ in [] }))
    #expect(none.verdict != .pass)
  }

  @Test func `a time budget that ends leaves the rest undecided`() {
    var options = CheckOptions()
    options.timeBudget = 0.05
    let result = GradientChecker(options: options).check([
      FunctionSubject(
        name: "slow", point: Array(repeating: 1, count: 600),
        value: { p in
          Thread.sleep(forTimeInterval: 0.0005)
          return p.reduce(0, +)
        }, gradient: { p in p.map { _ in 1 } })
    ])
    #expect(result.subjects[0].verdict == .inconclusive)
    #expect(result.subjects[0].reason == "time-budget")
  }

  @Test(arguments: [(3e-5, "3.0e-5"), (-2.5e-6, "-2.5e-6")])
  func `a factor near 1 is told by what it is off`(_ share: Double, _ told: String) {
    var options = CheckOptions()
    options.tolerance = 1e-7
    let result = GradientChecker(options: options).check([
      FunctionSubject(
        name: "near", point: [0.5, -1.25, 2, 0.75], value: { p in p.reduce(0) { $0 + $1 * $1 } },
        gradient: { p in p.map { 2 * $0 * (1 + share) } })
    ]).subjects[0]
    #expect(result.verdict == .fail)
    let cause = result.arrays[0].diagnosis.first
    #expect(cause?.code == .scale)
    #expect(cause?.message.contains("is off by \(told) of itself") == true, "\(cause?.message ?? "")")
  }

  @Test func `a time budget holds among elements that need many values`() {
    var options = CheckOptions()
    options.timeBudget = 0.01
    options.probe = false
    // All on kinks: each would be looked at through dozens of steps.
    let subject = FunctionSubject(
      name: "kinks", point: Array(repeating: 0, count: 200),
      value: { p in
        Thread.sleep(forTimeInterval: 0.0001)
        return p.reduce(0) { $0 + abs($1) }
      }, gradient: { p in p.map { _ in 0 } })
    let result = GradientChecker(options: options).check([subject]).subjects[0]
    #expect(result.verdict == .inconclusive)
    #expect(result.reason == "time-budget")
    #expect(result.evaluations < 200 * 12)
  }

  @Test(arguments: [true, false])
  func `many parameters are checked by sample or by directions`(_ bySample: Bool) {
    var options = CheckOptions()
    if bySample { options.sample = 20 } else { options.directions = 4 }
    let count = 200_000
    let subject = FunctionSubject(
      name: "large", point: (0..<count).map { 1 + Double($0 % 7) }, value: { p in p.reduce(0) { $0 + $1 * $1 } },
      gradient: { p in p.map { 2 * $0 } })
    let result = GradientChecker(options: options).check(subject)
    #expect(result.verdict == .pass, "\(result.message)")
    #expect(result.arrays[0].elementCount == count)
  }
}
