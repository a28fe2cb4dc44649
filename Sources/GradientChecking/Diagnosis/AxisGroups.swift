/// Elements that a mean or a variance may have been taken over together.
struct AxisGroups {
  /// Places (in a comparison's elements), group by group.
  let groups: [[Int]]
  /// What they lie along, for a sentence.
  let name: String

  /// The ways in which an array's good elements fall into groups, the simplest first.
  static func all(of c: Comparison) -> [AxisGroups] {
    let shape = c.array.shape
    var found = [AxisGroups(groups: [c.good], name: "all of it")]
    guard shape.count >= 2, let first = shape.first, let last = shape.last, c.array.values.count > 0 else {
      return found
    }
    let width = c.array.values.count / first
    found.append(grouped(c, "its first axis") { $0 % width })
    found.append(grouped(c, "its last axis") { $0 / last })
    if shape.count > 2 {
      let inner = width / shape[1]
      found.append(grouped(c, "all its axes but the second") { $0 / inner % shape[1] })
      found.append(grouped(c, "all its axes but the first") { $0 / width })
    }
    return found.filter { $0.groups.count > 1 || $0.name == "all of it" }
  }

  private static func grouped(_ c: Comparison, _ name: String, by key: (Int) -> Int) -> AxisGroups {
    let groups = Dictionary(grouping: c.good) { key(c.elements[$0].offset) }
    return AxisGroups(groups: groups.keys.sorted().map { groups[$0] ?? [] }, name: name)
  }
}
