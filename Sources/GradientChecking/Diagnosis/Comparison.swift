import Tensors

/// What was claimed and what was measured, with how well.
struct Comparison {
  let array: SubjectArray
  let elements: ElementResults
  let tolerance: Double
  /// The places (in `elements`) that were measured well enough to compare.
  let good: [Int]
  /// The places that are wrong.
  let wrong: [Int]
  /// The largest claim.
  private let scale: Double

  init(array: SubjectArray, elements: ElementResults, tolerance: Double) {
    self.array = array
    self.elements = elements
    self.tolerance = tolerance
    good = elements.indices.filter {
      elements[$0].status != .notDifferentiable && elements[$0].numeric.isFinite && elements[$0].analytic.isFinite
    }
    wrong = elements.indices.filter { elements[$0].status == .mismatch }
    scale = good.reduce(0) { max($0, abs(elements[$1].analytic)) }
  }

  private init(_ whole: Comparison, good: [Int]) {
    array = whole.array
    elements = whole.elements
    tolerance = whole.tolerance
    self.good = good
    let kept = Set(good)
    wrong = whole.wrong.filter { kept.contains($0) }
    scale = whole.scale
  }

  /// The same at some places only.
  func restricted(to places: [Int]) -> Comparison { Comparison(self, good: places) }

  func a(_ place: Int) -> Double { elements[place].analytic }
  func n(_ place: Int) -> Double { elements[place].numeric }

  /// Whether every element was looked at, so that order and layout can be judged.
  var isWhole: Bool { elements.count == array.values.count }

  /// How far a prediction of the claim may be off at a place: its digits, and those of a prediction that was itself
  /// measured, which small elements do not have.
  func slack(_ place: Int, _ predicted: Double, factor: Double = 1) -> Double {
    max(1e-6, 10 * tolerance) * max(abs(predicted), abs(a(place))) + 10 * abs(factor) * elements[place].uncertainty
      + 1e-8 * scale
  }

  /// Whether a prediction of the claimed values holds at every good place, and the share of the difference
  /// that it accounts for.
  func explains(_ prediction: (Int) -> Double) -> Double? {
    var rest = 0.0
    var whole = 0.0
    for place in good {
      let predicted = prediction(place)
      guard abs(a(place) - predicted) <= slack(place, predicted) else { return nil }
      rest += (a(place) - predicted) * (a(place) - predicted)
      whole += (a(place) - n(place)) * (a(place) - n(place))
    }
    return whole > 0 ? max(0, 1 - rest / whole) : nil
  }

  /// The index of an element along each axis, in brackets.
  func index(_ place: Int) -> String {
    "[" + unravel(elements[place].offset, shape: array.shape).map(String.init).joined(separator: ", ") + "]"
  }

  func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
