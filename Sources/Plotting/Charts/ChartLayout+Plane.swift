import Foundation

extension ChartPlane {
  /// A plane that is yet to be laid out.
  init(frame: Rect, _ xRange: ClosedRange<Double>, _ yRange: ClosedRange<Double>) {
    self.frame = frame
    x = Scale(kind: .linear, low: xRange.lowerBound, high: xRange.upperBound, start: 0, end: 0)
    y = Scale(kind: .linear, low: yRange.lowerBound, high: yRange.upperBound, start: 0, end: 0)
    xTicks = TickSet(positions: [], labels: [], rule: "none")
    yTicks = xTicks
  }
}

/// How much room the axes take, and what is left for the plot.
extension ChartLayout {
  static let yLaneHeight = 24.0
  static let xLaneWidth = 30.0

  func plane(
    top: Double, right endRoom: Double, _ xRange: ClosedRange<Double>, _ yRange: ClosedRange<Double>, _ data: ChartData
  ) -> ChartPlane {
    let size = chart.size
    var plane = ChartPlane(frame: Rect(0, 0, 0, 0), xRange, yRange)
    let upper = top + 6 + (chart.colorBar?.labelHeight ?? 0)
    let roughHeight = max(size.height - upper - 44, 20)
    plane.yTicks = ticks(chart.y, yRange, length: roughHeight) { labels in
      Double(labels.count) * (labels.map { measurer.measure($0, .label).height }.max() ?? 0) * 1.1
    }
    plane.yNameWidth = size.width * 0.36
    let widest = plane.yTicks.labels.map { min(measurer.measure($0, .label).width, plane.yNameWidth) }.max() ?? 0
    let yLabel = TextBlock(
      Self.name(chart.y, plane.yTicks), width: max(roughHeight + 30, 60), limit: 2, measurer: measurer)
    let left = (yLabel.isEmpty ? 6 : 6 + yLabel.height + 4) + widest + 8
    var right = max(endRoom, 14)
    if let bar = chart.colorBar { right = max(right, bar.room(height: roughHeight, measurer: measurer)) }
    let width = max(size.width - left - right, 20)
    plane.xTicks = ticks(chart.x, xRange, length: width) { labels in
      labels.reduce(0) { $0 + measurer.measure($1, .label).width + 10 }
    }
    let xLabel = TextBlock(Self.name(chart.x, plane.xTicks), width: size.width - 24, limit: 2, measurer: measurer)
    (plane.xLabel, plane.yLabel) = (xLabel, yLabel)
    plane.xNames = names(plane.xTicks, width: width, left: left)
    let bottom = 7 + tickRoom(plane) + 4 + xLabel.height + 3
    plane.frame = Rect(left, upper, width, max(size.height - upper - bottom, 20))
    scales(&plane, xRange, yRange, data)
    if chart.hasEqualScales { equalize(&plane, xRange, yRange) }
    return plane
  }

  /// What an axis is called, with the power of ten of its labels.
  private static func name(_ axis: Axis, _ ticks: TickSet) -> String {
    if ticks.factor.isEmpty { return axis.label }
    return axis.label.isEmpty ? ticks.factor : "\(axis.label) (\(ticks.factor))"
  }

  /// The labels of an axis, as many as asked for or as have room.
  private func ticks(
    _ axis: Axis, _ range: ClosedRange<Double>, length: Double, needed: ([String]) -> Double
  ) -> TickSet {
    if let names = axis.categories {
      return TickSet(positions: names.indices.map(Double.init), labels: names, rule: "category")
    }
    var count = max(2, min(12, axis.tickCount))
    while true {
      let set = Self.numbers(axis, range, count: count)
      if count <= 2 || needed(set.labels) <= length { return set }
      count -= 1
    }
  }

  private static func numbers(_ axis: Axis, _ range: ClosedRange<Double>, count: Int) -> TickSet {
    if axis.kind == .linear {
      let set = Ticks.linear(range, count: count)
      return (axis.isWhole ? set.whole(in: range) : set).factored()
    }
    let set = Ticks.logarithmic(range, count: count)
    // Within a small part of a decade, 0.8, 0.9, 1 and then 2 would leave most of the axis bare.
    guard range.upperBound < 4 * range.lowerBound, set.rule != "linear" else { return set }
    let even = Ticks.linear(range, count: count).within(range)
    return even.positions.count >= 3 ? even : set
  }

  private func names(_ ticks: TickSet, width: Double, left: Double) -> ChartPlane.Names {
    guard ticks.rule == "category", !ticks.labels.isEmpty else { return .level }
    let each = width / Double(ticks.labels.count)
    if ticks.labels.allSatisfy({ measurer.measure($0, .label).width <= each - 6 }) { return .level }
    let fitsInTwo = ticks.labels.allSatisfy { name in
      let block = TextBlock(name, width: each - 6, limit: 2, measurer: measurer)
      // Only at spaces: a word must not be torn.
      return block.lines.joined(separator: " ") == name
    }
    return fitsInTwo ? .wrapped(width: each - 6) : .slanted(width: min(90, (left + each / 2) * 1.3))
  }

  private func tickRoom(_ plane: ChartPlane) -> Double {
    let labels = plane.xTicks.labels
    let line = labels.map { measurer.measure($0, .label).height }.max() ?? 0
    switch plane.xNames {
    case .level: return line.rounded(.up)
    case .wrapped: return 2 * line.rounded(.up)
    case .slanted(let width):
      let longest = labels.map { min(measurer.measure($0, .label).width, width) }.max() ?? 0
      return longest * 0.71 + line * 0.71
    }
  }

  private func scales(
    _ plane: inout ChartPlane, _ xRange: ClosedRange<Double>, _ yRange: ClosedRange<Double>, _ data: ChartData
  ) {
    let frame = plane.frame
    let xLane = data.hasZeroLane(.x) ? min(Self.xLaneWidth, frame.width / 3) : 0
    let yLane = data.hasZeroLane(.y) ? min(Self.yLaneHeight, frame.height / 3) : 0
    plane.x = scale(chart.x, xRange, plane.xTicks, start: frame.x + xLane, end: frame.maxX)
    plane.y =
      chart.y.categories == nil
      ? scale(chart.y, yRange, plane.yTicks, start: frame.maxY - yLane, end: frame.y)
      : scale(chart.y, yRange, plane.yTicks, start: frame.y, end: frame.maxY)
    if xLane > 0 { plane.x.zeroLane = frame.x + 10 }
    if yLane > 0 { plane.y.zeroLane = frame.maxY - 8 }
    // Texts at the ends of bars need room.
    if chart.x.range == nil, data.hasValueLabels(isHorizontal: true) {
      let widths = data.valueLabels.map { measurer.measure($0, .small).width }
      plane.x = plane.x.widened(toHold: xRange, pixels: (widths.max() ?? 0) + 8)
    }
    if chart.y.range == nil, data.hasValueLabels(isHorizontal: false) {
      plane.y = plane.y.widened(toHold: yRange, pixels: 20)
    }
  }

  private func scale(_ axis: Axis, _ range: ClosedRange<Double>, _ ticks: TickSet, start: Double, end: Double) -> Scale
  {
    if let names = axis.categories {
      return Scale(kind: .linear, low: -0.5, high: Double(names.count) - 0.5, start: start, end: end)
    }
    let wide = AxisRange.widened(range.lowerBound, range.upperBound, isLogarithmic: axis.kind == .logarithmic)
    if axis.range != nil { return Scale(kind: axis.kind, low: wide.low, high: wide.high, start: start, end: end) }
    if axis.kind == .logarithmic {
      // 2 % of the decades, so that curves do not touch the frame.
      let pad = pow(10, 0.02 * (log10(wide.high) - log10(wide.low)))
      return Scale(
        kind: .logarithmic, low: max(wide.low / pad, .leastNormalMagnitude),
        high: min(wide.high * pad, .greatestFiniteMagnitude), start: start, end: end)
    }
    var low = min(wide.low, ticks.positions.first ?? wide.low)
    var high = max(wide.high, ticks.positions.last ?? wide.high)
    // Curves do not touch the frame; an axis that starts at 0 stays at 0; a label beyond the data is room enough.
    let pad = 0.02 * (high - low)
    if pad.isFinite {
      if low >= wide.low, !(axis.includesZero && low == 0) { low -= pad }
      if high <= wide.high, !(axis.includesZero && high == 0) { high += pad }
    }
    return Scale(kind: .linear, low: low, high: high, start: start, end: end)
  }

  /// Makes a unit equally long on both axes: the longer axis shrinks, or where little would be left of it shows more.
  private func equalize(_ plane: inout ChartPlane, _ xRange: ClosedRange<Double>, _ yRange: ClosedRange<Double>) {
    guard plane.x.kind == .linear, plane.y.kind == .linear else { return }
    let (x, y) = (plane.x, plane.y)
    let (xUnit, yUnit) = (abs(x.end - x.start) / (x.high - x.low), abs(y.end - y.start) / (y.high - y.low))
    guard xUnit.isFinite, yUnit.isFinite, xUnit > 0, yUnit > 0 else { return }
    let share = min(xUnit, yUnit) / max(xUnit, yUnit)
    if xUnit > yUnit {
      if share >= 0.5 {
        plane.frame.width *= share
        plane.x = Scale(kind: .linear, low: x.low, high: x.high, start: x.start, end: plane.frame.maxX)
      } else {
        plane.x = x.zoomedOut(1 / share)
        plane.xTicks = Ticks.linear(plane.x.low...plane.x.high, count: chart.x.tickCount)
      }
    } else if share >= 0.5 {
      plane.frame.height *= share
      plane.y = Scale(kind: .linear, low: y.low, high: y.high, start: plane.frame.maxY, end: y.end)
    } else {
      plane.y = y.zoomedOut(1 / share)
      plane.yTicks = Ticks.linear(plane.y.low...plane.y.high, count: chart.y.tickCount)
    }
  }
}

extension Scale {
  /// The same axis with a wider range about the same middle.
  fileprivate func zoomedOut(_ factor: Double) -> Scale {
    let (middle, half) = (low / 2 + high / 2, (high / 2 - low / 2) * factor)
    return Scale(kind: kind, low: middle - half, high: middle + half, start: start, end: end)
  }

  /// The same axis with so many pixels free beyond the ends of a range, except where it ends at 0.
  fileprivate func widened(toHold range: ClosedRange<Double>, pixels: Double) -> Scale {
    guard kind == .linear, high > low, abs(end - start) > 3 * pixels else { return self }
    let unit = (high - low) / (abs(end - start) - pixels)
    let below = range.lowerBound < 0 ? max(0, pixels * unit - (range.lowerBound - low)) : 0
    let above = range.upperBound > 0 ? max(0, pixels * unit - (high - range.upperBound)) : 0
    guard below.isFinite, above.isFinite else { return self }
    return Scale(kind: kind, low: low - below, high: high + above, start: start, end: end, zeroLane: zeroLane)
  }
}
