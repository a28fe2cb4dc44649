/// Looks at a display list for what readers would stumble over: texts on top of each other, texts outside.
public enum LayoutAudit {
  /// One sentence a problem; empty where the layout is sound.
  public static func problems(in list: DisplayList, measuring measurer: any TextMeasurer) -> [String] {
    let frame = Rect(-0.5, -0.5, list.size.width + 1, list.size.height + 1)
    var boxes: [(text: String, box: Rect, isTurned: Bool)] = []
    var problems: [String] = []
    for case .text(let run) in list.commands where !run.string.isEmpty {
      let box = TextBox(run: run, extent: measurer.measure(run.string, run.style)).bounds
      if !frame.contains(box) { problems.append("'\(run.string)' leaves the figure") }
      // The height of a line is more than its ink: a touch of line boxes is no overlap.
      let ink = Rect(box.x + 0.5, box.y + box.height * 0.18, max(box.width - 1, 0), box.height * 0.64)
      for other in boxes where !run.rotation.isSlanted && !other.isTurned && other.box.intersects(ink) {
        problems.append("'\(run.string)' overlaps '\(other.text)'")
      }
      boxes.append((run.string, ink, run.rotation.isSlanted))
    }
    return problems
  }
}

extension Double {
  /// Slanted text has a bounding box much larger than its ink.
  fileprivate var isSlanted: Bool { self != 0 && abs(self) != 90 }
}
