/// Draws marks into the plane of a chart. Data are clipped here, before Cairo sees them; texts are gathered and
/// placed last, where they cover nothing.
struct MarkPainter {
  let plane: ChartPlane
  let measurer: any TextMeasurer
  var list: DisplayList
  /// Where data are drawn.
  var ink: InkMap
  /// Texts that want a place near a point.
  var wishes: [LabelWish] = []
  /// Texts that stand where they stand, unless something else does.
  var fixed: [TextRun] = []
  /// Lines across the plot whose names are placed along them.
  var rules: [(mark: RuleMark, pixel: Double)] = []
  /// Names of lines and points, which a legend makes needless.
  var names: [LabelWish] = []

  init(plane: ChartPlane, measurer: any TextMeasurer, list: DisplayList) {
    self.plane = plane
    self.measurer = measurer
    self.list = list
    ink = InkMap(frame: Rect(0, 0, list.size.width, list.size.height))
  }

  var frame: Rect { plane.frame }

  mutating func paint(_ mark: Mark) {
    switch mark {
    case .line(let line): paint(line)
    case .points(let points): paint(points)
    case .bars(let bars): paint(bars)
    case .band(let x, let low, let high, let color, let label): paintBand(x, low, high, color, label)
    case .rule(let rule): paint(rule)
    case .note(let note):
      guard let at = plane.place(note.at), plane.contains(at) else { return }
      wishes.append(LabelWish(note.text, at: at, offset: note.offset, color: note.color, hasLeader: true))
    case .arrow(let from, let to, let color): paintArrow(from, to, color)
    case .trajectory(let path): paint(path)
    case .tangent(let tangent): paint(tangent)
    case .intervals(let intervals): paint(intervals)
    case .contours(let contours): paint(contours)
    case .image(let image, let x, let y): paint(image, x, y)
    }
  }

  /// Adds a piece of a line that is already clipped.
  mutating func stroke(_ points: [Point], _ stroke: Stroke) {
    guard points.count > 1 else { return }
    list.add(Path(points: points), stroke: stroke)
    for (a, b) in zip(points, points.dropFirst()) { ink.add(from: a, to: b) }
  }

  private mutating func paintArrow(_ from: Point, _ to: Point, _ color: Color) {
    guard let start = plane.place(from), let end = plane.place(to),
      let (a, b) = LineClipping.segment(start, end, in: frame)
    else { return }
    if b.distance(to: end) > 0.5 {
      // The tip is outside: what is seen is the shaft alone.
      stroke([a, b], Stroke(color, width: 2))
    } else {
      list.commands += Arrow.commands(from: a, to: b, color: color)
      ink.add(from: a, to: b)
    }
  }

  private mutating func paintBand(_ x: [Double], _ low: [Double], _ high: [Double], _ color: Color, _ label: String) {
    var middle: Point?
    for run in Self.runs(Array(zip(x, zip(low, high)).map { ($0, $1.0, $1.1) })) {
      let upper = run.compactMap { plane.place(Point($0.0, $0.2)) }
      let lower = run.compactMap { plane.place(Point($0.0, $0.1)) }
      let columns = Int(frame.width)
      let corners =
        LineThinning.thinned(upper, columns: columns) + LineThinning.thinned(lower, columns: columns).reversed()
      let polygon = LineClipping.polygon(corners, in: frame)
      guard polygon.count > 2 else { continue }
      list.add(Path(points: polygon, isClosed: true), fill: color)
      let (a, b) = (upper[upper.count / 2], lower[lower.count / 2])
      if middle == nil { middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2) }
    }
    if let middle, plane.contains(middle) {
      names.append(LabelWish(label, at: middle, offset: Point(0, 0), color: color.forText))
    }
  }

  /// The stretches in which all numbers are finite.
  private static func runs(_ rows: [(Double, Double, Double)]) -> [[(Double, Double, Double)]] {
    rows.split { !$0.0.isFinite || !$0.1.isFinite || !$0.2.isFinite }.map(Array.init).filter { $0.count > 1 }
  }

  private mutating func paint(_ rule: RuleMark) {
    switch rule.direction {
    case .horizontal:
      guard rule.value.isFinite, plane.y.contains(rule.value), let y = plane.y.pixel(rule.value) else { return }
      stroke([Point(frame.x, y), Point(frame.maxX, y)], Stroke(rule.color, dash: rule.dash))
      rules.append((rule, y))
    case .vertical:
      guard rule.value.isFinite, plane.x.contains(rule.value), let x = plane.x.pixel(rule.value) else { return }
      stroke([Point(x, frame.y), Point(x, frame.maxY)], Stroke(rule.color, dash: rule.dash))
      rules.append((rule, x))
    }
  }

  private mutating func paint(_ image: PixelImage, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>) {
    guard let corner = plane.place(Point(x.lowerBound, y.upperBound)),
      let other = plane.place(Point(x.upperBound, y.lowerBound)), other.x > corner.x, other.y > corner.y
    else { return }
    let whole = Rect(corner.x, corner.y, other.x - corner.x, other.y - corner.y)
    let (left, right) = (max(whole.x, frame.x), min(whole.maxX, frame.maxX))
    let (top, bottom) = (max(whole.y, frame.y), min(whole.maxY, frame.maxY))
    guard right > left, bottom > top, image.width > 0, image.height > 0 else { return }
    let seen = Rect(left, top, right - left, bottom - top)
    if whole.width - seen.width < 0.5, whole.height - seen.height < 0.5 {
      list.commands.append(.image(image, frame: whole))
    } else {
      list.commands.append(.image(image.part(seen, of: whole), frame: seen))
    }
  }
}

extension PixelImage {
  /// What is seen of an image through a window, two pixels a CSS pixel.
  fileprivate func part(_ seen: Rect, of whole: Rect) -> PixelImage {
    let (columns, rows) = (max(1, Int((seen.width * 2).rounded())), max(1, Int((seen.height * 2).rounded())))
    func source(_ index: Int, _ count: Int, _ start: Double, _ length: Double, _ from: Double, _ all: Double, _ n: Int)
      -> Int
    {
      let at = start + (Double(index) + 0.5) / Double(count) * length
      return max(0, min(n - 1, Int((at - from) / all * Double(n))))
    }
    return PixelImage(width: columns, height: rows) { column, row in
      let x = source(column, columns, seen.x, seen.width, whole.x, whole.width, width)
      let y = source(row, rows, seen.y, seen.height, whole.y, whole.height, height)
      let place = 3 * (y * width + x)
      return Color(rgb[place], rgb[place + 1], rgb[place + 2])
    }
  }
}
