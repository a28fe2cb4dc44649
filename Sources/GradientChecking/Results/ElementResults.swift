/// The results of many elements, as columns: about thirty bytes an element, whatever their number.
///
/// It reads and writes like an array of `ElementResult`, in ascending order of the elements' places. What few elements
/// have (slopes that differ on both sides, a kink nearby) stands apart.
public struct ElementResults: Sendable {
  /// What few elements have.
  private struct Rare: Sendable {
    let step: Double
    let left: Double
    let right: Double
    let singularity: SingularityKind?
    let kinkDistance: Double?
  }

  /// The places of the elements in their array.
  private var offsets: ElementOffsets
  /// The claims, one an element.
  private var claims: [Double]
  /// The measured slopes, then their uncertainties.
  private var numbers: [Double]
  /// The exponents of steps that are powers of two.
  private var exponents: [Int16]
  private var marks: [Mark]
  private var rare: [Int: Rare] = [:]

  /// Elements that match, with nothing measured.
  ///
  /// - Parameters:
  ///   - offsets: their places in the array.
  ///   - claims: the claimed derivatives, one an element.
  init(offsets: ElementOffsets, claims: [Double]) {
    self.offsets = offsets
    self.claims = claims
    numbers = Array(repeating: 0, count: 2 * offsets.count)
    exponents = Array(repeating: Double.exponentOfZero, count: offsets.count)
    marks = Array(repeating: Mark(.match), count: offsets.count)
  }

  /// The columns of results.
  public init(_ results: some Collection<ElementResult>) {
    self.init(offsets: .list(results.map(\.offset)), claims: results.map(\.analytic))
    for (place, result) in results.enumerated() { self[place] = result }
  }

  /// Whether an element has one of some statuses.
  func contains(_ statuses: [ElementStatus]) -> Bool {
    // All at once: most often there is nothing but matches.
    guard marks.reduce(0, { $0 | $1.statusBits }) != 0 else { return statuses.contains(.match) && !isEmpty }
    return marks.contains { statuses.contains($0.status) }
  }

  /// The distances to kinks nearby, of those elements that have seen one.
  var kinkDistances: [(place: Int, distance: Double)] {
    rare.compactMap { place, own in own.kinkDistance.map { (place, $0) } }.sorted { $0.place < $1.place }
  }

  /// What a summary needs of an element.
  struct Glance {
    let claim: Double
    let numeric: Double
    let uncertainty: Double
    let status: ElementStatus
    let isVacuous: Bool
    /// Zero on the scale of the subject's other slopes.
    let isZero: Bool
  }

  /// Goes through all elements in order.
  @inline(__always)
  func forEachGlance(_ body: (_ place: Int, Glance) -> Void) {
    let count = count
    claims.withUnsafeBufferPointer { claims in
      numbers.withUnsafeBufferPointer { numbers in
        marks.withUnsafeBufferPointer { marks in
          for place in 0..<count {
            let mark = marks[place]
            body(
              place,
              Glance(
                claim: claims[place], numeric: numbers[place], uncertainty: numbers[count + place],
                status: mark.status, isVacuous: mark.isVacuous, isZero: mark.reason == .zero))
          }
        }
      }
    }
  }
}

extension ElementResults: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral, Equatable {
  /// 0.
  public var startIndex: Int { 0 }
  /// The number of elements.
  public var endIndex: Int { offsets.count }

  /// One element's result.
  public subscript(place: Int) -> ElementResult {
    get {
      let (mark, numeric) = (marks[place], numbers[place])
      let rare = rare.isEmpty ? nil : rare[place]
      return ElementResult(
        offset: offsets[place], status: mark.status, analytic: claims[place], numeric: numeric,
        uncertainty: numbers[count + place], step: rare?.step ?? Double(exponentOfStep: exponents[place]),
        left: rare?.left ?? numeric, right: rare?.right ?? numeric, singularity: rare?.singularity,
        isVacuous: mark.isVacuous, kinkDistance: rare?.kinkDistance, reason: mark.reason)
    }
    set {
      offsets.set(place, to: newValue.offset)
      claims[place] = newValue.analytic
      numbers[place] = newValue.numeric
      numbers[count + place] = newValue.uncertainty
      exponents[place] = newValue.step.exponentOfStep ?? Double.exponentOfZero
      marks[place] = Mark(newValue.status, isVacuous: newValue.isVacuous, reason: newValue.reason)
      let isPlain =
        newValue.singularity == nil && newValue.kinkDistance == nil && newValue.step.exponentOfStep != nil
        && newValue.left.isSame(as: newValue.numeric) && newValue.right.isSame(as: newValue.numeric)
      if isPlain, rare.isEmpty { return }
      rare[place] =
        isPlain
        ? nil
        : Rare(
          step: newValue.step, left: newValue.left, right: newValue.right, singularity: newValue.singularity,
          kinkDistance: newValue.kinkDistance)
    }
  }

  /// The results in the brackets.
  public init(arrayLiteral elements: ElementResult...) { self.init(elements) }

  /// Equal element by element.
  public static func == (a: Self, b: Self) -> Bool { a.elementsEqual(b) }
}

// MARK: Many at once

extension ElementResults {
  /// The numbers of elements where they are written.
  struct Columns {
    /// The measured slopes.
    let numeric: UnsafeMutablePointer<Double>
    /// Their uncertainties.
    let uncertainty: UnsafeMutablePointer<Double>
    fileprivate let exponents: UnsafeMutablePointer<Int16>
    fileprivate let marks: UnsafeMutablePointer<Mark>

    /// Notes that an element matches whose slope and uncertainty are there already.
    ///
    /// - Parameter step: a power of two.
    @inline(__always)
    func match(_ place: Int, step: Double) {
      exponents[place] = step.exponentOfPower
      marks[place] = Mark(.match)
    }

    /// Notes what was measured of an element that matches.
    @inline(__always)
    func match(_ place: Int, _ measured: Triage.Measurement, isVacuous: Bool) {
      numeric[place] = isVacuous ? 0 : measured.numeric
      uncertainty[place] = measured.uncertainty
      exponents[place] = measured.step.exponentOfPower
      marks[place] = Mark(.match, isVacuous: isVacuous)
    }
  }

  /// Writes to many elements; not more than what is plain.
  mutating func withColumns<Answer, Failure: Error>(
    _ body: (Columns) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let count = count
    return try numbers.withUnsafeMutableBufferPointer { numbers throws(Failure) in
      try exponents.withUnsafeMutableBufferPointer { exponents throws(Failure) in
        try marks.withUnsafeMutableBufferPointer { marks throws(Failure) in
          guard let numbers = numbers.baseAddress, let exponents = exponents.baseAddress, let marks = marks.baseAddress
          else { preconditionFailure("arrays have an address") }
          return try body(
            Columns(numeric: numbers, uncertainty: numbers + count, exponents: exponents, marks: marks))
        }
      }
    }
  }

  /// Copies these results to places of a larger collection; what is rare is returned, to be written by and by.
  ///
  /// Several threads may write at once, as long as no two write to one place.
  func write(to target: Columns, at places: ChunkPlaces) -> [(place: Int, result: ElementResult)] {
    let count = count
    numbers.withUnsafeBufferPointer { numbers in
      places.forEachByRow { target.numeric[$1] = numbers[$0] }
      places.forEachByRow { target.uncertainty[$1] = numbers[count + $0] }
    }
    exponents.withUnsafeBufferPointer { exponents in places.forEachByRow { target.exponents[$1] = exponents[$0] } }
    marks.withUnsafeBufferPointer { marks in places.forEachByRow { target.marks[$1] = marks[$0] } }
    return rare.keys.sorted().map { (places.places[$0], self[$0]) }
  }
}

// MARK: In few bits

/// Status, reason and vacuity of an element.
private struct Mark: Sendable {
  private let bits: UInt8

  @inline(__always)
  init(_ status: ElementStatus, isVacuous: Bool = false, reason: ElementReason? = nil) {
    let why: UInt8 =
      switch reason {
      case nil: 0
      case .belowResolution: 1
      case .timeBudget: 2
      case .outsideSubgradient: 3
      case .flat: 4
      case .zero: 5
      }
    bits = Self.code(status) | (isVacuous ? 8 : 0) | why << 4
  }

  private static func code(_ status: ElementStatus) -> UInt8 {
    switch status {
    case .match: 0
    case .mismatch: 1
    case .kink: 2
    case .notDifferentiable: 3
    case .nonfinite: 4
    case .inconclusive: 5
    }
  }

  /// 0 for a match.
  var statusBits: UInt8 { bits & 7 }

  var isVacuous: Bool { bits & 8 != 0 }

  var status: ElementStatus {
    switch statusBits {
    case 0: .match
    case 1: .mismatch
    case 2: .kink
    case 3: .notDifferentiable
    case 4: .nonfinite
    default: .inconclusive
    }
  }

  var reason: ElementReason? {
    switch bits >> 4 {
    case 1: .belowResolution
    case 2: .timeBudget
    case 3: .outsideSubgradient
    case 4: .flat
    case 5: .zero
    default: nil
    }
  }
}

extension Double {
  /// Stands for a step of 0.
  fileprivate static let exponentOfZero = Int16.min

  /// The exponent of a power of two.
  @inline(__always)
  fileprivate var exponentOfPower: Int16 {
    isNormal ? Int16(truncatingIfNeeded: Int(bitPattern >> 52 & 0x7FF) - 1023) : exponentOfStep ?? Self.exponentOfZero
  }

  /// The exponent of a power of two or 0; `nil` for other numbers.
  fileprivate var exponentOfStep: Int16? {
    if self == 0 { return Self.exponentOfZero }
    return self > 0 && isFinite && significand == 1 ? Int16(exponent) : nil
  }

  fileprivate init(exponentOfStep exponent: Int16) {
    self = exponent == Self.exponentOfZero ? 0 : Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }

  /// Equal, or both not a number.
  fileprivate func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}
