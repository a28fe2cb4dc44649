/// A way in which elements may have a mean or a variance together.
struct AxisGroups {
  /// What a group lies along, for a sentence.
  let name: String
  /// How many groups there are.
  private let count: Int
  /// The group of an element, by its place in the array.
  private let group: (Int) -> Int

  /// The ways for an array's shape, the simplest first.
  static func all(of shape: [Int]) -> [AxisGroups] {
    let whole = AxisGroups(name: "all of it", count: 1) { _ in 0 }
    guard shape.count >= 2, !shape.contains(0) else { return [whole] }
    let (first, second, last) = (shape[0], shape[1], shape[shape.count - 1])
    let width = shape.dropFirst().reduce(1, *)
    var found = [
      AxisGroups(name: "its first axis", count: width) { $0 % width },
      AxisGroups(name: "its last axis", count: first * width / last) { $0 / last },
    ]
    if shape.count > 2 {
      let inner = width / second
      found.append(AxisGroups(name: "all its axes but the second", count: second) { $0 / inner % second })
      found.append(AxisGroups(name: "all its axes but the first", count: first) { $0 / width })
    }
    return [whole] + found.filter { $0.count > 1 }
  }

  /// The good places of a comparison, group by group.
  func groups(_ c: Comparison) -> [[Int]] {
    var groups = [[Int]](repeating: [], count: count)
    for place in c.good { groups[group(c.elements[place].offset)].append(place) }
    return groups.filter { !$0.isEmpty }
  }
}
