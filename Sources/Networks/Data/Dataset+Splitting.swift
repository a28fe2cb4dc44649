import Tensors

extension Dataset {
  /// Two parts by a seeded permutation; of every class the same share goes to the second.
  ///
  /// The second part gets at least one sample where `share` is above 0, unless that would take the last one of a
  /// class from the first: with so few samples it stays empty.
  ///
  /// - Parameters:
  ///   - share: the share of the second part, from 0 to below 1.
  ///   - generator: draws the permutation.
  public func split(
    share: Double, generator: inout SeededGenerator
  ) -> (first: Dataset, second: Dataset) {
    let order = generator.permutation(count)
    guard share > 0 else { return (selecting(order), selecting([])) }
    var isSecond = [Bool](repeating: false, count: count)
    let groups = groups(order)
    for group in groups {
      // The first part keeps one of each class.
      let size = min(Int((Double(group.count) * share).rounded()), group.count - 1)
      for place in group.prefix(size) { isSecond[place] = true }
    }
    if !isSecond.contains(true), let largest = groups.max(by: { $0.count < $1.count }), largest.count > 1 {
      isSecond[largest[0]] = true
    }
    return (selecting(order.filter { !isSecond[$0] }), selecting(order.filter { isSecond[$0] }))
  }

  /// The places of each class, in the given order; all places where there are no classes.
  private func groups(_ order: [Int]) -> [[Int]] {
    guard case .classes(let labels) = targets, let last = labels.max() else {
      return order.isEmpty ? [] : [order]
    }
    var groups = [[Int]](repeating: [], count: last + 1)
    for place in order { groups[labels[place]].append(place) }
    return groups.filter { !$0.isEmpty }
  }
}
