import Dispatch
import Foundation

/// Checks subjects and says what was found: the entrance to the engine.
public struct GradientChecker: Sendable {
  /// How far a check is.
  public struct Progress: Sendable {
    /// The subject being checked.
    public let subject: String
    /// The share of all the work that is done, 0…1.
    public let done: Double
  }

  /// How the check is done.
  public let options: CheckOptions

  /// Makes a checker.
  public init(options: CheckOptions = CheckOptions()) { self.options = options }

  /// Checks subjects one after the other; the elements of each on `options.jobs` threads.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - subjects: what is checked.
  ///   - progress: is told how far the check is, from any thread.
  ///   - finished: is given each subject's result as soon as it is there.
  public func check(
    _ subjects: [any Subject], progress: (@Sendable (Progress) -> Void)? = nil,
    finished: (SubjectResult) -> Void = { _ in }
  ) -> CheckResult {
    let start = ProcessInfo.processInfo.systemUptime
    let deadline = options.timeBudget.map { start + $0 }
    var results: [SubjectResult] = []
    for (index, subject) in subjects.enumerated() {
      let result = check(subject, deadline: deadline) { share in
        progress?(Progress(subject: subject.name, done: (Double(index) + share) / Double(subjects.count)))
      }
      results.append(result)
      finished(result)
      if options.failFast, result.verdict == .fail { break }
    }
    return CheckResult(
      seed: options.seed, shard: options.shard,
      tolerance: options.tolerance ?? options.defaultTolerance ?? CheckResult.usualTolerance,
      subjects: results, seconds: ProcessInfo.processInfo.systemUptime - start)
  }

  /// Checks one subject.
  public func check(_ subject: any Subject) -> SubjectResult { check(subject, deadline: nil) { _ in } }

  func check(
    _ subject: any Subject, deadline: Double?, progress: @escaping @Sendable (Double) -> Void
  ) -> SubjectResult {
    let start = ProcessInfo.processInfo.systemUptime
    var result: SubjectResult
    do {
      result = try SubjectCheck(subject: subject, options: options, deadline: deadline, progress: progress).run()
    } catch {
      result = SubjectResult(subject: subject, error: error)
    }
    if let variable = subject as? any VariableSubject {
      if options.explore, result.verdict == .pass { explore(variable, &result) }
      if options.shrink, result.verdict == .fail {
        result.smallest = Shrinker(options: options).shrink(variable, like: result)
      }
    }
    result.seconds = ProcessInfo.processInfo.systemUptime - start
    return result
  }
}

extension GradientChecker {
  /// Checks variants with settings moved that hide mistakes; the first that fails takes the place of the result
  /// and says which setting revealed it.
  private func explore(_ subject: any VariableSubject, _ result: inout SubjectResult) {
    var plain = options
    plain.explore = false
    plain.shrink = options.shrink
    let checker = GradientChecker(options: plain)
    var evaluations = result.evaluations
    var forwardPasses = result.forwardPasses
    for (setting, variant) in subject.variants(seed: options.seed) {
      var found = checker.check(variant)
      evaluations += found.evaluations
      forwardPasses += found.forwardPasses
      guard found.verdict == .fail else { continue }
      found.message += "; it shows with \(setting)"
      found.revealedBy = setting
      result = found
      break
    }
    (result.evaluations, result.forwardPasses) = (evaluations, forwardPasses)
  }
}

extension SubjectResult {
  /// The result of a subject before anything is known of it.
  init(subject: any Subject) {
    self.init(
      name: subject.name, source: subject.source, kind: subject.kind, scalar: subject.scalar, status: .match,
      verdict: .pass, reason: nil, differentiability: nil, witness: nil, message: "", warnings: [], arrays: [],
      evaluations: 0, forwardPasses: 0, seconds: 0, error: nil, directions: nil, revealedBy: nil, smallest: nil,
      location: subject.hints.location, score: subject.hints.score, context: nil)
  }

  /// The result of a subject that could not be run.
  public init(subject: any Subject, error: SubjectError) {
    self.init(subject: subject)
    status = .error
    verdict = .error
    self.error = error
    message = error.message
    if location == nil, let file = error.file { location = (file, error.line ?? 1) }
  }
}
