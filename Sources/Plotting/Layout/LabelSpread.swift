/// Spreads labels along a line so that they do not overlap and stay as near to their places as can be.
enum LabelSpread {
  /// The middles of boxes of some heights, each near its wish, in the order of the wishes, within a range.
  ///
  /// Least squares under the order: neighbours that would overlap become a block that stands at the mean of what
  /// they wish (pool adjacent violators). Where all together are higher than the range, they start at its top.
  static func spread(_ wishes: [(middle: Double, height: Double)], within range: ClosedRange<Double>) -> [Double] {
    struct Block {
      var members: [Int]
      var top: Double
      var height: Double
    }
    let order = wishes.indices.sorted { (wishes[$0].middle, $0) < (wishes[$1].middle, $1) }
    func placed(_ members: [Int]) -> Block {
      var sum = 0.0
      var height = 0.0
      for member in members {
        sum += wishes[member].middle - wishes[member].height / 2 - height
        height += wishes[member].height
      }
      let wish = sum / Double(members.count)
      return Block(
        members: members, top: max(range.lowerBound, min(range.upperBound - height, wish)), height: height)
    }
    var blocks: [Block] = []
    for member in order {
      blocks.append(placed([member]))
      while blocks.count > 1, let last = blocks.last,
        blocks[blocks.count - 2].top + blocks[blocks.count - 2].height > last.top
      {
        blocks.removeLast()
        let joined = blocks.removeLast().members + last.members
        blocks.append(placed(joined))
      }
    }
    var middles = wishes.map(\.middle)
    for block in blocks {
      var y = max(block.top, range.lowerBound)
      for member in block.members {
        middles[member] = y + wishes[member].height / 2
        y += wishes[member].height
      }
    }
    return middles
  }
}
