/// Lines, paths and tangents.
extension MarkPainter {
  mutating func paint(_ line: LineMark) {
    if !line.raw.isEmpty { draw(line.raw, Stroke(line.color.mixed(with: .white, 0.6), width: 1), isStepped: false) }
    draw(line.points, Stroke(line.color, width: line.width, dash: line.dash), isStepped: line.isStepped)
    drawEdges(line.points, color: line.color)
    if !line.label.isEmpty, let end = line.points.last(where: { plane.place($0).map(plane.contains) ?? false }),
      let at = plane.place(end)
    {
      // Beside the end where there is room to the right of it, else above.
      let offset = at.x < frame.maxX - 0.15 * frame.width ? Point(7, 0) : Point(-6, -8)
      names.append(LabelWish(line.label, at: at, offset: offset, color: line.color.forText))
    }
  }

  /// Draws what is finite: each stretch by itself, what is 0 or below on its lane.
  private mutating func draw(_ points: [Point], _ stroke: Stroke, isStepped: Bool) {
    var run: [Point] = []
    var lane: [Point] = []
    for point in points {
      if plane.isOnLane(point) {
        finish(&run, stroke)
        if let at = plane.place(point) { lane.append(at) }
      } else if let at = plane.place(point) {
        if isStepped, let last = run.last { run.append(Point(at.x, last.y)) }
        run.append(at)
      } else {
        finish(&run, stroke)
      }
    }
    finish(&run, stroke)
    drawDots(lane, color: stroke.color)
  }

  private mutating func finish(_ run: inout [Point], _ stroke: Stroke) {
    defer { run = [] }
    if run.count == 1, plane.contains(run[0]) {
      // A point between two gaps is no line.
      list.add(Path([.circle(center: run[0], radius: max(stroke.width, 2))]), fill: stroke.color)
      ink.add(run[0])
      return
    }
    let thin = LineThinning.thinned(run, columns: Int(frame.width))
    for piece in LineClipping.pieces(thin, in: frame) { self.stroke(piece, stroke) }
  }

  /// Dots on the lanes, at most one every 3 pixels.
  private mutating func drawDots(_ points: [Point], color: Color) {
    var last: Point?
    for point in points where plane.contains(point) {
      if let last, last.distance(to: point) < 3 { continue }
      last = point
      list.add(Path([.circle(center: point, radius: 2.5)]), fill: color)
      ink.add(point)
    }
  }

  /// Infinite values are triangles at the edge that they leave by; the first of each edge says so.
  mutating func drawEdges(_ points: [Point], color: Color) {
    var last: Point?
    var named: Set<String> = []
    for point in points where point.x.isInfinite || point.y.isInfinite {
      guard !point.x.isNaN, !point.y.isNaN else { continue }
      let x = point.x.isInfinite ? (point.x > 0 ? frame.maxX - 5 : frame.x + 5) : plane.x.place(point.x)
      let y = point.y.isInfinite ? (point.y > 0 ? frame.y + 5 : frame.maxY - 5) : plane.y.place(point.y)
      guard let x, let y, plane.contains(Point(x, y)) else { continue }
      if let last, last.distance(to: Point(x, y)) < 4 { continue }
      last = Point(x, y)
      let direction =
        point.y.isInfinite ? Point(0, point.y > 0 ? -1 : 1) : Point(point.x > 0 ? 1 : -1, 0)
      let tip = Point(x + direction.x * 4.5, y + direction.y * 4.5)
      list.add(Arrow.head(at: tip, direction.x, direction.y, 9), fill: color)
      ink.add(Rect(x - 4, y - 4, 8, 8))
      let text = (point.y.isInfinite ? point.y : point.x) > 0 ? "∞" : "−∞"
      if named.insert("\(text)\(direction.y == 0)").inserted {
        wishes.append(LabelWish(text, at: Point(x, y), offset: Point(7, 0), color: color.forText, reach: 30))
      }
    }
  }

  mutating func paint(_ path: TrajectoryMark) {
    draw(path.points, Stroke(path.color, width: 2), isStepped: false)
    drawEdges(path.points, color: path.color)
    let places = path.points.compactMap(plane.place).filter(plane.contains)
    // Arrow heads in the middle of steps that are long enough to carry one, at most eight.
    var heads = 0
    for (a, b) in zip(places, places.dropFirst()) where heads < 8 {
      let length = a.distance(to: b)
      guard length > 22 else { continue }
      let (ux, uy) = ((b.x - a.x) / length, (b.y - a.y) / length)
      let tip = Point((a.x + b.x) / 2 + ux * 4, (a.y + b.y) / 2 + uy * 4)
      list.add(Arrow.head(at: tip, ux, uy, 8), fill: path.color)
      heads += 1
    }
    guard let first = places.first, let last = places.last else { return }
    if places.count > 2, places.count <= 60 {
      for point in places.dropFirst().dropLast() {
        list.add(Path([.circle(center: point, radius: 2.5)]), fill: path.color, stroke: Stroke(.white, width: 0.8))
      }
    }
    PointShape.draw(.ring, at: first, radius: 4.5, color: path.color, into: &list)
    PointShape.draw(.circle, at: last, radius: 5, color: path.color, into: &list)
    for (text, at) in [(path.start, first), (path.end, last)] {
      ink.add(Rect(at.x - 5, at.y - 5, 10, 10))
      // A path often lies on a map, where its own colour could not be read.
      wishes.append(LabelWish(text, at: at, offset: Point(8, -8), color: .text))
    }
  }

  mutating func paint(_ tangent: TangentMark) {
    guard let at = plane.place(tangent.at), plane.contains(at), tangent.slope.isFinite else { return }
    let (dx, dy) = (
      plane.x.pixelsPerUnit(at: tangent.at.x), tangent.slope * plane.y.pixelsPerUnit(at: tangent.at.y)
    )
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0, length.isFinite else { return }
    let half = tangent.length / 2
    let (a, b) = (
      Point(at.x - dx / length * half, at.y - dy / length * half),
      Point(at.x + dx / length * half, at.y + dy / length * half)
    )
    guard let piece = LineClipping.segment(a, b, in: frame) else { return }
    stroke([piece.0, piece.1], Stroke(tangent.color, width: 2))
    PointShape.draw(.circle, at: at, radius: 4, color: tangent.color, into: &list)
    let upper = piece.0.y < piece.1.y ? piece.0 : piece.1
    wishes.append(LabelWish(tangent.label, at: upper, offset: Point(6, -4), color: tangent.color.forText))
  }
}
