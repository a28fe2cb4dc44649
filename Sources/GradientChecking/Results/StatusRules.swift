/// How statuses of parts make the status of the whole.
extension CheckStatus {
  /// Higher is more severe.
  var severity: Int {
    switch self {
    case .match: 0
    case .kink: 1
    case .inconclusive: 2
    case .notDifferentiable: 3
    case .mismatch: 4
    case .nonfinite: 5
    case .nondeterministic: 6
    case .error: 7
    }
  }

  init(_ element: ElementStatus) {
    switch element {
    case .match: self = .match
    case .mismatch: self = .mismatch
    case .kink: self = .kink
    case .notDifferentiable: self = .notDifferentiable
    case .nonfinite: self = .nonfinite
    case .inconclusive: self = .inconclusive
    }
  }

  /// What the status means for whoever asked.
  var verdict: Verdict {
    switch self {
    case .match, .kink: .pass
    case .inconclusive: .inconclusive
    case .error: .error
    case .notDifferentiable, .mismatch, .nonfinite, .nondeterministic: .fail
    }
  }

  static func worst(of statuses: some Sequence<CheckStatus>) -> CheckStatus {
    statuses.max { $0.severity < $1.severity } ?? .match
  }
}

extension StatusCounts {
  /// Counts one element more.
  mutating func add(_ status: ElementStatus, isVacuous: Bool) {
    switch status {
    case .match: match += 1
    case .mismatch: mismatch += 1
    case .kink: kink += 1
    case .notDifferentiable: notDifferentiable += 1
    case .nonfinite: nonfinite += 1
    case .inconclusive: inconclusive += 1
    }
    if isVacuous { vacuous += 1 }
  }

  /// The sum of two counts.
  static func + (a: StatusCounts, b: StatusCounts) -> StatusCounts {
    var sum = a
    sum.match += b.match
    sum.mismatch += b.mismatch
    sum.kink += b.kink
    sum.notDifferentiable += b.notDifferentiable
    sum.nonfinite += b.nonfinite
    sum.inconclusive += b.inconclusive
    sum.vacuous += b.vacuous
    return sum
  }
}

extension ElementResult {
  /// Makes this the result of an element of which nothing was measured.
  mutating func leaveOut(_ status: ElementStatus, because reason: ElementReason?) {
    (numeric, left, right, uncertainty, step) = (.nan, .nan, .nan, 0, 0)
    (self.status, self.reason) = (status, reason)
  }

  /// Whether the slope counts as zero on the function's own scale, so that a relative error means nothing.
  var isZeroOnOwnScale: Bool { reason == .zero }
}

/// What a run adds up to.
public struct CheckSummary: Sendable, Equatable {
  /// fail > error > inconclusive > pass; nothing checked is inconclusive.
  public var verdict: Verdict
  /// The number of subjects.
  public var subjects = 0
  /// Subjects that passed.
  public var passed = 0
  /// Subjects that failed.
  public var failed = 0
  /// Subjects that are undecided.
  public var inconclusive = 0
  /// Subjects that could not be run.
  public var errors = 0
  /// Elements that the arrays have.
  public var elements = 0
  /// Elements that were checked.
  public var checked = 0
  /// The statuses of those.
  public var counts = StatusCounts()
  /// Perturbed values asked for.
  public var evaluations = 0
  /// The work, in forward passes.
  public var forwardPasses = 0.0
  /// Wall-clock seconds.
  public var seconds = 0.0
}

extension CheckResult {
  /// What the run adds up to.
  public var summary: CheckSummary {
    var summary = CheckSummary(verdict: .pass)
    for subject in subjects {
      summary.subjects += 1
      switch subject.verdict {
      case .pass: summary.passed += 1
      case .fail: summary.failed += 1
      case .inconclusive: summary.inconclusive += 1
      case .error: summary.errors += 1
      }
      for array in subject.arrays {
        summary.elements += array.elementCount
        summary.checked += array.checked
        summary.counts = summary.counts + array.counts
      }
      summary.evaluations += subject.evaluations
      summary.forwardPasses += subject.forwardPasses
    }
    summary.seconds = seconds
    if summary.failed > 0 {
      summary.verdict = .fail
    } else if summary.errors > 0 {
      summary.verdict = .error
    } else if summary.inconclusive > 0 || subjects.isEmpty {
      summary.verdict = .inconclusive
    }
    return summary
  }

  /// The most severe status of the subjects.
  public var status: CheckStatus { CheckStatus.worst(of: subjects.map(\.status)) }
}
