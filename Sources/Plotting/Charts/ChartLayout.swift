/// Computes where everything of a chart goes: title, keys, axes, marks and, last of all, the texts beside the marks.
struct ChartLayout {
  let chart: Chart
  let measurer: any TextMeasurer

  func displayList() -> DisplayList {
    var list = DisplayList(size: chart.size)
    let top = list.addTitle(chart.title, measurer: measurer)
    let data = ChartData(chart: chart)
    guard let xRange = data.range(.x), let yRange = data.range(.y) else {
      drawEmpty(top: top, into: &list)
      return list
    }
    let legend = ChartLegend(chart: chart, measurer: measurer)
    var ends = EndLabels(chart: chart, measurer: measurer)
    var plane = ChartPlane(frame: Rect(0, 0, 0, 0), xRange, yRange)
    var hasLegend = chart.hasLegend || legend.isNeeded
    if !hasLegend {
      plane = self.plane(top: top, right: ends.room, xRange, yRange, data)
      hasLegend = !ends.fit(plane)
    }
    if hasLegend {
      ends = EndLabels(chart: chart, measurer: measurer, isEmpty: true)
      let height = legend.draw(top: top, into: &list)
      plane = self.plane(top: top + height, right: 0, xRange, yRange, data)
    }
    let axes = AxisPainter(chart: chart, plane: plane, measurer: measurer)
    axes.drawGrid(into: &list)
    var painter = MarkPainter(plane: plane, measurer: measurer, list: list)
    // Images are the ground of a plot: its frame lies over them, all else over the frame.
    let ground = chart.marks.prefix { if case .image = $0 { true } else { false } }
    for mark in ground { painter.paint(mark) }
    axes.draw(into: &painter.list)
    if let bar = chart.colorBar {
      let frame = Rect(plane.frame.maxX + 14, plane.frame.y, ColorBar.width, plane.frame.height)
      bar.draw(in: frame, measurer: measurer, into: &painter.list)
    }
    for mark in chart.marks.dropFirst(ground.count) { painter.paint(mark) }
    painter.finish(ends: ends, hasDirectLabels: !hasLegend)
    painter.list.settleTexts(measuring: measurer)
    return painter.list
  }

  private func drawEmpty(top: Double, into list: inout DisplayList) {
    let size = chart.size
    let frame = Rect(40, top + 8, max(size.width - 56, 20), max(size.height - top - 40, 20))
    list.add(
      Path(points: [Point(frame.x, frame.y), Point(frame.x, frame.maxY), Point(frame.maxX, frame.maxY)]),
      stroke: Stroke(.frame))
    let block = TextBlock(chart.emptyText, width: frame.width - 16, limit: 3, measurer: measurer)
    let box = block.box(at: frame.center, anchor: .middle, baseline: .middle)
    for run in block.runs(in: box, anchor: .middle, color: .muted) { list.add(run) }
  }
}
