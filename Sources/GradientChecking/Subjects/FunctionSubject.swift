import Foundation

/// A function of numbers with a claimed gradient.
///
/// ```swift
/// FunctionSubject(name: "square", point: [3], value: { $0[0] * $0[0] }, gradient: { [2 * $0[0]] })
/// ```
public struct FunctionSubject: Subject {
  /// A named part of the argument.
  public struct Part: Sendable {
    /// The name in results.
    public var name: String
    /// Whether it is learnt.
    public var role: ArrayRole
    /// The extent of each axis.
    public var shape: [Int]

    /// Describes a part.
    public init(name: String, role: ArrayRole = .parameter, shape: [Int]) {
      self.name = name
      self.role = role
      self.shape = shape
    }
  }

  /// The name in results.
  public let name: String
  /// `closure`.
  public let source = "closure"
  /// What it is, for the rules of differentiability.
  public var kind = SubjectKind.function
  /// The precision of the arithmetic inside.
  public let scalar: ScalarKind
  /// The parts of the argument.
  public let arrays: [SubjectArray]
  /// What is known of the inside.
  public var hints = SubjectHints()
  let value: @Sendable (inout [Double]) throws -> Double
  let gradient: @Sendable (inout [Double]) throws -> [Double]
  /// The exact slope along one number of the list, where the function runs on other scalars.
  var exactSlope: (@Sendable (ExactDerivative.Rule, [Double], Int) -> Double)?

  /// A function of a list of numbers and the gradient that is claimed for it.
  ///
  /// - Parameters:
  ///   - name: what results call it.
  ///   - point: where to check.
  ///   - parts: how the list is named and shaped, in order; one vector `x` without.
  ///   - scalar: what the function computes in; `float` is judged at the float tolerance.
  ///   - value: the function at a point.
  ///   - gradient: the gradient that is claimed for it, at a point.
  public init(
    name: String, point: [Double], parts: [Part]? = nil, scalar: ScalarKind = .double,
    value: @escaping @Sendable ([Double]) throws -> Double,
    gradient: @escaping @Sendable ([Double]) throws -> [Double]
  ) {
    self.init(
      name: name, point: point, parts: parts, scalar: scalar, mutatingValue: { try value($0) },
      mutatingGradient: { try gradient($0) })
  }

  /// The same for functions that can change the list that they are given (which is then reported).
  public init(
    name: String, point: [Double], parts: [Part]? = nil, scalar: ScalarKind = .double,
    mutatingValue: @escaping @Sendable (inout [Double]) throws -> Double,
    mutatingGradient: @escaping @Sendable (inout [Double]) throws -> [Double]
  ) {
    self.name = name
    self.scalar = scalar
    self.value = mutatingValue
    self.gradient = mutatingGradient
    let parts = parts ?? [Part(name: "x", role: .input, shape: [point.count])]
    var start = 0
    arrays = parts.map { part in
      let count = part.shape.reduce(1, *)
      defer { start += count }
      return SubjectArray(
        name: part.name, role: part.role, shape: part.shape,
        values: Array(point[start..<min(start + count, point.count)]))
    }
  }

  /// One thread's use.
  public func makeSession() throws(SubjectError) -> any SubjectSession { FunctionSession(self) }
}

private final class FunctionSession: SubjectSession {
  private let subject: FunctionSubject
  let point: [[Double]]
  private(set) var forwardPasses = 0.0
  private(set) var observations: [StateObservation] = []

  init(_ subject: FunctionSubject) {
    self.subject = subject
    point = subject.arrays.map(\.values)
  }

  func values(at points: [[[Double]]]) throws(SubjectError) -> [Double] {
    var values: [Double] = []
    for point in points {
      forwardPasses += 1
      values.append(try call(point) { flat throws in try self.subject.value(&flat) })
    }
    return values
  }

  /// One list that is changed in one place and back: nothing is copied but by the function itself.
  func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    var starts: [Int] = []
    var flat: [Double] = []
    for own in point {
      starts.append(flat.count)
      flat += own
    }
    let before = try value(&flat)
    var responses: [Response] = []
    for replacement in replacements {
      let place = starts[replacement.array] + replacement.element
      let old = flat[place]
      flat[place] = replacement.value
      responses.append(Response(difference: try value(&flat) - before))
      flat[place] = old
    }
    return responses
  }

  func exactSlopes(
    of elements: [Int], in array: Int, by rule: ExactDerivative.Rule
  ) throws(SubjectError) -> [Double]? {
    guard let exactSlope = subject.exactSlope else { return nil }
    let start = point.prefix(array).reduce(0) { $0 + $1.count }
    let flat = point.flatMap { $0 }
    forwardPasses += Double(elements.count)
    return elements.map { exactSlope(rule, flat, start + $0) }
  }

  /// The value, with what the function changed put back.
  private func value(_ flat: inout [Double]) throws(SubjectError) -> Double {
    forwardPasses += 1
    return try guarded(&flat) { flat throws in try self.subject.value(&flat) }
  }

  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
    let flat = try call(point) { flat throws in try self.subject.gradient(&flat) }
    let count = subject.arrays.reduce(0) { $0 + $1.values.count }
    guard flat.count == count else {
      return ClaimedGradient(
        arrays: subject.arrays.map { _ in
          flat.isEmpty ? .missing : .wrongShape(shape: [flat.count], values: flat)
        })
    }
    var start = 0
    return ClaimedGradient(
      arrays: subject.arrays.map { array in
        defer { start += array.values.count }
        return .values(Array(flat[start..<(start + array.values.count)]))
      })
  }

  private func call<Result>(_ point: [[Double]], _ function: (inout [Double]) throws -> Result) throws(SubjectError)
    -> Result
  {
    var flat = point.flatMap { $0 }
    return try guarded(&flat, function)
  }

  private func guarded<Result>(
    _ flat: inout [Double], _ function: (inout [Double]) throws -> Result
  ) throws(SubjectError) -> Result {
    let before = flat
    do {
      let result = try function(&flat)
      let isSame = flat.withUnsafeBufferPointer { now in
        before.withUnsafeBufferPointer { now.baseAddress == $0.baseAddress && now.count == $0.count }
      }
      if !isSame, flat.count != before.count || !zip(flat, before).allSatisfy({ $0 == $1 || ($0.isNaN && $1.isNaN) }) {
        if observations.isEmpty {
          observations.append(
            StateObservation(
              code: .mutatedInput, array: nil, message: "the function changes the values that it is given"))
        }
        flat = before
      }
      return result
    } catch {
      throw SubjectError(type: "\(Swift.type(of: error))", message: "\(subject.name) threw: \(error)")
    }
  }
}
