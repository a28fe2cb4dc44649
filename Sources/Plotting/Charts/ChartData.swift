/// What the marks of a chart span.
struct ChartData {
  enum Direction { case x, y }

  let chart: Chart

  /// The range of an axis: what it asks for, or that of the data; `nil` where there is nothing finite.
  func range(_ direction: Direction) -> ClosedRange<Double>? {
    let axis = direction == .x ? chart.x : chart.y
    if let names = axis.categories { return names.isEmpty ? nil : 0...Double(names.count - 1) }
    if let range = axis.range { return hasData ? range : nil }
    var values: [Double] = []
    for mark in chart.marks { values += self.values(mark, direction) }
    guard let range = AxisRange.of(values, isLogarithmic: axis.kind == .logarithmic) else {
      // All data in the zero lane still need an axis to stand beside.
      return axis.kind == .logarithmic && values.contains { $0 <= 0 } ? 1e-16...1 : nil
    }
    if axis.includesZero, axis.kind == .linear { return min(0, range.lowerBound)...max(0, range.upperBound) }
    return range
  }

  /// Whether a logarithmic axis needs a lane for values that are 0 or below.
  func hasZeroLane(_ direction: Direction) -> Bool {
    let axis = direction == .x ? chart.x : chart.y
    guard axis.kind == .logarithmic else { return false }
    return chart.marks.contains { mark in
      switch mark {
      case .line, .points: values(mark, direction).contains { $0 <= 0 }
      default: false
      }
    }
  }

  private var hasData: Bool {
    chart.marks.contains { mark in
      switch mark {
      case .image, .rule: true
      default: (values(mark, .x) + values(mark, .y)).contains(where: \.isFinite)
      }
    }
  }

  private func values(_ mark: Mark, _ direction: Direction) -> [Double] {
    switch mark {
    case .line(let line): return line.points.map { direction == .x ? $0.x : $0.y }
    case .points(let points): return points.points.map { direction == .x ? $0.x : $0.y }
    case .bars(let bars):
      guard direction == .y else { return bars.values.indices.map(Double.init) }
      // Texts above bars need room.
      let room = bars.bases == nil && bars.valueLabels.contains { !$0.isEmpty } ? 1.09 : 1
      return [0] + bars.values.enumerated().map { $1 * room + (bars.bases?[$0] ?? 0) }
    case .band(let x, let low, let high, _): return direction == .x ? x : low + high
    case .image(_, let x, let y): return direction == .x ? [x.lowerBound, x.upperBound] : [y.lowerBound, y.upperBound]
    case .arrow(let from, let to, _): return direction == .x ? [from.x, to.x] : [from.y, to.y]
    case .note(let note): return [direction == .x ? note.at.x : note.at.y]
    case .rule(let rule):
      switch (rule.direction, direction) {
      case (.horizontal, .y), (.vertical, .x): return [rule.value]
      default: return []
      }
    }
  }
}
