/// One element of a subject with all that the engine needs to move it.
struct ElementPlace: Sendable {
  let array: Int
  let offset: Int
  /// The value at the point.
  let x: Double
  /// The claimed derivative.
  let claimed: Double
  /// The scale of steps: |x|, or the largest |x| of its array where that is larger (1 where all are 0).
  let scale: Double
  /// The step of triage in units of `scale` may be finer for an element that is small in its array.
  let ownScale: Double
}

extension ElementPlace {
  /// An element of an array with its scale; 1 sets the scale where all values are 0.
  init(array: Int, offset: Int, values: [Double], largest: Double, claimed: Double) {
    self =
      ElementBlock(array: array, offsets: [offset], points: [values[offset]], claims: [claimed], largest: largest)[0]
  }
}

/// Elements of one array that are looked at together.
struct ElementBlock: Sendable {
  let array: Int
  /// Their places in the array.
  let offsets: [Int]
  /// Their values at the point.
  let points: [Double]
  /// Their claimed derivatives.
  let claims: [Double]
  /// The scale of steps of the array.
  let scale: Double

  /// Some elements of an array.
  ///
  /// - Parameters:
  ///   - points: their values at the point.
  ///   - claims: the claimed derivatives of the elements, in their order.
  ///   - largest: the largest magnitude in the array.
  init(array: Int, offsets: [Int], points: [Double], claims: [Double], largest: Double) {
    self.array = array
    self.offsets = offsets
    self.points = points
    self.claims = claims
    // Powers of two, so that x plus a step is exact as long as the step is not tiny.
    scale = largest > 0 ? largest.powerOfTwo : 1
  }

  var count: Int { offsets.count }

  /// See `ElementPlace.ownScale`.
  @inline(__always)
  func ownScale(of x: Double) -> Double { max(abs(x) > 0 ? abs(x).powerOfTwo : scale, leastScale) }

  /// No element's own scale is less.
  var leastScale: Double { scale * 0x1p-10 }

  /// One of the elements.
  subscript(index: Int) -> ElementPlace {
    let x = points[index]
    return ElementPlace(
      array: array, offset: offsets[index], x: x, claimed: claims[index], scale: scale, ownScale: ownScale(of: x))
  }

  /// Some of the elements.
  func places(_ indices: some Sequence<Int>) -> [ElementPlace] { indices.map { self[$0] } }
}
