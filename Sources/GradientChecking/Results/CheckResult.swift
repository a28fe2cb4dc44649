/// The result of a run: the value that text, JSON, JUnit, figures and the rest are recorded from.
public struct CheckResult: Sendable {
  /// The seed of all that was random.
  public var seed: UInt64
  /// Which part of the elements was checked, from 1, and of how many.
  public var shard: (index: Int, count: Int)
  /// The relative tolerance in double precision where no other is asked for.
  public static let usualTolerance = Precision.double.tolerance

  /// The relative tolerance in force.
  public var tolerance: Double
  /// The subjects, in the order in which they were given.
  public var subjects: [SubjectResult]
  /// Wall-clock seconds.
  public var seconds: Double

  /// Collects the results of subjects.
  public init(
    seed: UInt64, shard: (index: Int, count: Int), tolerance: Double, subjects: [SubjectResult], seconds: Double
  ) {
    self.seed = seed
    self.shard = shard
    self.tolerance = tolerance
    self.subjects = subjects
    self.seconds = seconds
  }
}

/// The result of one subject.
public struct SubjectResult: Sendable {
  /// The name.
  public var name: String
  /// Where it comes from: `built-in`, a file.
  public var source: String
  /// What it is.
  public var kind: SubjectKind
  /// The precision inside.
  public var scalar: ScalarKind
  /// The most severe status of its parts.
  public var status: CheckStatus
  /// What the status means.
  public var verdict: Verdict
  /// Why an inconclusive subject is so: `vacuous`, `noise`, `time-budget`…
  public var reason: String?
  /// The differentiability.
  public var differentiability: Differentiability?
  /// Where the differentiability probe found what it says.
  public var witness: DifferentiabilityWitness?
  /// One sentence that says the most important thing.
  public var message: String
  /// What is worth knowing beside the verdict.
  public var warnings: [CheckWarning]
  /// The arrays in order.
  public var arrays: [ArrayResult]
  /// Perturbed values asked for.
  public var evaluations: Int
  /// The work, in forward passes of the whole subject; what each part of a sharded check repeats is counted in the
  /// first alone, and the negative control is left out.
  public var forwardPasses: Double
  /// Wall-clock seconds.
  public var seconds: Double
  /// Why it could not be run.
  public var error: SubjectError?
  /// What a directional check established; `nil` where every element was checked.
  public var directions: DirectionalResult?
  /// The setting that revealed a mistake that the subject as it was given hides.
  public var revealedBy: String?
  /// The smallest case that still fails, where one was looked for.
  public var smallest: SmallestCase?
  /// The file and line of the backward pass, where known.
  public var location: (file: String, line: Int)?
  /// Points in Gradescope.
  public var score: Double?
  /// What joining of parts needs to judge all elements together; absent in results that are not parts.
  public var context: SubjectContext?
}

/// Something worth knowing that does not decide the verdict.
public struct CheckWarning: Sendable, Equatable {
  /// What it is about.
  public var code: DiagnosisCode
  /// One sentence.
  public var message: String

  /// Collects the values.
  public init(
    code: DiagnosisCode, message: String
  ) {
    self.code = code
    self.message = message
  }

  /// An array that nothing was tested of.
  static func vacuous(_ array: String) -> CheckWarning {
    CheckWarning(code: .vacuous, message: "nothing moves with \(array): claimed 0 and measured 0 in every element")
  }
}

/// The result of one array.
public struct ArrayResult: Sendable {
  /// The name.
  public var name: String
  /// Whether it is learnt.
  public var role: ArrayRole
  /// The extent of each axis.
  public var shape: [Int]
  /// The number of elements that the array has.
  public var elementCount: Int
  /// The most severe status of its parts.
  public var status: CheckStatus
  /// What the status means.
  public var verdict: Verdict
  /// The largest relative error of its elements.
  public var maxRelativeError: Double
  /// The largest absolute error.
  public var maxAbsoluteError: Double
  /// ‖a − n‖ / (‖a‖ + ‖n‖).
  public var normRelativeError: Double
  /// The largest relative error that would have gone unseen.
  public var resolution: Double
  /// How many elements have each status.
  public var counts: StatusCounts
  /// The element that is furthest off, absent where nothing was checked.
  public var worst: ElementResult?
  /// Causes, then places; the best first.
  public var diagnosis: [Diagnosis]
  /// The steps behind the worst element of an array that failed.
  public var curve: StepCurve?
  /// Every element checked, in row-major order.
  public var elements: ElementResults
  /// The number of elements checked.
  public var checked: Int { elements.count }
}

/// What was measured at one element, and what it means.
public struct ElementResult: Sendable, Equatable {
  /// The place in row-major order.
  public var offset: Int
  /// The most severe status of its parts.
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
  /// What the function does where it has no derivative.
  public var singularity: SingularityKind?
  /// Claimed 0 against measured 0.
  public var isVacuous: Bool
  /// The distance to the nearest kink seen, where one was.
  public var kinkDistance: Double?
  /// Why an element is not simply a match or a mismatch.
  public var reason: ElementReason?

  /// Collects the values.
  public init(
    offset: Int, status: ElementStatus, analytic: Double, numeric: Double, uncertainty: Double, step: Double,
    left: Double, right: Double, singularity: SingularityKind? = nil, isVacuous: Bool, kinkDistance: Double? = nil,
    reason: ElementReason? = nil
  ) {
    self.offset = offset
    self.status = status
    self.analytic = analytic
    self.numeric = numeric
    self.uncertainty = uncertainty
    self.step = step
    self.left = left
    self.right = right
    self.singularity = singularity
    self.isVacuous = isVacuous
    self.kinkDistance = kinkDistance
    self.reason = reason
  }

  /// |a − n| / max(|a|, |n|), 0 where both are 0.
  public var relativeError: Double {
    let largest = max(abs(analytic), abs(numeric))
    return largest == 0 ? 0 : abs(analytic - numeric) / largest
  }
}

/// What decided about an element besides the comparison; no text, so that millions of results stay small.
public enum ElementReason: String, Sendable, Codable {
  /// Noise hides the slope.
  case belowResolution = "below-resolution"
  /// The time was over before the element was looked at.
  case timeBudget = "time-budget"
  /// At a kink, and claimed outside of its one-sided slopes.
  case outsideSubgradient = "outside-subgradient"
  /// The function does not move at all.
  case flat
  /// Zero on the scale of the subject's other slopes.
  case zero
}

/// How many elements have each status.
public struct StatusCounts: Sendable, Equatable, Codable {
  /// Elements that agree.
  public var match = 0
  /// Elements that differ.
  public var mismatch = 0
  /// Elements on a kink, within its slopes.
  public var kink = 0
  /// Elements without a derivative.
  public var notDifferentiable = 0
  /// Elements that are not finite.
  public var nonfinite = 0
  /// Elements that are undecided.
  public var inconclusive = 0
  /// Elements claimed and measured as 0 because nothing moves.
  public var vacuous = 0
}

/// A cause or a place of a wrong gradient, with its evidence.
public struct Diagnosis: Sendable, Equatable {
  /// What it is about.
  public var code: DiagnosisCode
  /// One plain sentence that a student can act on.
  public var message: String
  /// Numbers that speak for it, in a fixed order.
  public var evidence: [Evidence]
  /// The share of the discrepancy that it accounts for, 0…1.
  public var explained: Double
  /// a / n, where one factor explains it.
  public var factor: Double?
  /// (a − n) / parameter, where that explains it.
  public var coefficient: Double?
  /// Whether the values of a wrong shape are right.
  public var valuesRight: Bool?

  /// Collects the values.
  public init(
    code: DiagnosisCode, message: String, evidence: [Evidence], explained: Double, factor: Double? = nil,
    coefficient: Double? = nil, valuesRight: Bool? = nil
  ) {
    self.code = code
    self.message = message
    self.evidence = evidence
    self.explained = explained
    self.factor = factor
    self.coefficient = coefficient
    self.valuesRight = valuesRight
  }
}

/// One number that speaks for a diagnosis.
public struct Evidence: Sendable, Equatable {
  /// The name.
  public var name: String
  /// The number.
  public var value: Double

  /// Collects the values.
  public init(
    name: String, value: Double
  ) {
    self.name = name
    self.value = value
  }
}

/// A place that shows why a function is not smooth.
public struct DifferentiabilityWitness: Sendable, Equatable {
  /// The array along which the probe walked.
  public var array: String
  /// The point on the probed line, the slopes or values on both sides of it.
  public var point: [Double]
  /// The slope or value on the left.
  public var left: Double
  /// The slope or value on the right.
  public var right: Double
  /// The distance along the line from the subject's point, and f around it, for a figure.
  public var line: [(t: Double, value: Double)]

  /// Collects the values.
  public init(
    array: String, point: [Double], left: Double, right: Double, line: [(t: Double, value: Double)]
  ) {
    self.array = array
    self.point = point
    self.left = left
    self.right = right
    self.line = line
  }

  /// Equal in place and slopes; the line is for pictures.
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

  /// Collects the values.
  public init(
    count: Int, detectable: Double, missProbability: Double
  ) {
    self.count = count
    self.detectable = detectable
    self.missProbability = missProbability
  }
}
