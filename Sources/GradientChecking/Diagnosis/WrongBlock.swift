/// The block along one axis that holds all elements that are wrong, where those beside it are right: one gate of four,
/// one head, one sample.
struct WrongBlock {
  let comparison: Comparison
  /// The places along the axis.
  let range: ClosedRange<Int>
  private let axis: Int

  /// `nil` where wrong elements are all over the array.
  init?(_ c: Comparison) {
    let shape = c.array.shape
    func place(_ element: Int, along axis: Int) -> Int {
      c.elements[element].offset / shape[(axis + 1)...].reduce(1, *) % shape[axis]
    }
    var best: (share: Double, axis: Int, range: ClosedRange<Int>)?
    for axis in shape.indices where shape[axis] > 1 {
      let own = c.wrong.map { place($0, along: axis) }
      guard let low = own.min(), let high = own.max(), high - low + 1 < shape[axis] else { continue }
      let inside = c.good.count { (low...high).contains(place($0, along: axis)) }
      let share = Double(own.count) / Double(inside)
      // Some that lie in the block may agree, being zero; most may not, nor may the block be nearly all there is.
      guard share >= 0.75, own.count >= 2, c.good.count - inside >= 2 else { continue }
      if share > best?.share ?? 0 { best = (share, axis, low...high) }
    }
    guard let best else { return nil }
    axis = best.axis
    range = best.range
    comparison = c.restricted(to: c.good.filter { best.range.contains(place($0, along: best.axis)) })
  }

  /// Where it is, for a sentence.
  var place: String {
    let shape = comparison.array.shape
    let count = range.count == 1 ? "place \(range.lowerBound)" : "places \(range.lowerBound) to \(range.upperBound)"
    let along =
      shape.count == 1
      ? ""
      : axis == 0 ? " along its first axis" : axis == shape.count - 1 ? " along its last axis" : " along axis \(axis)"
    return "only at \(count)\(along) (of \(shape[axis]), from 0), and right elsewhere"
  }
}
