/// Draws marks into the plane of a chart; data are clipped here, before Cairo.
struct MarkPainter {
  let plane: ChartLayout.Plane
  let measurer: any TextMeasurer
  let size: Size
  /// Texts are placed last, over everything, where they do not overlap.
  private var notes: [(mark: NoteMark, at: Point)] = []
  private var taken: [Rect] = []

  /// More points than this become an image.
  static let cloud = 20_000

  init(plane: ChartLayout.Plane, measurer: any TextMeasurer, size: Size) {
    self.plane = plane
    self.measurer = measurer
    self.size = size
  }

  private func place(_ p: Point) -> Point? {
    guard let x = plane.x.pixel(p.x), let y = plane.y.pixel(p.y) else { return nil }
    return Point(x, y)
  }

  mutating func paint(_ mark: Mark, into list: inout DisplayList) {
    list.commands.append(.beginClip(Rect(plane.frame.x, plane.frame.y - 6, plane.frame.width + 6, plane.frame.height + 6)))
    switch mark {
    case .line(let line): paint(line, into: &list)
    case .points(let points): paint(points, into: &list)
    case .bars(let bars): paint(bars, into: &list)
    case .band(let x, let low, let high, let color): paintBand(x, low, high, color, into: &list)
    case .rule(let rule): paint(rule, into: &list)
    case .note(let note):
      if let at = place(note.at) { notes.append((note, at)) }
    case .arrow(let from, let to, let color):
      if let start = place(from), let end = place(to) { list.commands += Arrow.commands(from: start, to: end, color: color) }
    case .image(let image, let x, let y):
      if let corner = place(Point(x.lowerBound, y.upperBound)), let other = place(Point(x.upperBound, y.lowerBound)) {
        list.commands.append(.image(image, frame: Rect(corner.x, corner.y, other.x - corner.x, other.y - corner.y)))
      }
    }
    list.commands.append(.endClip)
  }

  private func paint(_ line: LineMark, into list: inout DisplayList) {
    var runs: [[Point]] = [[]]
    for point in line.points {
      if point.x.isFinite, point.y.isFinite, let at = place(point) {
        runs[runs.count - 1].append(at)
      } else if !(runs.last?.isEmpty ?? true) {
        runs.append([])
      }
    }
    for run in runs where !run.isEmpty {
      if run.count == 1 {
        list.commands.append(.path(Path([.circle(center: run[0], radius: max(line.width, 2))]), fill: line.color, stroke: nil))
        continue
      }
      let points = LineThinning.thinned(run, columns: Int(plane.frame.width))
      let path = Path([.move(points[0])] + points.dropFirst().map { .line($0) })
      list.commands.append(.path(path, fill: nil, stroke: Stroke(line.color, width: line.width, dash: line.dash)))
    }
    // Infinite values are shown as marks at the edge that they leave by.
    for point in line.points where point.y.isInfinite {
      guard let x = plane.x.pixel(point.x) else { continue }
      let y = point.y > 0 ? plane.frame.y + 4 : plane.frame.maxY - 4
      list.commands.append(.path(PointShape.path(.triangle, at: Point(x, y), radius: 4), fill: line.color, stroke: nil))
    }
  }

  private func paint(_ mark: PointMark, into list: inout DisplayList) {
    let places = mark.points.filter { $0.x.isFinite && $0.y.isFinite }.compactMap(place)
    if places.count > Self.cloud {
      list.commands.append(.image(PointCloud.image(places, frame: plane.frame, color: mark.color), frame: plane.frame))
      return
    }
    for at in places {
      let path = PointShape.path(mark.shape, at: at, radius: mark.radius)
      switch mark.shape {
      case .cross: list.commands.append(.path(path, fill: nil, stroke: Stroke(mark.color, width: 2)))
      case .ring: list.commands.append(.path(path, fill: .white, stroke: Stroke(mark.color, width: 2)))
      default: list.commands.append(.path(path, fill: mark.color, stroke: Stroke(.white, width: 0.8)))
      }
    }
  }

  private mutating func paint(_ bars: BarMark, into list: inout DisplayList) {
    for (index, value) in bars.values.enumerated() where value.isFinite {
      let base = bars.bases?[index] ?? 0
      let middle = Double(index) + bars.shift
      guard let left = plane.x.pixel(middle - bars.width / 2), let right = plane.x.pixel(middle + bars.width / 2),
        let foot = plane.y.pixel(base), let head = plane.y.pixel(base + value)
      else { continue }
      let rect = Rect(left, min(foot, head), right - left, abs(foot - head))
      list.commands.append(.path(Path([.rect(rect)]), fill: bars.color, stroke: nil))
      guard index < bars.valueLabels.count, !bars.valueLabels[index].isEmpty else { continue }
      let isUp = value >= 0
      let isStacked = bars.bases != nil
      let extent = measurer.measure(bars.valueLabels[index], .small)
      let height = extent.ascent + extent.descent
      let y = isStacked ? (foot + head) / 2 : isUp ? max(head - 3, plane.frame.y + height - 5) : head + 3
      if isStacked, rect.height < height + 2 { continue }
      let run = TextRun(
        bars.valueLabels[index], at: Point((left + right) / 2, y), style: .small,
        color: isStacked ? (bars.color.contrast(with: .white) >= 4.5 ? .white : .text) : .text, anchor: .middle,
        baseline: isStacked ? .middle : isUp ? .bottom : .top)
      let box = TextBox(run: run, extent: extent).bounds
      guard !taken.contains(where: box.intersects) else { continue }
      taken.append(box)
      texts.append(run)
    }
  }

  private var texts: [TextRun] = []

  private func paintBand(_ x: [Double], _ low: [Double], _ high: [Double], _ color: Color, into list: inout DisplayList) {
    let upper = zip(x, high).compactMap { place(Point($0, $1)) }
    let lower = zip(x, low).compactMap { place(Point($0, $1)) }
    guard upper.count > 1, lower.count > 1 else { return }
    let corners = upper + lower.reversed()
    list.commands.append(
      .path(Path([.move(corners[0])] + corners.dropFirst().map { .line($0) } + [.close]), fill: color, stroke: nil))
  }

  private mutating func paint(_ rule: RuleMark, into list: inout DisplayList) {
    let frame = plane.frame
    switch rule.direction {
    case .horizontal:
      guard plane.y.contains(rule.value), let y = plane.y.pixel(rule.value) else { return }
      list.commands.append(.path(Path([.move(Point(frame.x, y)), .line(Point(frame.maxX, y))]), fill: nil, stroke: Stroke(rule.color, dash: rule.dash)))
      guard !rule.label.isEmpty else { return }
      reserve(TextRun(rule.label, at: Point(frame.maxX - 4, y - 3), style: .small, color: rule.color.forText, anchor: .end, baseline: .bottom))
    case .vertical:
      guard plane.x.contains(rule.value), let x = plane.x.pixel(rule.value) else { return }
      list.commands.append(.path(Path([.move(Point(x, frame.y)), .line(Point(x, frame.maxY))]), fill: nil, stroke: Stroke(rule.color, dash: rule.dash)))
      guard !rule.label.isEmpty else { return }
      let isRight = x > frame.center.x
      reserve(TextRun(rule.label, at: Point(x + (isRight ? -4 : 4), frame.y + 2), style: .small, color: rule.color.forText, anchor: isRight ? .end : .start, baseline: .top))
    }
  }

  /// Keeps a text if its box is free; a few heights are tried.
  private mutating func reserve(_ run: TextRun) {
    let extent = measurer.measure(run.string, run.style)
    for shift in [0.0, 15, 30, -15, 45, -30] {
      var moved = run
      moved.at.y += shift
      let box = TextBox(run: moved, extent: extent).bounds
      guard Rect(0, 0, size.width, size.height).contains(box), !taken.contains(where: box.intersects) else { continue }
      taken.append(box)
      texts.append(moved)
      return
    }
  }

  /// Draws the texts: names at line ends, spread so that they do not overlap, then notes.
  mutating func finish(into list: inout DisplayList, endLabels: [(text: String, y: Double, color: Color)]) {
    let x = plane.frame.maxX + 6
    let sorted = endLabels.sorted { $0.y < $1.y }
    var heights = sorted.map(\.y)
    for index in heights.indices.dropFirst() { heights[index] = max(heights[index], heights[index - 1] + 15) }
    if let last = heights.last, last > plane.frame.maxY + 4 {
      heights[heights.count - 1] = plane.frame.maxY + 4
      for index in heights.indices.dropLast().reversed() { heights[index] = min(heights[index], heights[index + 1] - 15) }
    }
    for (label, y) in zip(sorted, heights) {
      let text = TextWrap.shortened(label.text, style: .label, width: size.width - x - 2, measurer: measurer)
      let run = TextRun(text, at: Point(x, y), color: label.color, baseline: .middle)
      taken.append(TextBox(run: run, extent: measurer.measure(text, .label)).bounds)
      list.commands.append(.text(run))
    }
    for run in texts { list.commands.append(.text(run)) }
    for note in notes { paint(note.mark, at: note.at, into: &list) }
  }

  private mutating func paint(_ note: NoteMark, at place: Point, into list: inout DisplayList) {
    let extent = measurer.measure(note.text, .label)
    let wanted = note.offset
    // The wished place first, then its mirror images, then further away.
    let offsets = [1.0, 1.6, 2.4].flatMap { factor in
      [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)].map { Point(wanted.x * $0.0 * factor, wanted.y * $0.1 * factor) }
    }
    for offset in offsets {
      let anchor: TextRun.Anchor = offset.x > 0 ? .start : offset.x < 0 ? .end : .middle
      let baseline: TextRun.Baseline = offset.y > 4 ? .top : offset.y < -4 ? .bottom : .middle
      let run = TextRun(
        note.text, at: Point(place.x + offset.x, place.y + offset.y), color: note.color, anchor: anchor, baseline: baseline)
      let box = TextBox(run: run, extent: extent).bounds
      let area = Rect(plane.frame.x + 1, 2, size.width - plane.frame.x - 3, plane.frame.maxY - 3)
      guard area.contains(box), !taken.contains(where: box.intersects) else { continue }
      taken.append(box)
      if abs(offset.x) + abs(offset.y) > 26 {
        list.commands.append(.path(Path([.move(place), .line(run.at)]), fill: nil, stroke: Stroke(.frame)))
      }
      list.commands.append(.text(run))
      return
    }
  }
}

/// Arrows with a filled head.
enum Arrow {
  static func commands(from start: Point, to end: Point, color: Color, width: Double = 2, head: Double = 7) -> [DrawingCommand] {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.5, length.isFinite else { return [] }
    let (ux, uy) = (dx / length, dy / length)
    let size = min(head, length * 0.6)
    let neck = Point(end.x - ux * size, end.y - uy * size)
    let left = Point(neck.x - uy * size * 0.5, neck.y + ux * size * 0.5)
    let right = Point(neck.x + uy * size * 0.5, neck.y - ux * size * 0.5)
    return [
      .path(Path([.move(start), .line(neck)]), fill: nil, stroke: Stroke(color, width: width)),
      .path(Path([.move(end), .line(left), .line(right), .close]), fill: color, stroke: nil),
    ]
  }
}
