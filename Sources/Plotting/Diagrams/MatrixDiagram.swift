/// Matrices side by side with signs between them, shapes written below, numbers in the cells.
public struct MatrixDiagram: SizedFigure {
  /// One matrix.
  public struct Matrix: Sendable, Equatable {
    /// Texts of the cells, row by row.
    public var cells: [[String]]
    /// The name above.
    public var name: String
    /// What is written below, such as its shape.
    public var caption: String
    /// The cells that are marked, by row and column.
    public var marked: [[Int]]
    /// Colours of cells; empty: white.
    public var colors: [[Color]]
    /// The sign to its left: `·`, `=`, `→`.
    public var sign: String

    /// A matrix.
    public init(
      _ cells: [[String]], name: String, caption: String = "", marked: [[Int]] = [], colors: [[Color]] = [],
      sign: String = ""
    ) {
      self.cells = cells
      self.name = name
      self.caption = caption
      self.marked = marked
      self.colors = colors
      self.sign = sign
    }
  }

  /// The message.
  public var title: String
  /// The matrices from left to right.
  public var matrices: [Matrix]
  /// The size in CSS pixels.
  public var size: Size

  /// A diagram.
  public init(title: String, matrices: [Matrix], size: Size = Size(760, 240)) {
    self.title = title
    self.matrices = matrices
    self.size = size
  }

  /// Lays the diagram out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    _ = list.addTitle(title, measurer: measurer)
    let rows = matrices.map(\.cells.count).max() ?? 1
    let columns = matrices.reduce(0) { $0 + ($1.cells.first?.count ?? 0) }
    let signs = matrices.reduce(0.0) { $0 + ($1.sign.isEmpty ? 14 : 40) }
    let widest = matrices.flatMap(\.cells).flatMap { $0 }.map { measurer.measure($0, .label).width }.max() ?? 20
    let cellWidth = max(22, min((size.width - 24 - signs) / Double(max(columns, 1)), widest + 14))
    let cellHeight = max(18, min((size.height - 96) / Double(rows), 34))
    let total = cellWidth * Double(columns) + signs
    var x = max(8, (size.width - total) / 2)
    let middle = 34 + (size.height - 34) / 2
    for matrix in matrices {
      if matrix.sign.isEmpty {
        x += 14
      } else {
        list.commands.append(
          .text(
            TextRun(
              matrix.sign, at: Point(x + 20, middle), style: TextStyle(size: 18), anchor: .middle, baseline: .middle)))
        x += 40
      }
      let width = cellWidth * Double(matrix.cells.first?.count ?? 0)
      let height = cellHeight * Double(matrix.cells.count)
      draw(matrix, in: Rect(x, middle - height / 2, width, height), cellWidth, cellHeight, measurer, into: &list)
      x += width
    }
    list.settleTexts(measuring: measurer)
    return list
  }

  private func draw(
    _ matrix: Matrix, in frame: Rect, _ w: Double, _ h: Double, _ measurer: any TextMeasurer,
    into list: inout DisplayList
  ) {
    for (r, row) in matrix.cells.enumerated() {
      for (c, text) in row.enumerated() {
        let rect = Rect(frame.x + Double(c) * w, frame.y + Double(r) * h, w, h)
        let isMarked = matrix.marked.contains([r, c])
        let own = r < matrix.colors.count && c < matrix.colors[r].count ? matrix.colors[r][c] : .white
        let fill = isMarked ? Color(hex: 0xD6E6F4) : own
        list.commands.append(.path(Path([.rect(rect)]), fill: fill, stroke: Stroke(.grid)))
        let style = measurer.measure(text, .label).width <= w - 3 ? TextStyle.label : .small
        let ink: Color = fill.contrast(with: .text) >= 4.5 ? .text : .white
        list.commands.append(
          .text(
            TextRun(
              text, at: Point(rect.center.x, rect.center.y),
              style: isMarked ? TextStyle(size: style.size, isBold: true) : style, color: ink, anchor: .middle,
              baseline: .middle)))
      }
    }
    // Brackets at both sides.
    for (x, direction) in [(frame.x - 3, 5.0), (frame.maxX + 3, -5.0)] {
      list.commands.append(
        .path(
          Path([
            .move(Point(x + direction, frame.y - 3)), .line(Point(x, frame.y - 3)), .line(Point(x, frame.maxY + 3)),
            .line(Point(x + direction, frame.maxY + 3)),
          ]), fill: nil, stroke: Stroke(.frame, width: 1.5)))
    }
    list.commands.append(
      .text(TextRun(matrix.name, at: Point(frame.center.x, frame.y - 9), anchor: .middle, baseline: .bottom)))
    list.commands.append(
      .text(
        TextRun(
          matrix.caption, at: Point(frame.center.x, frame.maxY + 9), style: .small, color: .muted, anchor: .middle,
          baseline: .top)))
  }
}
