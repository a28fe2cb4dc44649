/// The row of keys under the title that tells series apart.
struct ChartLegend {
  let chart: Chart
  let measurer: any TextMeasurer

  private enum Symbol {
    case line(dash: [Double])
    case point(PointMark.Shape)
    case area
  }

  private struct Key {
    let label: String
    let color: Color
    let symbol: Symbol
  }

  private static let symbolWidth = 22.0
  private static let rowHeight = 18.0

  private var keys: [Key] {
    var keys: [Key] = []
    for mark in chart.marks {
      let key: Key? =
        switch mark {
        case .line(let line): Key(label: line.label, color: line.color, symbol: .line(dash: line.dash))
        case .points(let points): Key(label: points.label, color: points.color, symbol: .point(points.shape))
        case .bars(let bars): Key(label: bars.label, color: bars.color, symbol: .area)
        case .band(_, _, _, let color, let label): Key(label: label, color: color, symbol: .area)
        default: nil
        }
      if let key, !key.label.isEmpty { keys.append(key) }
    }
    return keys
  }

  /// Whether series have names that cannot stand beside them: several series of bars or points.
  var isNeeded: Bool {
    var (bars, points, crowd) = (0, 0, 0)
    for mark in chart.marks {
      if case .bars(let mark) = mark, !mark.label.isEmpty { bars += 1 }
      if case .points(let mark) = mark, !mark.label.isEmpty {
        points += 1
        crowd = max(crowd, mark.points.count)
      }
    }
    return bars > 1 || points > 1 || points == 1 && crowd > 20
  }

  /// Draws the keys, broken into rows.
  ///
  /// - Returns: their height.
  func draw(top: Double, into list: inout DisplayList) -> Double {
    let keys = keys
    guard !keys.isEmpty else { return 0 }
    let room = chart.size.width - 16
    var x = 10.0
    var y = top
    for key in keys {
      let text = TextWrap.shortened(
        key.label, style: .label, width: room - Self.symbolWidth - 8, measurer: measurer)
      let width = Self.symbolWidth + 6 + measurer.measure(text, .label).width
      if x + width > chart.size.width - 8, x > 10 {
        x = 10
        y += Self.rowHeight
      }
      let middle = y + Self.rowHeight / 2
      switch key.symbol {
      case .line(let dash):
        list.add(
          Path(from: Point(x, middle), to: Point(x + Self.symbolWidth, middle)),
          stroke: Stroke(key.color, width: 2, dash: dash))
      case .point(let shape):
        PointShape.draw(
          shape, at: Point(x + Self.symbolWidth / 2, middle), radius: 4.5, color: key.color, into: &list)
      case .area: list.add(Path([.rect(Rect(x + 6, middle - 5, 12, 10))]), fill: key.color)
      }
      list.add(TextRun(text, at: Point(x + Self.symbolWidth + 6, middle), baseline: .middle))
      x += width + 18
    }
    return y - top + Self.rowHeight + 2
  }
}
