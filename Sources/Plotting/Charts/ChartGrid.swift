/// Several figures side by side under one title.
public struct ChartGrid: Figure {
  /// The message of the whole.
  public var title: String
  /// The parts, row by row.
  public var parts: [any Figure]
  /// How many stand beside each other.
  public var columns: Int
  /// The size in CSS pixels.
  public var size: Size

  /// A grid; each part is laid out with its own size, which should be `size` divided by the grid.
  public init(title: String, parts: [any Figure], columns: Int, size: Size) {
    self.title = title
    self.parts = parts
    self.columns = max(1, columns)
    self.size = size
  }

  /// The size that each part has room for.
  public static func partSize(of size: Size, columns: Int, rows: Int, hasTitle: Bool = true) -> Size {
    Size(size.width / Double(columns), (size.height - (hasTitle ? 30 : 0)) / Double(rows))
  }

  /// Lays the parts out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    var top = 0.0
    if !title.isEmpty {
      let text = TextWrap.shortened(title, style: .title, width: size.width - 16, measurer: measurer)
      list.commands.append(.text(TextRun(text, at: Point(8, 8), style: .title, baseline: .top)))
      top = 30
    }
    let rows = (parts.count + columns - 1) / columns
    let cell = Size(size.width / Double(columns), (size.height - top) / Double(max(rows, 1)))
    for (index, part) in parts.enumerated() {
      let origin = Point(Double(index % columns) * cell.width, top + Double(index / columns) * cell.height)
      list.commands += part.displayList(measuring: measurer).commands.map { $0.moved(by: origin) }
    }
    return list
  }
}

extension DrawingCommand {
  /// The same command elsewhere.
  func moved(by d: Point) -> DrawingCommand {
    func m(_ p: Point) -> Point { Point(p.x + d.x, p.y + d.y) }
    func m(_ r: Rect) -> Rect { Rect(r.x + d.x, r.y + d.y, r.width, r.height) }
    switch self {
    case .path(let path, let fill, let stroke):
      return .path(
        Path(
          path.elements.map { element in
            switch element {
            case .move(let p): .move(m(p))
            case .line(let p): .line(m(p))
            case .curve(let a, let b, let c): .curve(m(a), m(b), m(c))
            case .close: .close
            case .circle(let center, let radius): .circle(center: m(center), radius: radius)
            case .rect(let r): .rect(m(r))
            }
          }), fill: fill, stroke: stroke)
    case .text(var run):
      run.at = m(run.at)
      return .text(run)
    case .image(let image, let frame): return .image(image, frame: m(frame))
    case .beginClip(let r): return .beginClip(m(r))
    case .endClip: return .endClip
    }
  }
}
