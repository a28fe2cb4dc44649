import Foundation

/// Looks at a display list for what readers would stumble over: texts on top of each other, texts cut off.
public enum LayoutAudit {
  /// The box of a text on a figure.
  public struct LabelBox: Sendable, Equatable {
    /// The text.
    public let text: String
    /// The four corners, in order, of what is inked: turned with the text.
    public let corners: [Point]
    /// The upright rectangle around the whole line.
    public let bounds: Rect

    /// Whether two (possibly turned) boxes share an area: no line separates them.
    public func overlaps(_ other: LabelBox) -> Bool {
      for corners in [corners, other.corners] {
        for (start, end) in [(corners[0], corners[1]), (corners[1], corners[2])] {
          let axis = Point(start.y - end.y, end.x - start.x)
          let own = self.corners.map { $0.x * axis.x + $0.y * axis.y }
          let others = other.corners.map { $0.x * axis.x + $0.y * axis.y }
          guard let low = own.min(), let high = own.max(), let first = others.min(), let last = others.max() else {
            return false
          }
          if high <= first || last <= low { return false }
        }
      }
      return true
    }
  }

  /// The boxes of all texts of a list, in the order in which they are drawn.
  public static func labelBoxes(in list: DisplayList, measuring measurer: any TextMeasurer) -> [LabelBox] {
    list.texts.filter { !$0.string.isEmpty }.map { labelBox(of: $0, measuring: measurer) }
  }

  /// The box of one text.
  static func labelBox(of run: TextRun, measuring measurer: any TextMeasurer) -> LabelBox {
    let extent = measurer.measure(run.string, run.style)
    let box = TextBox(run: run, extent: extent)
    // The height of a line is more than its ink: a touch of line boxes is no overlap.
    let ink = Rect(
      box.offset.x + 0.5, box.offset.y + extent.height * 0.15, max(box.width - 1, 0), extent.height * 0.7)
    let angle = -run.rotation * Double.pi / 180
    let (c, s) = (cos(angle), sin(angle))
    let corners = [
      Point(ink.x, ink.y), Point(ink.maxX, ink.y), Point(ink.maxX, ink.maxY), Point(ink.x, ink.maxY),
    ].map { Point(run.at.x + $0.x * c - $0.y * s, run.at.y + $0.x * s + $0.y * c) }
    return LabelBox(text: run.string, corners: corners, bounds: box.bounds)
  }

  /// One sentence a problem; empty where the layout is sound.
  public static func problems(in list: DisplayList, measuring measurer: any TextMeasurer) -> [String] {
    let frame = page(list.size)
    let boxes = labelBoxes(in: list, measuring: measurer)
    var problems: [String] = []
    for (index, box) in boxes.enumerated() {
      if !frame.contains(box.bounds) { problems.append("'\(box.text)' leaves the figure") }
      for other in boxes[..<index] where box.bounds.intersects(other.bounds) && box.overlaps(other) {
        problems.append("'\(box.text)' overlaps '\(other.text)'")
      }
    }
    for run in list.texts where run.style.size < 11 { problems.append("'\(run.string)' is smaller than 11 px") }
    return problems
  }

  /// The figure, with a hair of tolerance for rounding.
  static func page(_ size: Size) -> Rect { Rect(-0.5, -0.5, size.width + 1, size.height + 1) }
}
