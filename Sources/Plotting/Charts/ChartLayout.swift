/// Computes where everything of a chart goes.
struct ChartLayout {
  let chart: Chart
  let measurer: any TextMeasurer

  /// The plot's frame and the two scales.
  struct Plane {
    var frame: Rect
    var x: Scale
    var y: Scale
    var xTicks: TickSet
    var yTicks: TickSet
  }

  func displayList() -> DisplayList {
    var list = DisplayList(size: chart.size)
    let top = drawTitle(into: &list)
    let data = ChartData(chart: chart)
    guard let xRange = data.range(.x), let yRange = data.range(.y) else {
      let frame = Rect(56, top + 8, chart.size.width - 80, chart.size.height - top - 56)
      frameLines(frame, into: &list)
      list.commands.append(
        .text(TextRun(chart.emptyText, at: frame.center, color: .muted, anchor: .middle, baseline: .middle)))
      return list
    }
    let legendHeight = chart.hasLegend ? drawLegend(top: top, into: &list) : 0
    let plane = plane(top: top + legendHeight, xRange: xRange, yRange: yRange, data: data)
    drawAxes(plane, into: &list)
    var painter = MarkPainter(plane: plane, measurer: measurer, size: chart.size)
    for mark in chart.marks { painter.paint(mark, into: &list) }
    painter.finish(into: &list, endLabels: chart.hasLegend ? [] : endLabels(plane))
    return list
  }

  // MARK: Title and legend

  private func drawTitle(into list: inout DisplayList) -> Double {
    guard !chart.title.isEmpty else { return 10 }
    var y = 8.0
    for line in TextWrap.lines(chart.title, style: .title, width: chart.size.width - 16, measurer: measurer, limit: 3) {
      let extent = measurer.measure(line, .title)
      list.commands.append(.text(TextRun(line, at: Point(8, y), style: .title, baseline: .top)))
      y += extent.ascent + extent.descent + 1
    }
    return y + 6
  }

  private var keys: [(label: String, color: Color, dash: [Double], isLine: Bool, shape: PointMark.Shape)] {
    chart.marks.compactMap { mark in
      switch mark {
      case .line(let line) where !line.label.isEmpty: (line.label, line.color, line.dash, true, .circle)
      case .points(let points) where !points.label.isEmpty: (points.label, points.color, [], false, points.shape)
      case .bars(let bars) where !bars.label.isEmpty: (bars.label, bars.color, [], false, .square)
      default: nil
      }
    }
  }

  private func drawLegend(top: Double, into list: inout DisplayList) -> Double {
    var x = 12.0
    var y = top + 2
    for key in keys {
      let extent = measurer.measure(key.label, .label)
      if x + 26 + extent.width > chart.size.width - 8, x > 12 {
        x = 12
        y += 18
      }
      if key.isLine {
        list.commands.append(
          .path(Path([.move(Point(x, y + 8)), .line(Point(x + 18, y + 8))]), fill: nil, stroke: Stroke(key.color, width: 2, dash: key.dash)))
      } else {
        list.commands.append(.path(PointShape.path(key.shape, at: Point(x + 9, y + 8), radius: 4.5), fill: key.color, stroke: nil))
      }
      list.commands.append(.text(TextRun(key.label, at: Point(x + 24, y + 8), baseline: .middle)))
      x += 24 + extent.width + 18
    }
    return keys.isEmpty ? 0 : y - top + 22
  }

  /// Lines whose name stands at their right end.
  private func endLabels(_ plane: Plane) -> [(text: String, y: Double, color: Color)] {
    chart.marks.compactMap { mark in
      guard case .line(let line) = mark, !line.label.isEmpty,
        let last = line.points.last(where: { $0.y.isFinite && plane.x.contains($0.x) && plane.y.pixel($0.y) != nil }),
        let y = plane.y.pixel(last.y)
      else { return nil }
      return (line.label, max(plane.frame.y + 6, min(plane.frame.maxY - 6, y)), line.color.forText)
    }
  }

  // MARK: Axes

  private func plane(top: Double, xRange: ClosedRange<Double>, yRange: ClosedRange<Double>, data: ChartData) -> Plane {
    let yTicks = ticks(chart.y, yRange)
    let xTicks = ticks(chart.x, xRange)
    let widest = yTicks.labels.map { measurer.measure($0, .label).width }.max() ?? 0
    let labelRoom = chart.y.label.isEmpty ? 0.0 : 20
    let left = 10 + labelRoom + widest + 8
    var right = 16.0
    if !chart.hasLegend {
      let names = chart.marks.compactMap { mark -> Double? in
        guard case .line(let line) = mark, !line.label.isEmpty else { return nil }
        return measurer.measure(line.label, .label).width
      }
      if let most = names.max() { right = min(most + 14, chart.size.width * 0.34) }
    }
    let hasLongNames = needsSlant(xTicks, width: chart.size.width - left - right)
    let longest = xTicks.labels.map { measurer.measure($0, .label).width }.max() ?? 0
    let tickRoom = hasLongNames ? min(longest, 90) * 0.71 + 22 : 22
    let bottom = tickRoom + (chart.x.label.isEmpty ? 6 : 22)
    let lane = data.hasZeroLane(.y) ? 22.0 : 0
    let xLane = data.hasZeroLane(.x) ? 28.0 : 0
    let frame = Rect(left, top + 4, chart.size.width - left - right, chart.size.height - top - 4 - bottom)
    var x = scale(chart.x, xRange, xTicks, start: frame.x + xLane, end: frame.maxX)
    var y = scale(chart.y, yRange, yTicks, start: frame.maxY - lane, end: frame.y)
    if lane > 0 { y.zeroLane = frame.maxY - 8 }
    if xLane > 0 { x.zeroLane = frame.x + 10 }
    return Plane(frame: frame, x: x, y: y, xTicks: xTicks, yTicks: yTicks)
  }

  private func ticks(_ axis: Axis, _ range: ClosedRange<Double>) -> TickSet {
    if let names = axis.categories {
      return TickSet(positions: names.indices.map(Double.init), labels: names, rule: "category")
    }
    return axis.kind == .linear
      ? Ticks.linear(range, count: axis.tickCount) : Ticks.logarithmic(range, count: axis.tickCount)
  }

  private func scale(_ axis: Axis, _ range: ClosedRange<Double>, _ ticks: TickSet, start: Double, end: Double) -> Scale {
    if let names = axis.categories {
      return Scale(kind: .linear, low: -0.5, high: Double(names.count) - 0.5, start: start, end: end)
    }
    let wide = AxisRange.widened(range.lowerBound, range.upperBound, isLogarithmic: axis.kind == .logarithmic)
    if axis.range != nil { return Scale(kind: axis.kind, low: wide.low, high: wide.high, start: start, end: end) }
    if axis.kind == .logarithmic {
      let room = max(wide.high / wide.low, 1.2)
      let pad = 1 + min(0.05 * (room - 1), 0.6)
      return Scale(kind: .logarithmic, low: wide.low / pad, high: wide.high * pad, start: start, end: end)
    }
    var low = min(wide.low, ticks.positions.first ?? wide.low)
    var high = max(wide.high, ticks.positions.last ?? wide.high)
    // Curves do not touch the frame; an axis that starts at 0 stays at 0.
    let pad = 0.02 * (high - low)
    if pad.isFinite {
      if !(axis.includesZero && low == 0) { low -= pad }
      if !(axis.includesZero && high == 0) { high += pad }
    }
    return Scale(kind: .linear, low: low, high: high, start: start, end: end)
  }

  private func needsSlant(_ ticks: TickSet, width: Double) -> Bool {
    guard ticks.rule == "category", !ticks.labels.isEmpty else { return false }
    let each = width / Double(ticks.labels.count)
    return ticks.labels.contains { measurer.measure($0, .label).width > each - 4 }
  }

  private func frameLines(_ frame: Rect, into list: inout DisplayList) {
    list.commands.append(
      .path(
        Path([.move(Point(frame.x, frame.y)), .line(Point(frame.x, frame.maxY)), .line(Point(frame.maxX, frame.maxY))]),
        fill: nil, stroke: Stroke(.frame)))
  }

  private func drawAxes(_ plane: Plane, into list: inout DisplayList) {
    let frame = plane.frame
    drawVerticalAxis(plane, into: &list)
    drawHorizontalAxis(plane, into: &list)
    frameLines(frame, into: &list)
    if let lane = plane.y.zeroLane {
      list.commands.append(.text(TextRun("0", at: Point(frame.x - 8, lane), anchor: .end, baseline: .middle)))
      list.commands.append(
        .path(Path([.move(Point(frame.x, lane - 12)), .line(Point(frame.maxX, lane - 12))]), fill: nil, stroke: Stroke(.grid, dash: [2, 3])))
    }
    if let lane = plane.x.zeroLane {
      list.commands.append(.text(TextRun("0", at: Point(lane, frame.maxY + 7), anchor: .middle, baseline: .top)))
    }
    if !chart.y.label.isEmpty {
      list.commands.append(
        .text(TextRun(chart.y.label, at: Point(14, frame.center.y), color: .muted, anchor: .middle, baseline: .middle, rotation: 90)))
    }
    if !chart.x.label.isEmpty {
      list.commands.append(
        .text(TextRun(chart.x.label, at: Point(frame.center.x, chart.size.height - 6), color: .muted, anchor: .middle, baseline: .bottom)))
    }
  }

  private func drawVerticalAxis(_ plane: Plane, into list: inout DisplayList) {
    let frame = plane.frame
    for minor in plane.yTicks.minor where plane.y.contains(minor) {
      guard let y = plane.y.pixel(minor) else { continue }
      list.commands.append(.path(Path([.move(Point(frame.x - 2, y)), .line(Point(frame.x, y))]), fill: nil, stroke: Stroke(.frame)))
    }
    var last = Double.infinity
    for (position, label) in zip(plane.yTicks.positions, plane.yTicks.labels) {
      guard plane.y.contains(position), let y = plane.y.pixel(position) else { continue }
      if chart.y.hasGrid {
        list.commands.append(.path(Path([.move(Point(frame.x, y)), .line(Point(frame.maxX, y))]), fill: nil, stroke: Stroke(.grid)))
      }
      list.commands.append(.path(Path([.move(Point(frame.x - 4, y)), .line(Point(frame.x, y))]), fill: nil, stroke: Stroke(.frame)))
      guard last - y > 13 || last == .infinity else { continue }
      last = y
      list.commands.append(.text(TextRun(label, at: Point(frame.x - 8, y), anchor: .end, baseline: .middle)))
    }
  }

  private func drawHorizontalAxis(_ plane: Plane, into list: inout DisplayList) {
    let frame = plane.frame
    let isSlanted = needsSlant(plane.xTicks, width: frame.width)
    for minor in plane.xTicks.minor where plane.x.contains(minor) {
      guard let x = plane.x.pixel(minor) else { continue }
      list.commands.append(.path(Path([.move(Point(x, frame.maxY)), .line(Point(x, frame.maxY + 2))]), fill: nil, stroke: Stroke(.frame)))
    }
    var last = -Double.infinity
    for (position, label) in zip(plane.xTicks.positions, plane.xTicks.labels) {
      guard plane.x.contains(position), let x = plane.x.pixel(position) else { continue }
      if chart.x.hasGrid {
        list.commands.append(.path(Path([.move(Point(x, frame.y)), .line(Point(x, frame.maxY))]), fill: nil, stroke: Stroke(.grid)))
      }
      if chart.x.categories == nil {
        list.commands.append(.path(Path([.move(Point(x, frame.maxY)), .line(Point(x, frame.maxY + 4))]), fill: nil, stroke: Stroke(.frame)))
      }
      if isSlanted {
        guard x - last >= 14 else { continue }
        last = x
        let short = TextWrap.shortened(label, style: .label, width: 90, measurer: measurer)
        list.commands.append(.text(TextRun(short, at: Point(x + 4, frame.maxY + 10), anchor: .end, baseline: .middle, rotation: 45)))
        continue
      }
      let half = measurer.measure(label, .label).width / 2
      let center = max(half + 1, min(chart.size.width - half - 1, x))
      guard center - half > last + 4 else { continue }
      last = center + half
      list.commands.append(.text(TextRun(label, at: Point(center, frame.maxY + 7), anchor: .middle, baseline: .top)))
    }
  }
}
