/// Bars, upright and lying.
extension MarkPainter {
  mutating func paint(_ bars: BarMark) {
    for (place, value) in bars.values.enumerated() where value.isFinite {
      let base = bars.base(place)
      let middle = Double(place) + bars.shift
      let across = bars.isHorizontal ? plane.y : plane.x
      let along = bars.isHorizontal ? plane.x : plane.y
      guard let near = across.pixel(middle - bars.width / 2), let far = across.pixel(middle + bars.width / 2),
        let foot = along.pixel(base) ?? along.zeroLane.map({ _ in along.start }) ?? along.pixel(along.low),
        let head = along.pixel(base + value)
      else { continue }
      let whole =
        bars.isHorizontal
        ? Rect(min(foot, head), min(near, far), abs(head - foot), abs(far - near))
        : Rect(min(near, far), min(foot, head), abs(far - near), abs(head - foot))
      let (left, right) = (max(whole.x, frame.x), min(whole.maxX, frame.maxX))
      let (top, bottom) = (max(whole.y, frame.y), min(whole.maxY, frame.maxY))
      guard right >= left, bottom >= top else { continue }
      let rect = Rect(left, top, right - left, bottom - top)
      if rect.width > 0, rect.height > 0 {
        list.add(Path([.rect(rect)]), fill: bars.color)
        ink.add(rect)
      }
      if place < bars.valueLabels.count { label(bars, bars.valueLabels[place], rect, isPositive: value >= 0) }
    }
    // Infinite bars leave by an edge.
    drawEdges(
      bars.values.enumerated().filter { $0.element.isInfinite }.map {
        bars.isHorizontal ? Point($0.element, Double($0.offset)) : Point(Double($0.offset), $0.element)
      }, color: bars.color)
  }

  /// A text at the end of a bar; in stacked bars inside of it, where it has room.
  private mutating func label(_ bars: BarMark, _ text: String, _ rect: Rect, isPositive: Bool) {
    guard !text.isEmpty else { return }
    let extent = measurer.measure(text, .small)
    if bars.bases != nil {
      guard rect.height >= extent.height * 0.8, rect.width >= extent.width + 2 else { return }
      let color: Color = bars.color.contrast(with: .white) >= bars.color.contrast(with: .text) ? .white : .text
      fixed.append(
        TextRun(text, at: rect.center, style: .small, color: color, anchor: .middle, baseline: .middle))
    } else if bars.isHorizontal {
      let at = Point(isPositive ? rect.maxX + 4 : rect.x - 4, rect.center.y)
      fixed.append(
        TextRun(text, at: at, style: .small, anchor: isPositive ? .start : .end, baseline: .middle))
    } else {
      let at = Point(rect.center.x, isPositive ? rect.y - 2 : rect.maxY + 2)
      fixed.append(
        TextRun(text, at: at, style: .small, anchor: .middle, baseline: isPositive ? .bottom : .top))
    }
  }
}
