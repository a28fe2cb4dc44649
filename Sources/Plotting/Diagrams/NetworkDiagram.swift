/// A network of layers of circles, edges as thick as their weights are large.
public struct NetworkDiagram: SizedFigure {
  /// A column of nodes.
  public struct Column: Sendable, Equatable {
    /// The text in each node.
    public var nodes: [String]
    /// The value above each node, in green; empty: none.
    public var values: [String]
    /// The gradient below each node, in vermilion; empty: none.
    public var gradients: [String]
    /// What the column is.
    public var label: String
    /// The second line under it, such as a shape.
    public var caption: String

    /// A column.
    public init(
      _ nodes: [String], values: [String] = [], gradients: [String] = [], label: String = "", caption: String = ""
    ) {
      self.nodes = nodes
      self.values = values
      self.gradients = gradients
      self.label = label
      self.caption = caption
    }
  }

  /// The message.
  public var title: String
  /// The columns from left to right.
  public var columns: [Column]
  /// The weights between columns: `weights[c][i][j]` from node i of column c to node j of the next.
  public var weights: [[[Double]]]
  /// Edges that are drawn strongly: column, from, to.
  public var highlighted: [[Int]]
  /// The size of the weight whose edge is thickest; `nil`: the largest weight's. Networks side by side share it.
  public var strongest: Double?
  /// The size in CSS pixels.
  public var size: Size

  /// A diagram.
  public init(
    title: String, columns: [Column], weights: [[[Double]]], highlighted: [[Int]] = [], strongest: Double? = nil,
    size: Size = Size(760, 420)
  ) {
    self.title = title
    self.columns = columns
    self.weights = weights
    self.highlighted = highlighted
    self.strongest = strongest
    self.size = size
  }

  /// Lays the diagram out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    let top = list.addTitle(title, measurer: measurer)
    let bottom = size.height - 44
    let hasValues = columns.contains { !$0.values.isEmpty }
    let hasGradients = columns.contains { !$0.gradients.isEmpty }
    let most = columns.map(\.nodes.count).max() ?? 1
    let row = (bottom - top - 12) / Double(max(most, 1))
    let (above, below) = (hasValues ? 15.0 : 0, hasGradients ? 15.0 : 0)
    // Texts are nearer to their own node than to the next.
    let radius = max(8, min(19, (row - above - below - 12) / 2))
    let margin = max(radius + 18, 46)
    let step = columns.count > 1 ? (size.width - 2 * margin) / Double(columns.count - 1) : 0
    func place(_ column: Int, _ node: Int) -> Point {
      let count = Double(columns[column].nodes.count)
      return Point(
        margin + step * Double(column),
        (top + 12 + bottom) / 2 + (Double(node) - (count - 1) / 2) * row + (above - below) / 2)
    }
    drawEdges(place, radius, into: &list)
    for (c, column) in columns.enumerated() {
      for (n, text) in column.nodes.enumerated() {
        let at = place(c, n)
        list.commands.append(
          .path(Path([.circle(center: at, radius: radius)]), fill: .white, stroke: Stroke(.text, width: 1.5)))
        let style = measurer.measure(text, .label).width < 2 * radius - 4 ? TextStyle.label : .small
        list.commands.append(.text(TextRun(text, at: at, style: style, anchor: .middle, baseline: .middle)))
        if n < column.values.count {
          list.commands.append(
            .text(
              TextRun(
                column.values[n], at: Point(at.x, at.y - radius - 1.5), style: .small, color: Color.green.forText,
                anchor: .middle, baseline: .bottom)))
        }
        if n < column.gradients.count {
          list.commands.append(
            .text(
              TextRun(
                column.gradients[n], at: Point(at.x, at.y + radius + 1.5), style: .small,
                color: Color.vermilion.forText,
                anchor: .middle, baseline: .top)))
        }
      }
      let x = max(
        measurer.measure(column.label, .label).width / 2 + 2,
        min(size.width - measurer.measure(column.label, .label).width / 2 - 2, place(c, 0).x))
      list.commands.append(
        .text(TextRun(column.label, at: Point(x, size.height - 34), anchor: .middle, baseline: .top)))
      list.commands.append(
        .text(
          TextRun(
            column.caption, at: Point(x, size.height - 18), style: .small, color: .muted, anchor: .middle,
            baseline: .top)))
    }
    list.settleTexts(measuring: measurer)
    return list
  }

  private func drawEdges(_ place: (Int, Int) -> Point, _ radius: Double, into list: inout DisplayList) {
    let largest = strongest ?? weights.flatMap { $0 }.flatMap { $0 }.reduce(0) { max($0, abs($1)) }
    for isStrong in [false, true] {
      for (c, layer) in weights.enumerated() where c + 1 < columns.count {
        for (i, row) in layer.enumerated() where i < columns[c].nodes.count {
          for (j, weight) in row.enumerated() where j < columns[c + 1].nodes.count {
            guard highlighted.contains([c, i, j]) == isStrong, weight.isFinite else { continue }
            let (from, to) = (place(c, i), place(c + 1, j))
            let share = largest > 0 ? min(abs(weight) / largest, 1) : 0
            let base: Color = weight < 0 ? .vermilion : .blue
            let color = isStrong ? base : base.mixed(with: .white, highlighted.isEmpty ? 0.35 : 0.72)
            list.commands.append(
              .path(
                Path([.move(Point(from.x + radius, from.y)), .line(Point(to.x - radius, to.y))]), fill: nil,
                stroke: Stroke(color, width: isStrong ? 3 : 1 + 2 * share)))
          }
        }
      }
    }
  }
}
