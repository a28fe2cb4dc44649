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

/// One thread's use of a subject. Points are lists of values, one list an array, in the order of `arrays`.
public protocol SubjectSession: AnyObject {
  /// The subject's own point: the values of its arrays.
  var point: [[Double]] { get }

  /// The values of the subject at whole points.
  func values(at points: [[[Double]]]) throws(SubjectError) -> [Double]

  /// f(point with one element replaced) − f(point) for many replacements at the subject's own point.
  ///
  /// Sessions that can evaluate a small change cheaply, or can difference term by term (sample by sample),
  /// implement it; the default goes through `values(at:)`.
  func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response]

  /// The same for many elements of one array, without a value for each: the way of the engine for whole arrays.
  ///
  /// - Parameters:
  ///   - elements: places in the array.
  ///   - values: what they are set to: any number of rows, one number an element.
  /// - Returns: one number for each of `values`.
  func responses(of elements: [Int], in array: Int, set values: [Double]) throws(SubjectError) -> ResponseColumns

  /// f(point + t · direction) − f(point) for multiples t of a direction in one array; `nil` where the subject has no
  /// quicker way than values at whole points.
  func differences(along direction: [Double], in array: Int, steps: [Double]) throws(SubjectError) -> [Double]?

  /// Slopes that are exact to rounding for elements of one array; `nil` where the subject runs in `Double` only.
  func exactSlopes(
    of elements: [Int], in array: Int, by rule: ExactDerivative.Rule
  ) throws(SubjectError) -> [Double]?

  /// The gradient that the subject claims at a point.
  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient

  /// The slopes that the chain rule gives for an element with any subgradient of each unit that is exactly on
  /// a kink; `nil` where the subject cannot tell, or no unit is.
  func subgradients(array: Int, element: Int) throws(SubjectError) -> ClosedRange<Double>?

  /// What known mistakes would have given for an array whose claim is wrong; asked for only then, since a black
  /// box has to measure for it.
  func knownMistakes(in array: Int) throws(SubjectError) -> KnownMistakes

  /// The work so far, in forward passes of the whole subject.
  var forwardPasses: Double { get }

  /// Side effects seen so far that tell on the subject (a changed input, a growing gradient…).
  var observations: [StateObservation] { get }
}

extension SubjectSession {
  /// Whole points: f at the subject's own point first, then one replacement at a time; so many an exchange as fit
  /// into a few megabytes.
  public func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    let own = point
    let before = try values(atEach: 1) { _ in own }[0]
    return try values(atEach: replacements.count) { index in
      var moved = own
      moved[replacements[index].array][replacements[index].element] = replacements[index].value
      return moved
    }
    .map { Response(difference: $0 - before) }
  }

  /// The values at many points that are made when they are asked for: memory stays proportional to one point
  /// where points are large.
  func values(atEach count: Int, _ point: (Int) -> [[Double]]) throws(SubjectError) -> [Double] {
    let size = max(1, self.point.reduce(0) { $0 + $1.count })
    let batch = max(1, (1 << 20) / size)
    var values: [Double] = []
    for start in stride(from: 0, to: count, by: batch) {
      let asked = min(count, start + batch) - start
      let found = try self.values(at: (start..<(start + asked)).map(point))
      guard found.count == asked else {
        throw SubjectError(type: "protocol", message: "expected \(asked) values, found \(found.count)")
      }
      values += found
    }
    return values
  }

  /// Through `responses(to:)`.
  public func responses(
    of elements: [Int], in array: Int, set values: [Double]
  ) throws(SubjectError) -> ResponseColumns {
    let responses = try responses(
      to: values.enumerated().map {
        Replacement(array: array, element: elements[$0.offset % elements.count], value: $0.element)
      })
    guard responses.count == values.count else {
      throw SubjectError(
        type: "protocol", message: "expected \(values.count) values from the subject, found \(responses.count)")
    }
    return ResponseColumns(responses)
  }

  /// In `Double` only.
  public func exactSlopes(
    of elements: [Int], in array: Int, by rule: ExactDerivative.Rule
  ) throws(SubjectError) -> [Double]? { nil }

  /// No quicker way.
  public func differences(along direction: [Double], in array: Int, steps: [Double]) throws(SubjectError) -> [Double]? {
    nil
  }

  /// Not known.
  public func subgradients(array: Int, element: Int) throws(SubjectError) -> ClosedRange<Double>? { nil }

  /// None that the subject's hints do not hold already.
  public func knownMistakes(in array: Int) throws(SubjectError) -> KnownMistakes { KnownMistakes() }

  /// Nothing seen.
  public var observations: [StateObservation] { [] }
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

/// One element of one array, set to another value.
public struct Replacement: Sendable, Equatable {
  /// The index in `Subject.arrays`.
  public let array: Int
  /// The place in row-major order.
  public let element: Int
  /// The value that the element takes.
  public let value: Double

  /// Describes a replacement.
  public init(array: Int, element: Int, value: Double) {
    self.array = array
    self.element = element
    self.value = value
  }
}

/// What a replacement does to a subject's value.
public struct Response: Sendable, Equatable {
  /// f(replaced) − f(point), with as few digits lost as the subject can.
  public let difference: Double
  /// Whether other pieces of a piecewise function are active than at the point; `nil` where not known.
  public let crossesKink: Bool?
  /// A bound of the rounding noise in `difference` that the subject knows of; `nil` where it must be measured.
  public let noise: Double?

  /// Describes a response.
  public init(difference: Double, crossesKink: Bool? = nil, noise: Double? = nil) {
    self.difference = difference
    self.crossesKink = crossesKink
    self.noise = noise
  }
}

/// Many responses, as columns.
public struct ResponseColumns: Sendable, Equatable {
  /// See `Response.difference`.
  public var differences: [Double]
  /// See `Response.crossesKink`; 0 no, 1 yes, 2 not known.
  public var crossings: [UInt8]
  /// See `Response.noise`; below 0 where not known.
  public var noise: [Double]

  /// Collects the columns, which have one length.
  public init(differences: [Double], crossings: [UInt8], noise: [Double]) {
    self.differences = differences
    self.crossings = crossings
    self.noise = noise
  }

  /// The columns of responses.
  public init(_ responses: [Response]) {
    differences = responses.map(\.difference)
    crossings = responses.map { $0.crossesKink.map { $0 ? 1 : 0 } ?? 2 }
    noise = responses.map { $0.noise ?? -1 }
  }

  /// One of the responses.
  public subscript(place: Int) -> Response {
    Response(
      difference: differences[place], crossesKink: crossings[place] == 2 ? nil : crossings[place] == 1,
      noise: noise[place] < 0 ? nil : noise[place])
  }
}

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
