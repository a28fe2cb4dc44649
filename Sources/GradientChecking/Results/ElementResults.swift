/// The results of many elements, as columns: about thirty bytes an element, whatever their number.
///
/// It reads and writes like an array of `ElementResult`, in ascending order of the elements' places. What few elements
/// have (slopes that differ on both sides, a kink nearby) stands apart.
public struct ElementResults: Sendable {
  /// What few elements have.
  struct Rare: Sendable {
    let step: Double
    let left: Double
    let right: Double
    let singularity: SingularityKind?
    let kinkDistance: Double?
  }

  /// The places of the elements in their array.
  var offsets: ElementOffsets
  /// The claims, one an element.
  var claims: [Double]
  /// The measured slopes, then their uncertainties.
  var numbers: [Double]
  /// The exponents of steps that are powers of two.
  var exponents: [Int16]
  var marks: [Mark]
  var rare: [Int: Rare] = [:]

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
