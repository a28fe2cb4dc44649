import CKernels

extension ArrayResult {
  /// Computes from its elements all that an array's result says; the diagnosis is left to others.
  init(array: SubjectArray, elements: ElementResults) {
    let sums = ElementSums(elements)
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
  /// Matches that are nothing else: nearly all, so that they are counted apart.
  private var matches = 0
  var maxRelative = 0.0
  private var maxOfOthers = 0.0
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
  /// The sums over matches that were added many at once.
  private var lanes = gradus_match_sums()

  /// The largest absolute error.
  var maxAbsolute: Double {
    withUnsafeBytes(of: lanes.largest) { $0.bindMemory(to: Double.self).reduce(maxOfOthers) { max($0, $1) } }
  }

  private static func sum(_ lanes: some Any) -> Double {
    withUnsafeBytes(of: lanes) { $0.bindMemory(to: Double.self).reduce(0, +) }
  }

  /// How many elements have each status.
  var allCounts: StatusCounts {
    var all = counts
    all.match += matches
    return all
  }

  /// ‖a − n‖ / (‖a‖ + ‖n‖).
  var normRelative: Double {
    let norms = (claims + Self.sum(lanes.claims)).squareRoot() + (measures + Self.sum(lanes.measures)).squareRoot()
    return norms == 0 ? 0 : (differences + Self.sum(lanes.differences)).squareRoot() / norms
  }

  /// Adds up results.
  init(_ elements: ElementResults) {
    let count = elements.count
    elements.claims.withUnsafeBufferPointer { claims in
      elements.numbers.withUnsafeBufferPointer { numbers in
        elements.marks.withUnsafeBufferPointer { marks in
          var place = 0
          while place < count {
            for place in place..<min(place + 8, count) {
              add(
                place,
                Glance(
                  claim: claims[place], numeric: numbers[place], uncertainty: numbers[count + place],
                  mark: marks[place]))
            }
            place = addMatches(from: min(place + 8, count), claims, numbers, marks)
          }
        }
      }
    }
  }

  /// What is looked at of an element.
  private struct Glance {
    let claim: Double
    let numeric: Double
    let uncertainty: Double
    let mark: Mark
    var status: ElementStatus { mark.status }
    var isVacuous: Bool { mark.isVacuous }
    /// Zero on the scale of the subject's other slopes.
    var isZero: Bool { mark.reason == .zero }
  }

  /// Adds the matches from a place on that change nothing but sums, many at once; returns the place after them.
  private mutating func addMatches(
    from place: Int, _ claims: UnsafeBufferPointer<Double>, _ numbers: UnsafeBufferPointer<Double>,
    _ marks: UnsafeBufferPointer<Mark>
  ) -> Int {
    let count = claims.count
    guard let numeric = numbers.baseAddress, let marks = UnsafeRawPointer(marks.baseAddress) else { return place }
    let next = gradus_sum_matches(
      claims.baseAddress, numeric, numeric + count, marks.assumingMemoryBound(to: UInt8.self), place, count,
      min(worstError, maxRelative), resolution, &lanes)
    matches += next - place
    return next
  }

  private mutating func add(_ place: Int, _ element: Glance) {
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
    maxOfOthers = max(maxOfOthers, abs(difference))
    if element.status == .match, 3 * element.uncertainty > resolution * largest, largest > 0, !element.isZero {
      resolution = 3 * element.uncertainty / largest
    }
  }
}
