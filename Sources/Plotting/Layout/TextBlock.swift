/// A few lines of text that stand together, measured once.
struct TextBlock: Sendable {
  let lines: [String]
  let style: TextStyle
  let width: Double
  let lineHeight: Double
  private let widths: [Double]

  /// Breaks a text into lines of at most `width`.
  init(_ text: String, style: TextStyle = .label, width: Double, limit: Int, measurer: any TextMeasurer) {
    self.style = style
    lines = TextWrap.lines(text, style: style, width: width, measurer: measurer, limit: limit)
    let extents = lines.map { measurer.measure($0, style) }
    widths = extents.map(\.width)
    self.width = widths.max() ?? 0
    lineHeight = (extents.map(\.height).max() ?? 0).rounded(.up)
  }

  var isEmpty: Bool { lines.isEmpty }
  var height: Double { lineHeight * Double(lines.count) }

  /// The box of the block whose point named by anchor and baseline stands at a place.
  func box(at place: Point, anchor: TextRun.Anchor, baseline: TextRun.Baseline) -> Rect {
    Rect(place.x - width * anchor.share, place.y - height * baseline.share, width, height)
  }

  /// The lines of the block in a box, aligned as the anchor says.
  func runs(in box: Rect, anchor: TextRun.Anchor = .start, color: Color = .text) -> [TextRun] {
    lines.enumerated().map { index, line in
      TextRun(
        line, at: Point(box.x + box.width * anchor.share, box.y + lineHeight * Double(index)), style: style,
        color: color, anchor: anchor, baseline: .top)
    }
  }
}

extension TextRun.Anchor {
  /// Which share of the width lies to the left of the place.
  var share: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

extension TextRun.Baseline {
  /// Which share of the height of a block lies above the place.
  var share: Double {
    switch self {
    case .top: 0
    case .middle, .alphabetic: 0.5
    case .bottom: 1
    }
  }
}

extension DisplayList {
  /// Writes the title at the top, left-aligned, in three lines at most.
  ///
  /// - Returns: where the figure may begin below it.
  mutating func addTitle(_ title: String, measurer: any TextMeasurer) -> Double {
    let block = TextBlock(title, style: .title, width: size.width - 16, limit: 3, measurer: measurer)
    guard !block.isEmpty else { return 8 }
    let box = block.box(at: Point(8, 7), anchor: .start, baseline: .top)
    for run in block.runs(in: box) { add(run) }
    return box.maxY + 6
  }
}
