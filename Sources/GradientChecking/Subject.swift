/// All that the checker sees of what it checks: named arrays, a value, a claimed gradient.
///
/// Networks, single layers (through a random cotangent), losses, closures, differentiable functions and
/// functions in other processes are subjects; one engine serves all.
public protocol Subject: Sendable {
  /// The name in results.
  var name: String { get }
  /// Where it comes from: `built-in`, a file.
  var source: String { get }
  /// What it is; a layer must be differentiable, a loss may have places where it is not.
  var kind: SubjectKind { get }
  /// The precision of the arithmetic inside.
  var scalar: ScalarKind { get }
  /// The precision of the arithmetic that gives the value; `double` where a `Float` gradient is checked against a
  /// reference in `Double`.
  var arithmetic: ScalarKind { get }
  /// The arrays that the value depends on and that a gradient is claimed for, with the point to check at.
  var arrays: [SubjectArray] { get }
  /// What is known of the inside and helps to name a cause; see `SubjectHints`.
  var hints: SubjectHints { get }
  /// Opens a session: one thread's use of the subject. Sessions do not share state.
  ///
  /// - Throws: `SubjectError` where the subject cannot be run.
  func makeSession() throws(SubjectError) -> any SubjectSession
}

extension Subject {
  /// That of the gradient.
  public var arithmetic: ScalarKind { scalar }
}

/// One array of a subject, with the point to check at.
public struct SubjectArray: Sendable, Equatable {
  /// The name in results (`layers.0.weights`).
  public let name: String
  /// Whether it is learnt.
  public let role: ArrayRole
  /// The extent of each axis.
  public let shape: [Int]
  /// The values at the point to check, row-major.
  public let values: [Double]

  /// Describes an array.
  public init(name: String, role: ArrayRole, shape: [Int], values: [Double]) {
    self.name = name
    self.role = role
    self.shape = shape
    self.values = values
  }
}

/// What an array is to its subject.
public enum ArrayRole: String, Sendable, Codable { case input, parameter }

/// What a subject is.
public enum SubjectKind: String, Sendable { case network, layer, loss, function }

/// A precision.
public enum ScalarKind: String, Sendable, Codable { case double, float }

/// The gradient that a subject claims.
public struct ClaimedGradient: Sendable {
  /// For each of `Subject.arrays` what was returned.
  public var arrays: [ClaimedArray]
  /// Collects the claimed arrays.
  public init(arrays: [ClaimedArray]) { self.arrays = arrays }
}

/// The gradient claimed for one array.
public enum ClaimedArray: Sendable, Equatable {
  /// Nothing was returned (`None`, a stub).
  case missing
  /// Values of the array's shape.
  case values([Double])
  /// Values of another shape.
  case wrongShape(shape: [Int], values: [Double])
}

/// Something that a session noticed about state.
public struct StateObservation: Sendable, Equatable {
  /// `mutated-input`, `mutated-upstream`, `accumulates`, `float32`, …
  public let code: DiagnosisCode
  /// The array concerned, if one is.
  public let array: String?
  /// One sentence.
  public let message: String
  /// Whether the subject fails for it; otherwise it is a warning.
  public let isDefect: Bool

  /// Describes an observation; a changed input is a defect unless it is said otherwise.
  public init(code: DiagnosisCode, array: String?, message: String, isDefect: Bool? = nil) {
    self.code = code
    self.array = array
    self.message = message
    self.isDefect = isDefect ?? (code == .mutatedInput)
  }
}

/// Gradients that known mistakes give, and factors that may have been forgotten, as in `SubjectHints`.
public struct KnownMistakes: Sendable {
  /// For an array, one number an element, with a name.
  public var factors: [(array: String, name: String, values: [Double])] = []
  /// Gradients that a known mistake would give instead.
  public var alternatives: [(array: String, code: DiagnosisCode, name: String, values: [Double])] = []

  /// None.
  public init() {}
}

/// Why a subject could not be run.
public struct SubjectError: Error, Sendable, Equatable {
  /// Whether something that is needed is not there (a module, Python): then the exit code is 69, else 65.
  public var isMissingTool: Bool
  /// The kind: an exception's type, `timeout`, `protocol`, …
  public var type: String
  /// One sentence, with what was expected.
  public var message: String
  /// The user's file, if known.
  public var file: String?
  /// The line in that file, from 1.
  public var line: Int?

  /// Describes an error.
  public init(
    type: String, message: String, file: String? = nil, line: Int? = nil, isMissingTool: Bool = false
  ) {
    self.type = type
    self.message = message
    self.file = file
    self.line = line
    self.isMissingTool = isMissingTool
  }
}

/// What a subject can tell about itself that helps to name the cause of a wrong gradient.
public struct SubjectHints: Sendable {
  /// Sizes whose product or inverse is a likely wrong factor, with a name: `("batch", 32)`.
  public var sizes: [(name: String, size: Int)]
  /// The axis of the batch in each array, where there is one.
  public var batchAxis: [String: Int]
  /// Factors that may have been forgotten: for an array, one number an element (an activation's derivative,
  /// 1−p, a temperature), with a name.
  public var factors: [(array: String, name: String, values: [Double])]
  /// Gradients that a known mistake would give instead: overwritten windows, one sample's share, the diagonal
  /// alone, an upstream gradient that is ignored…
  public var alternatives: [(array: String, code: DiagnosisCode, name: String, values: [Double])]
  /// Constants that may have been forgotten or doubled, with a name: `("1 − p", 0.8)`.
  public var constants: [(name: String, value: Double)]
  /// Where the right gradient's file and line are, for annotations.
  public var location: (file: String, line: Int)?
  /// λ of the regularisation, if the subject has one.
  public var regularization: Double?
  /// What the author expects (`expect: discontinuous`).
  public var expectedDifferentiability: Differentiability?
  /// The range inside which inputs may be moved by the probe: lower and upper bound of each array; `nil`: only
  /// the neighbourhood of the point.
  public var domains: [String: ClosedRange<Double>]
  /// The tolerance of this subject, where it has one of its own.
  public var tolerance: Double?
  /// Points for Gradescope.
  public var score: Double?

  /// Nothing known.
  public init() {
    sizes = []
    batchAxis = [:]
    factors = []
    alternatives = []
    constants = []
    location = nil
    regularization = nil
    expectedDifferentiability = nil
    domains = [:]
    tolerance = nil
    score = nil
  }
}
