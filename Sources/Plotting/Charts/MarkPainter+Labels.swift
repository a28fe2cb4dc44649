/// A text that wants a place near a point.
struct LabelWish {
  var text: String
  var at: Point
  /// How far the text would best stand away: right, down.
  var offset: Point
  var color: Color
  var style: TextStyle
  /// Whether a thin line leads to the point where the text is moved away.
  var hasLeader: Bool
  var reach: Double

  init(
    _ text: String, at point: Point, offset: Point, color: Color, style: TextStyle = .label, hasLeader: Bool = false,
    reach: Double = 60
  ) {
    (self.text, self.at, self.offset, self.color, self.style) = (text, point, offset, color, style)
    (self.hasLeader, self.reach) = (hasLeader, reach)
  }
}

/// The texts of a plot, placed when all ink is known: those with one place first, those that can go anywhere last.
extension MarkPainter {
  mutating func finish(ends: EndLabels, hasDirectLabels: Bool) {
    let size = list.size
    let area = Rect(frame.x + 1, frame.y - 6, size.width - frame.x - 2, frame.height + 5)
    var placer = LabelPlacer(area: area, ink: ink)
    for run in list.texts {
      placer.take(TextBox(run: run, extent: measurer.measure(run.string, run.style)).bounds)
    }
    let placed = ends.placed(plane)
    for label in placed {
      placer.take(label.box)
      // A name that had to move is led to its line.
      if abs(label.box.center.y - label.end.y) > 6, label.end.x > frame.maxX - 3 {
        list.add(
          Path(from: label.end, to: Point(label.box.x - 1, label.box.center.y)), stroke: Stroke(.frame))
      }
      for run in label.block.runs(in: label.box, color: label.color) { list.add(run) }
    }
    let page = Rect(0, 0, size.width, size.height)
    for run in fixed {
      let box = TextBox(run: run, extent: measurer.measure(run.string, run.style)).bounds
      guard page.contains(box), !placer.taken.contains(where: box.intersects) else { continue }
      placer.take(box)
      list.add(run)
    }
    for rule in rules { place(rule.mark, rule.pixel, &placer) }
    for wish in wishes { place(wish, &placer) }
    guard hasDirectLabels else { return }
    // Lines have their names at their ends already.
    let named = Set(placed.map { $0.block.lines.joined(separator: " ") })
    for wish in names where !named.contains(wish.text) { place(wish, &placer) }
  }

  private mutating func place(_ wish: LabelWish, _ placer: inout LabelPlacer) {
    let block = TextBlock(
      wish.text, style: wish.style, width: max(80, frame.width * 0.55), limit: 3, measurer: measurer)
    guard !block.isEmpty,
      let placement = placer.place(
        Size(block.width, block.height), near: wish.at, wish: wish.offset, reach: wish.reach)
    else { return }
    let near = placement.box.nearest(to: wish.at)
    if wish.hasLeader, near.distance(to: wish.at) > 16 {
      list.add(Path(from: wish.at, to: near), stroke: Stroke(.frame))
    }
    for run in block.runs(in: placement.box, anchor: placement.anchor, color: wish.color.forText) { list.add(run) }
  }

  /// The name of a line across the plot: at one of its ends, on the side with less ink.
  private mutating func place(_ rule: RuleMark, _ pixel: Double, _ placer: inout LabelPlacer) {
    let isLevel = rule.direction == .horizontal
    let most = isLevel ? frame.width * 0.6 : max(frame.width * 0.4, 70)
    let block = TextBlock(rule.label, style: .small, width: most, limit: 2, measurer: measurer)
    guard !block.isEmpty else { return }
    var candidates: [Rect] = []
    for share in [0.0, 0.33, 0.67, 1] {
      for side in [1.0, -1] {
        if isLevel {
          let x = frame.maxX - 3 - block.width - share * (frame.width - 6 - block.width)
          candidates.append(Rect(x, side > 0 ? pixel - 2 - block.height : pixel + 2, block.width, block.height))
        } else {
          let y = frame.y + 2 + share * (frame.height - 4 - block.height)
          candidates.append(Rect(side > 0 ? pixel + 4 : pixel - 4 - block.width, y, block.width, block.height))
        }
      }
    }
    var best: (box: Rect, cost: Double)?
    for (index, box) in candidates.enumerated() where placer.isFree(box) {
      let cost = placer.ink.share(of: box.inset(1)) * 400 + Double(index) * 3
      if cost < best?.cost ?? .infinity { best = (box, cost) }
    }
    guard let best else { return }
    placer.take(best.box)
    for run in block.runs(in: best.box, color: rule.color.forText) { list.add(run) }
  }
}
