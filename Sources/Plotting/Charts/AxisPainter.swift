/// Draws the axes of a chart: frame, ticks, their labels, lanes and what is measured.
struct AxisPainter {
  let chart: Chart
  let plane: ChartPlane
  let measurer: any TextMeasurer

  private var frame: Rect { plane.frame }

  /// Light lines at the labels, under the data.
  func drawGrid(into list: inout DisplayList) {
    if chart.y.hasGrid {
      for y in places(plane.yTicks, plane.y) {
        list.add(Path(from: Point(frame.x, y), to: Point(frame.maxX, y)), stroke: Stroke(.grid))
      }
    }
    if chart.x.hasGrid {
      for x in places(plane.xTicks, plane.x) {
        list.add(Path(from: Point(x, frame.y), to: Point(x, frame.maxY)), stroke: Stroke(.grid))
      }
    }
  }

  private func places(_ ticks: TickSet, _ scale: Scale) -> [Double] {
    ticks.positions.compactMap { scale.contains($0) ? scale.pixel($0) : nil }
  }

  func draw(into list: inout DisplayList) {
    drawVertical(into: &list)
    drawHorizontal(into: &list)
    drawLanes(into: &list)
    list.add(
      Path(points: [Point(frame.x, frame.y), Point(frame.x, frame.maxY), Point(frame.maxX, frame.maxY)]),
      stroke: Stroke(.frame))
    if chart.marks.contains(where: { if case .bars = $0 { true } else { false } }) { drawZero(into: &list) }
    drawLabels(into: &list)
  }

  private func drawLabels(into list: inout DisplayList) {
    let size = chart.size
    if let label = plane.yLabel {
      for (index, line) in label.lines.enumerated() {
        let half = measurer.measure(line, .label).width / 2
        // Turned about its middle, which must leave room for both halves.
        let y = max(min(frame.center.y, size.height - half - 2), min(half + frame.y - 6, size.height / 2))
        let at = Point(6 + (Double(index) + 0.5) * label.lineHeight, y)
        list.add(TextRun(line, at: at, color: .muted, anchor: .middle, baseline: .middle, rotation: 90))
      }
    }
    if let label = plane.xLabel {
      let middle = max(label.width / 2 + 4, min(size.width - label.width / 2 - 4, frame.center.x))
      let box = label.box(at: Point(middle, size.height - 3), anchor: .middle, baseline: .bottom)
      for run in label.runs(in: box, anchor: .middle, color: .muted) { list.add(run) }
    }
  }

  private func drawVertical(into list: inout DisplayList) {
    for y in plane.yTicks.minor.compactMap({ plane.y.contains($0) ? plane.y.pixel($0) : nil }) {
      list.add(Path(from: Point(frame.x - 2, y), to: Point(frame.x, y)), stroke: Stroke(.frame))
    }
    let isNamed = chart.y.categories != nil
    var last: Double?
    for (position, label) in zip(plane.yTicks.positions, plane.yTicks.labels) {
      guard plane.y.contains(position), let y = plane.y.pixel(position) else { continue }
      if !isNamed { list.add(Path(from: Point(frame.x - 4, y), to: Point(frame.x, y)), stroke: Stroke(.frame)) }
      let height = measurer.measure(label, .label).height
      if let last, abs(last - y) < height * 0.8 { continue }
      last = y
      let text =
        isNamed ? TextWrap.shortened(label, style: .label, width: plane.yNameWidth, measurer: measurer) : label
      list.add(TextRun(text, at: Point(frame.x - 8, y), anchor: .end, baseline: .middle))
    }
  }

  private func drawHorizontal(into list: inout DisplayList) {
    for x in plane.xTicks.minor.compactMap({ plane.x.contains($0) ? plane.x.pixel($0) : nil }) {
      list.add(Path(from: Point(x, frame.maxY), to: Point(x, frame.maxY + 2)), stroke: Stroke(.frame))
    }
    var last = -Double.infinity
    for (position, label) in zip(plane.xTicks.positions, plane.xTicks.labels) {
      guard plane.x.contains(position), let x = plane.x.pixel(position) else { continue }
      if chart.x.categories == nil {
        list.add(Path(from: Point(x, frame.maxY), to: Point(x, frame.maxY + 4)), stroke: Stroke(.frame))
      }
      let extent = measurer.measure(label, .label)
      if case .slanted(let most) = plane.xNames {
        guard x - last >= extent.height else { continue }
        last = x
        let width = min(most, max((x - 4) / 0.71, 8))
        let text = TextWrap.shortened(label, style: .label, width: width, measurer: measurer)
        let at = Point(x + extent.height * 0.3, frame.maxY + 6 + extent.height * 0.3)
        list.add(TextRun(text, at: at, anchor: .end, baseline: .middle, rotation: 45))
        continue
      }
      var most = Double.infinity
      if case .wrapped(let width) = plane.xNames { most = width }
      let block = TextBlock(label, width: min(most, chart.size.width - 4), limit: 2, measurer: measurer)
      let half = block.width / 2
      let center = max(half + 1, min(chart.size.width - half - 1, x))
      guard center - half > last + 4 else { continue }
      last = center + half
      let box = block.box(at: Point(center, frame.maxY + 7), anchor: .middle, baseline: .top)
      for run in block.runs(in: box, anchor: .middle) { list.add(run) }
    }
  }

  /// The lanes of zeros, apart from the logarithmic axis, with a break between.
  private func drawLanes(into list: inout DisplayList) {
    if let lane = plane.y.zeroLane {
      let text = hasNegative(.y) ? "≤ 0" : "0"
      list.add(TextRun(text, at: Point(frame.x - 8, lane), anchor: .end, baseline: .middle))
      list.add(Path(from: Point(frame.x - 4, lane), to: Point(frame.x, lane)), stroke: Stroke(.frame))
      let y = plane.y.start + 5
      list.add(Path(from: Point(frame.x, y), to: Point(frame.maxX, y)), stroke: Stroke(.frame, dash: [2, 3]))
    }
    if let lane = plane.x.zeroLane {
      let text = hasNegative(.x) ? "≤ 0" : "0"
      list.add(TextRun(text, at: Point(lane, frame.maxY + 7), anchor: .middle, baseline: .top))
      list.add(Path(from: Point(lane, frame.maxY), to: Point(lane, frame.maxY + 4)), stroke: Stroke(.frame))
      let x = plane.x.start - 5
      list.add(Path(from: Point(x, frame.y), to: Point(x, frame.maxY)), stroke: Stroke(.frame, dash: [2, 3]))
    }
  }

  private func hasNegative(_ direction: ChartData.Direction) -> Bool {
    chart.marks.contains { mark in
      guard mark.isData else { return false }
      var isNegative = false
      ChartData.forEach(mark, direction) { if $0 < 0, $0 > -.infinity { isNegative = true } }
      return isNegative
    }
  }

  /// Where bars stand, if not on the frame.
  private func drawZero(into list: inout DisplayList) {
    if chart.y.categories == nil, plane.y.low < 0, plane.y.high > 0, let y = plane.y.pixel(0) {
      list.add(Path(from: Point(frame.x, y), to: Point(frame.maxX, y)), stroke: Stroke(.frame))
    }
    if chart.x.categories == nil, chart.y.categories != nil, plane.x.low < 0, plane.x.high > 0,
      let x = plane.x.pixel(0)
    {
      list.add(Path(from: Point(x, frame.y), to: Point(x, frame.maxY)), stroke: Stroke(.frame))
    }
  }
}
