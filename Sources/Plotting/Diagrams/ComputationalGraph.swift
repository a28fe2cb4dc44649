/// A computational graph: operations as circles, values in green above each edge, gradients in vermilion below.
public struct ComputationalGraph: SizedFigure {
  /// A node.
  public struct Node: Sendable, Equatable {
    /// The name that edges use.
    public var id: String
    /// The text in the circle (an operation), or of an input.
    public var text: String
    /// The value that leaves it.
    public var value: String
    /// The gradient that comes back to it.
    public var gradient: String
    /// The nodes that it takes its inputs from.
    public var inputs: [String]
    /// The local slope for each input, in that order; empty: not shown.
    public var slopes: [String]

    /// A node.
    public init(
      _ id: String, _ text: String, value: String, gradient: String, from inputs: [String] = [], slopes: [String] = []
    ) {
      self.id = id
      self.text = text
      self.value = value
      self.gradient = gradient
      self.inputs = inputs
      self.slopes = slopes
    }
  }

  /// The message.
  public var title: String
  /// The nodes, each after the nodes that it takes its inputs from.
  public var nodes: [Node]
  /// The size in CSS pixels.
  public var size: Size

  /// A graph.
  public init(title: String, nodes: [Node], size: Size = Size(760, 420)) {
    self.title = title
    self.nodes = nodes
    self.size = size
  }

  /// Each node's layer: one more than the deepest of its inputs.
  private var layers: [String: Int] {
    var layers: [String: Int] = [:]
    for node in nodes { layers[node.id] = (node.inputs.compactMap { layers[$0] }.max() ?? -1) + 1 }
    // Inputs stand right before their first use.
    for node in nodes where node.inputs.isEmpty {
      let uses = nodes.filter { $0.inputs.contains(node.id) }.compactMap { layers[$0.id] }
      if let first = uses.min() { layers[node.id] = max(0, first - 1) }
    }
    return layers
  }

  /// Lays the graph out: layers from left to right, nodes of a layer in the order of the mean of their
  /// neighbours, so that edges do not cross.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    _ = list.addTitle(title, measurer: measurer)
    let places = layout()
    for node in nodes {
      guard let to = places[node.id] else { continue }
      for (index, input) in node.inputs.enumerated() {
        guard let from = places[input], let source = nodes.first(where: { $0.id == input }) else { continue }
        drawEdge(
          from, to, isSourceInput: source.inputs.isEmpty, slope: index < node.slopes.count ? node.slopes[index] : "",
          into: &list)
      }
    }
    for node in nodes { if let at = places[node.id] { draw(node, at, measurer, into: &list) } }
    list.settleTexts(measuring: measurer)
    return list
  }

  private static let radius = 17.0

  private func layout() -> [String: Point] {
    let layers = layers
    let count = (layers.values.max() ?? 0) + 1
    var columns = (0..<count).map { layer in nodes.filter { layers[$0.id] == layer }.map(\.id) }
    var order: [String: Double] = [:]
    func number() {
      for column in columns {
        for (i, id) in column.enumerated() { order[id] = Double(i) - Double(column.count - 1) / 2 }
      }
    }
    number()
    for _ in 0..<8 {
      for layer in columns.indices {
        columns[layer] = columns[layer].enumerated().map { index, id -> (Double, Int, String) in
          let sources = nodes.first { $0.id == id }?.inputs ?? []
          let users = nodes.filter { $0.inputs.contains(id) }.map(\.id)
          let near = (sources + users).compactMap { order[$0] }
          return (near.isEmpty ? order[id] ?? 0 : near.reduce(0, +) / Double(near.count), index, id)
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        number()
      }
    }
    let most = Double(columns.map(\.count).max() ?? 1)
    let row = min((size.height - 60) / max(most, 1), 92)
    let step = (size.width - 120) / Double(max(count - 1, 1))
    var places: [String: Point] = [:]
    for (layer, column) in columns.enumerated() {
      for (index, id) in column.enumerated() {
        let y = 34 + (size.height - 34) / 2 + (Double(index) - Double(column.count - 1) / 2) * row
        places[id] = Point(60 + step * Double(layer), y)
      }
    }
    return places
  }

  private func drawEdge(_ from: Point, _ to: Point, isSourceInput: Bool, slope: String, into list: inout DisplayList) {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1)
    let (ux, uy) = (dx / length, dy / length)
    let start = Point(from.x + ux * Self.radius, from.y + uy * Self.radius)
    let end = Point(to.x - ux * Self.radius, to.y - uy * Self.radius)
    list.commands += Arrow.commands(from: start, to: end, color: .frame, width: 1.5, head: 6)
    if !slope.isEmpty {
      let at = Point((start.x + end.x) / 2, (start.y + end.y) / 2 - (uy > 0.2 ? -12 : 10))
      list.commands.append(
        .text(TextRun(slope, at: at, style: .small, color: .muted, anchor: .middle, baseline: .middle)))
    }
  }

  private func draw(_ node: Node, _ at: Point, _ measurer: any TextMeasurer, into list: inout DisplayList) {
    let isInput = node.inputs.isEmpty
    list.commands.append(
      .path(
        Path([.circle(center: at, radius: Self.radius)]), fill: isInput ? Color(hex: 0xF3F3F3) : .white,
        stroke: Stroke(.text, width: 1.5)))
    let style = measurer.measure(node.text, .label).width < 2 * Self.radius - 4 ? TextStyle.label : .small
    list.commands.append(.text(TextRun(node.text, at: at, style: style, anchor: .middle, baseline: .middle)))
    list.commands.append(
      .text(
        TextRun(
          node.value, at: Point(at.x, at.y - Self.radius - 3), style: .label, color: Color.green.forText,
          anchor: .middle, baseline: .bottom)))
    list.commands.append(
      .text(
        TextRun(
          node.gradient, at: Point(at.x, at.y + Self.radius + 3), style: .label, color: Color.vermilion.forText,
          anchor: .middle, baseline: .top)))
  }
}
