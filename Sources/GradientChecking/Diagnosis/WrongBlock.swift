import Tensors

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
    let indices = c.good.map { unravel(c.elements[$0].offset, shape: shape) }
    let wrong = Set(c.wrong)
    var best: (share: Double, axis: Int, range: ClosedRange<Int>)?
    for axis in shape.indices where shape[axis] > 1 {
      let own = zip(c.good, indices).filter { wrong.contains($0.0) }.map { $0.1[axis] }
      guard let low = own.min(), let high = own.max() else { continue }
      let inside = indices.count { (low...high).contains($0[axis]) }
      let share = Double(own.count) / Double(inside)
      // Some that lie in the block may agree, being zero; most may not, nor may the block be nearly all there is.
      guard share >= 0.75, own.count >= 2, indices.count - inside >= 2, high - low + 1 < shape[axis] else { continue }
      if share > best?.share ?? 0 { best = (share, axis, low...high) }
    }
    guard let best else { return nil }
    axis = best.axis
    range = best.range
    comparison = c.restricted(
      to: zip(c.good, indices).filter { best.range.contains($0.1[best.axis]) }.map(\.0))
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
