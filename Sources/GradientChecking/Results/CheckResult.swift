/// The result of a run: the value that text, JSON, JUnit, figures and the rest are recorded from.
public struct CheckResult: Sendable {
  /// The seed of all that was random.
  public var seed: UInt64
  /// Which part of the elements was checked, from 1, and of how many.
  public var shard: (index: Int, count: Int)
  /// The relative tolerance in force.
  public var tolerance: Double
  /// The subjects, in the order in which they were given.
  public var subjects: [SubjectResult]
  /// Wall-clock seconds.
  public var seconds: Double

  /// Collects the results of subjects.
  public init(seed: UInt64, shard: (index: Int, count: Int), tolerance: Double, subjects: [SubjectResult], seconds: Double) {
    self.seed = seed
    self.shard = shard
    self.tolerance = tolerance
    self.subjects = subjects
    self.seconds = seconds
  }
}

/// The result of one subject.
public struct SubjectResult: Sendable {
  public var name: String
  public var source: String
  public var kind: SubjectKind
  public var scalar: ScalarKind
  public var status: CheckStatus
  public var verdict: Verdict
  /// Why an inconclusive subject is so: `vacuous`, `noise`, `time-budget`…
  public var reason: String?
  public var differentiability: Differentiability?
  /// Where the differentiability probe found what it says.
  public var witness: DifferentiabilityWitness?
  /// One sentence that says the most important thing.
  public var message: String
  public var warnings: [CheckWarning]
  public var arrays: [ArrayResult]
  /// Perturbed values asked for.
  public var evaluations: Int
  /// The work, in forward passes of the whole subject.
  public var forwardPasses: Double
  public var seconds: Double
  public var error: SubjectError?
  /// What a directional check established; `nil` where every element was checked.
  public var directions: DirectionalResult?
  public var location: (file: String, line: Int)?
  public var score: Double?
}

/// Something worth knowing that does not decide the verdict.
public struct CheckWarning: Sendable, Equatable {
  public var code: DiagnosisCode
  public var message: String
}

/// The result of one array.
public struct ArrayResult: Sendable {
  public var name: String
  public var role: ArrayRole
  public var shape: [Int]
  /// The number of elements that the array has.
  public var elementCount: Int
  public var status: CheckStatus
  public var verdict: Verdict
  public var maxRelativeError: Double
  public var maxAbsoluteError: Double
  /// ‖a − n‖ / (‖a‖ + ‖n‖).
  public var normRelativeError: Double
  /// The largest relative error that would have gone unseen.
  public var resolution: Double
  public var counts: StatusCounts
  /// The element that is furthest off, absent where nothing was checked.
  public var worst: ElementResult?
  public var diagnosis: [Diagnosis]
  /// Every element checked, in row-major order.
  public var elements: [ElementResult]
  /// The number of elements checked.
  public var checked: Int { elements.count }
}

/// What was measured at one element, and what it means.
public struct ElementResult: Sendable, Equatable {
  /// The place in row-major order.
  public var offset: Int
  public var status: ElementStatus
  /// The claimed derivative a.
  public var analytic: Double
  /// The measured derivative n.
  public var numeric: Double
  /// Half the width of the interval around `numeric` that the true derivative lies in.
  public var uncertainty: Double
  /// The step that `numeric` was measured with.
  public var step: Double
  /// The slope from the left.
  public var left: Double
  /// The slope from the right.
  public var right: Double
  public var singularity: SingularityKind?
  /// Claimed 0 against measured 0.
  public var isVacuous: Bool
  /// The distance to the nearest kink seen, where one was.
  public var kinkDistance: Double?
  /// Why an inconclusive element is so.
  public var reason: String?

  /// |a − n| / max(|a|, |n|), 0 where both are 0.
  public var relativeError: Double {
    let largest = max(abs(analytic), abs(numeric))
    return largest == 0 ? 0 : abs(analytic - numeric) / largest
  }
}

/// How many elements have each status.
public struct StatusCounts: Sendable, Equatable, Codable {
  public var match = 0
  public var mismatch = 0
  public var kink = 0
  public var notDifferentiable = 0
  public var nonfinite = 0
  public var inconclusive = 0
  public var vacuous = 0
}

/// A cause or a place of a wrong gradient, with its evidence.
public struct Diagnosis: Sendable, Equatable {
  public var code: DiagnosisCode
  /// One plain sentence that a student can act on.
  public var message: String
  /// Numbers that speak for it, in a fixed order.
  public var evidence: [Evidence]
  /// The share of the discrepancy that it accounts for, 0…1.
  public var explained: Double
  public var factor: Double?
  public var coefficient: Double?
  public var valuesRight: Bool?
}

/// One number that speaks for a diagnosis.
public struct Evidence: Sendable, Equatable {
  public var name: String
  public var value: Double
}

/// A place that shows why a function is not smooth.
public struct DifferentiabilityWitness: Sendable, Equatable {
  public var array: String
  /// The point on the probed line, the slopes or values on both sides of it.
  public var point: [Double]
  public var left: Double
  public var right: Double
  /// The distance along the line from the subject's point, and f around it, for a figure.
  public var line: [(t: Double, value: Double)]
  public static func == (a: Self, b: Self) -> Bool {
    a.array == b.array && a.point == b.point && a.left == b.left && a.right == b.right
  }
}

/// What random directions established about arrays whose elements were not checked one by one.
public struct DirectionalResult: Sendable, Equatable {
  /// Directions an array.
  public var count: Int
  /// The smallest scaled error that would have been missed with probability at most 1e-6.
  public var detectable: Double
  /// The probability that an error ten times the resolution was missed.
  public var missProbability: Double
}
