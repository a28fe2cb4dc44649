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

extension ArrayResult {
  /// Computes from its elements all that an array's result says; the diagnosis is left to others.
  init(array: SubjectArray, elements: ElementResults) {
    var sums = ElementSums()
    elements.forEachGlance { sums.add($0, $1) }
    self.init(
      name: array.name, role: array.role, shape: array.shape, elementCount: array.shape.reduce(1, *),
      status: sums.status, verdict: sums.status.verdict, maxRelativeError: sums.isBroken ? .nan : sums.maxRelative,
      maxAbsoluteError: sums.isBroken ? .nan : sums.maxAbsolute,
      normRelativeError: sums.isBroken ? .nan : sums.normRelative, resolution: sums.resolution,
      counts: sums.allCounts,
      worst: sums.worst.map { elements[$0] }, diagnosis: [], curve: nil, elements: elements)
  }
}

/// What elements add up to, one after the other.
private struct ElementSums {
  private var counts = StatusCounts()
  /// Matches that are nothing else.
  private var matches = 0
  var maxRelative = 0.0
  var maxAbsolute = 0.0
  var resolution = 0.0
  /// Whether a number is not finite.
  var isBroken = false
  /// The most severe status.
  var status = CheckStatus.match
  /// The place of the element that is furthest off, by severity, then by error; of equals the first counts.
  private(set) var worst: Int?
  private var severity = 0
  private var worstError = 0.0
  private var differences = 0.0
  private var claims = 0.0
  private var measures = 0.0

  /// How many elements have each status.
  var allCounts: StatusCounts {
    var all = counts
    all.match += matches
    return all
  }

  /// ‖a − n‖ / (‖a‖ + ‖n‖).
  var normRelative: Double {
    let norms = claims.squareRoot() + measures.squareRoot()
    return norms == 0 ? 0 : differences.squareRoot() / norms
  }

  @inline(__always)
  mutating func add(_ place: Int, _ element: ElementResults.Glance) {
    if element.status == .match, !element.isVacuous {
      matches += 1
    } else {
      counts.add(element.status, isVacuous: element.isVacuous)
    }
    let largest = max(abs(element.claim), abs(element.numeric))
    let difference = element.claim - element.numeric
    // Most elements are neither worse than those before nor of another status: they are not divided.
    if worst == nil || element.status != .match || !(abs(difference) <= min(worstError, maxRelative) * largest) {
      let relative = largest == 0 || element.isZero ? 0 : abs(difference) / largest
      let error = relative.isNaN ? .infinity : relative
      let own = CheckStatus(element.status)
      if worst == nil || own.severity > severity || (own.severity == severity && error > worstError) {
        (worst, severity, worstError, status) = (place, own.severity, error, own)
      }
      if relative.isFinite { maxRelative = max(maxRelative, relative) }
    }
    guard element.claim.isFinite, element.numeric.isFinite else {
      isBroken = true
      return
    }
    differences += difference * difference
    claims += element.claim * element.claim
    measures += element.numeric * element.numeric
    maxAbsolute = max(maxAbsolute, abs(difference))
    if element.status == .match, 3 * element.uncertainty > resolution * largest, largest > 0, !element.isZero {
      resolution = 3 * element.uncertainty / largest
    }
  }
}

extension ElementResult {
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
