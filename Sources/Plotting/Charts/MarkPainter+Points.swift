/// Points and intervals.
extension MarkPainter {
  mutating func paint(_ mark: PointMark) {
    drawEdges(mark.points, color: mark.color)
    let places = mark.points.map { point in plane.place(point).flatMap { plane.contains($0) ? $0 : nil } }
    let shown = places.compactMap { $0 }
    if shown.count > PointCloud.limit {
      list.commands.append(.image(PointCloud.image(shown, frame: frame, color: mark.color), frame: frame))
      for place in shown { ink.add(place) }
      return
    }
    let r = mark.radius
    for at in shown {
      PointShape.draw(mark.shape, at: at, radius: r, color: mark.color, into: &list)
      ink.add(Rect(at.x - r, at.y - r, 2 * r, 2 * r))
    }
    for (place, text) in zip(places, mark.valueLabels) where !text.isEmpty {
      guard let place else { continue }
      wishes.append(LabelWish(text, at: place, offset: Point(0, -r - 3), color: mark.color.forText, style: .small))
    }
    if let last = shown.max(by: { ($0.x, $1.y) < ($1.x, $0.y) }) {
      names.append(LabelWish(mark.label, at: last, offset: Point(r + 4, -r - 2), color: mark.color.forText))
    }
  }

  mutating func paint(_ mark: IntervalMark) {
    for (x, (low, high)) in zip(mark.x, zip(mark.low, mark.high)) {
      guard let a = plane.place(Point(x, low)), let b = plane.place(Point(x, high)),
        let piece = LineClipping.segment(a, b, in: frame)
      else { continue }
      stroke([piece.0, piece.1], Stroke(mark.color, width: 1.5))
      for end in [a, b] where plane.contains(end) {
        let (left, right) = (max(frame.x, end.x - mark.cap), min(frame.maxX, end.x + mark.cap))
        stroke([Point(left, end.y), Point(right, end.y)], Stroke(mark.color, width: 1.5))
      }
    }
  }
}
