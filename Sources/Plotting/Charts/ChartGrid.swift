/// Several figures side by side under one title.
public struct ChartGrid: SizedFigure {
  /// The message of the whole.
  public var title: String
  /// The parts, row by row; those that have a size get that of their cell.
  public var parts: [any Figure]
  /// How many stand beside each other.
  public var columns: Int
  /// Marks whose names stand under the title once for all parts, as a row of keys.
  public var keys: [Mark]
  /// What the colours of all parts mean, beside them.
  public var colorBar: ColorBar?
  /// The size in CSS pixels.
  public var size: Size

  /// A grid.
  public init(
    title: String, parts: [any Figure], columns: Int, keys: [Mark] = [], colorBar: ColorBar? = nil, size: Size
  ) {
    self.title = title
    self.parts = parts
    self.columns = max(1, columns)
    self.keys = keys
    self.colorBar = colorBar
    self.size = size
  }

  /// The size that each part has room for.
  public static func partSize(of size: Size, columns: Int, rows: Int, hasTitle: Bool = true) -> Size {
    Size(size.width / Double(columns), (size.height - (hasTitle ? 30 : 0)) / Double(rows))
  }

  /// Lays the parts out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    var top = title.isEmpty ? 0 : list.addTitle(title, measurer: measurer)
    let chart = Chart(title: "", x: Axis(""), y: Axis(""), marks: keys, size: size)
    top += ChartLegend(chart: chart, measurer: measurer).draw(top: top, into: &list)
    let width = size.width - (colorBar?.room(height: size.height - top, measurer: measurer) ?? 0)
    let rows = (parts.count + columns - 1) / columns
    let cell = Size(width / Double(columns), max(1, (size.height - top) / Double(max(rows, 1))))
    for (index, part) in parts.enumerated() {
      let origin = Point(Double(index % columns) * cell.width, top + Double(index / columns) * cell.height)
      let own = Self.resized(part, to: cell).displayList(measuring: measurer)
      list.commands += own.commands.map { $0.moved(by: origin) }
    }
    if let colorBar {
      let above = top + colorBar.labelHeight + 8
      colorBar.draw(
        in: Rect(width + 8, above, ColorBar.width, max(size.height - above - 12, 20)), measurer: measurer, into: &list)
    }
    if colorBar != nil || !keys.isEmpty { list.settleTexts(measuring: measurer) }
    return list
  }

  private static func resized(_ part: any Figure, to size: Size) -> any Figure {
    guard var sized = part as? any SizedFigure else { return part }
    sized.size = size
    return sized
  }
}
