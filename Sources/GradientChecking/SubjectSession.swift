/// One thread's use of a subject. Points are lists of values, one list an array, in the order of `arrays`.
public protocol SubjectSession: AnyObject {
  /// The subject's own point: the values of its arrays.
  var point: [[Double]] { get }

  /// The size of the value's terms at the point (of a sum of outputs or losses: the sum of their sizes) where responses
  /// are differenced term by term; `nil` where they are differences of the value itself.
  ///
  /// A term that stays still may have moved by less than its own rounding, however sharply the others are seen.
  var termSize: Double? { get }

  /// Whether the code behind value and claim is known to draw nothing and to remember nothing between calls.
  var isPure: Bool { get }

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
  ///   - array: which of the subject's arrays, by number.
  ///   - values: what they are set to: any number of rows, one number an element.
  /// - Returns: one number for each of `values`.
  func responses(of elements: [Int], in array: Int, set values: [Double]) throws(SubjectError) -> ResponseColumns

  /// f(point + t · direction) − f(point) for multiples t of a direction in one array; `nil` where the subject has no
  /// quicker way than values at whole points.
  func differences(along direction: [Double], in array: Int, steps: [Double]) throws(SubjectError) -> [Double]?

  /// The values at points of several lines, in one exchange; `nil` where one line after the other is as quick.
  func values(on lines: [SubjectLine], at places: [SubjectLine.Place]) throws(SubjectError) -> [Double]?

  /// How many elements of one array should be asked for at once; `nil` where the engine may choose. Where a call is
  /// cheap beside an exchange with another process, many; where it is slow, few, so that a time budget holds.
  var elementsAtOnce: Int? { get }

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
  /// The work since `before`, in forward passes to six decimals: the same whatever the session has done earlier.
  func forwardPasses(since before: Double) -> Double { ((forwardPasses - before) * 1e6).rounded() / 1e6 }

  /// Differences of the value itself.
  public var termSize: Double? { nil }

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
  public func values(atEach count: Int, _ point: (Int) -> [[Double]]) throws(SubjectError) -> [Double] {
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

  /// One after the other.
  public func values(on lines: [SubjectLine], at places: [SubjectLine.Place]) throws(SubjectError) -> [Double]? { nil }

  /// Nothing is known of the code.
  public var isPure: Bool { false }

  /// As the engine likes.
  public var elementsAtOnce: Int? { nil }

  /// Not known.
  public func subgradients(array: Int, element: Int) throws(SubjectError) -> ClosedRange<Double>? { nil }

  /// None that the subject's hints do not hold already.
  public func knownMistakes(in array: Int) throws(SubjectError) -> KnownMistakes { KnownMistakes() }

  /// Nothing seen.
  public var observations: [StateObservation] { [] }
}
