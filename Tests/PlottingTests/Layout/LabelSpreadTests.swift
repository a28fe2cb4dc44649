import Testing

@testable import Plotting

/// Names beside the ends of lines: apart from each other, in their order, near their lines.
struct LabelSpreadTests {
  private typealias Wish = (middle: Double, height: Double)

  /// Wishes by a small generator of its own: the same in every run.
  private func wishes(_ count: Int, seed: UInt64, range: ClosedRange<Double>) -> [Wish] {
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    return (0..<count).map { _ in
      (range.lowerBound + next() * (range.upperBound - range.lowerBound), 10 + 8 * next())
    }
  }

  @Test(arguments: [1, 2, 5, 9, 14], [UInt64(1), 2, 3, 4, 5, 6])
  func `boxes stay in the range, keep their order and do not overlap`(count: Int, seed: UInt64) {
    let range = 20.0...320.0
    let wishes = wishes(count, seed: seed, range: range)
    let middles = LabelSpread.spread(wishes, within: range)
    let order = wishes.indices.sorted { wishes[$0].middle < wishes[$1].middle }
    for (upper, lower) in zip(order, order.dropFirst()) {
      let gap = middles[lower] - middles[upper] - (wishes[upper].height + wishes[lower].height) / 2
      #expect(gap > -1e-9)
    }
    for index in wishes.indices {
      #expect(middles[index] - wishes[index].height / 2 >= range.lowerBound - 1e-9)
      #expect(middles[index] + wishes[index].height / 2 <= range.upperBound + 1e-9)
    }
  }

  @Test func `what has room stands where it wishes`() {
    let wishes: [Wish] = [(100, 12), (50, 12), (200, 12)]
    #expect(LabelSpread.spread(wishes, within: 0...300) == [100, 50, 200])
  }

  @Test func `two that wish for the same place share the way`() {
    #expect(LabelSpread.spread([(100, 10), (100, 10)], within: 0...300) == [95, 105])
  }

  @Test func `a block that grows takes up its neighbour`() {
    // The mean of the tops that each wishes for less its place in the block: 94, 95 − 10 and 99 − 20.
    #expect(LabelSpread.spread([(99, 10), (100, 10), (104, 10)], within: 0...300) == [91, 101, 111])
  }

  @Test func `at the end of the range they are pushed back`() {
    #expect(LabelSpread.spread([(299, 10), (298, 10)], within: 0...300) == [295, 285])
  }

  @Test func `more than there is room for starts at the top`() {
    #expect(LabelSpread.spread([(5, 10), (5, 10), (5, 10)], within: 0...20) == [5, 15, 25])
  }

  @Test func `none gives none`() { #expect(LabelSpread.spread([], within: 0...1).isEmpty) }
}
