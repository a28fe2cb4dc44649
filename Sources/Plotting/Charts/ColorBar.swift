/// What the colours of a map mean: a bar with numbers beside it and what is measured above it.
public struct ColorBar: Sendable, Equatable {
  /// How colours are chosen.
  public var map: ColorMap
  /// The value of the lowest and of the highest colour.
  public var range: ClosedRange<Double>
  /// What is measured, with its unit.
  public var label: String
  /// The share of the map's full colour at the top, as in `ScalarGrid.bands`.
  public var strength: Double
  /// The borders of bands of one colour each; empty: colours run into each other.
  public var levels: [Double]
  /// Whether only whole numbers stand beside it (counts).
  public var isWhole: Bool

  /// A bar.
  public init(
    _ map: ColorMap = .sequential, range: ClosedRange<Double>, label: String = "", strength: Double = 1,
    levels: [Double] = [], isWhole: Bool = false
  ) {
    self.map = map
    self.range = range
    self.label = label
    self.strength = strength
    self.levels = levels.sorted()
    self.isWhole = isWhole
  }

  static let width = 12.0

  /// The colour of a value: that of its band, if there are levels.
  func color(_ value: Double) -> Color {
    if !levels.isEmpty, !value.isNaN {
      let band = levels.firstIndex { value < $0 } ?? levels.count
      return map.color(Double(band) / Double(levels.count) * strength)
    }
    let span = range.upperBound - range.lowerBound
    let share = span > 0 ? (value - range.lowerBound) / span : 0.5
    return map.color((map == .diverging ? 2 * share - 1 : share) * strength)
  }

  private func ticks(height: Double) -> TickSet {
    guard levels.isEmpty else {
      return TickSet(positions: levels, labels: TickText.linear(levels), rule: "levels")
    }
    // Labels beyond the ends of the bar are lost: with one label alone the colours would mean nothing.
    let few = max(2, min(6, Int(height / 34)))
    let sets = (few...max(few, 6)).map { count -> TickSet in
      let set = Ticks.linear(range, count: count)
      return isWhole ? set.whole(in: range) : set
    }
    return sets.first { $0.within(range).positions.count > 1 } ?? sets[0]
  }

  private func numbers(height: Double) -> [(value: Double, text: String)] {
    let ticks = ticks(height: height)
    return zip(ticks.positions, ticks.labels).filter { range.contains($0.0) }.map { ($0, $1) }
  }

  /// The room that the bar takes beside a plot, its distance from the plot included.
  func room(height: Double, measurer: any TextMeasurer) -> Double {
    14 + Self.width + 5 + (numbers(height: height).map { measurer.measure($0.text, .small).width }.max() ?? 0) + 8
  }

  /// The height of the line above the bar that says what is measured.
  var labelHeight: Double { label.isEmpty ? 0 : 16 }

  /// Draws the bar, its numbers beside it, and above it what is measured, which ends where the figure ends.
  func draw(in bar: Rect, measurer: any TextMeasurer, into list: inout DisplayList) {
    let text = TextWrap.shortened(label, style: .small, width: list.size.width - 16, measurer: measurer)
    let end = min(bar.x + max(measurer.measure(text, .small).width, Self.width + 30), list.size.width - 4)
    let start = max(end - measurer.measure(text, .small).width, 4)
    list.add(TextRun(text, at: Point(start, bar.y - 5), style: .small, color: .muted, baseline: .bottom))
    let span = range.upperBound - range.lowerBound
    func height(_ value: Double) -> Double {
      span > 0 ? bar.maxY - max(0, min(1, (value - range.lowerBound) / span)) * bar.height : bar.center.y
    }
    if levels.isEmpty {
      let steps = 48
      for step in 0..<steps {
        let share = (Double(step) + 0.5) / Double(steps)
        let y = bar.maxY - Double(step + 1) * bar.height / Double(steps)
        let piece = Rect(bar.x, y, bar.width, min(bar.height / Double(steps) + 0.5, bar.maxY - y))
        list.add(Path([.rect(piece)]), fill: color(range.lowerBound + share * span))
      }
    } else {
      let borders = [range.lowerBound] + levels.filter { range.contains($0) } + [range.upperBound]
      for (index, pair) in zip(borders, borders.dropFirst()).enumerated() {
        let (low, high) = (height(pair.0), height(pair.1))
        let share = Double(index) / Double(max(levels.count, 1)) * strength
        list.add(Path([.rect(Rect(bar.x, high, bar.width, low - high))]), fill: map.color(share))
      }
    }
    list.add(Path([.rect(bar)]), stroke: Stroke(.frame))
    var last = Double.infinity
    for (value, text) in numbers(height: bar.height) {
      let y = height(value)
      list.add(Path(from: Point(bar.maxX, y), to: Point(bar.maxX + 3, y)), stroke: Stroke(.frame))
      let extent = measurer.measure(text, .small).height
      guard last - y >= extent * 0.8 else { continue }
      last = y
      list.add(TextRun(text, at: Point(bar.maxX + 6, y), style: .small, baseline: .middle))
    }
  }
}
