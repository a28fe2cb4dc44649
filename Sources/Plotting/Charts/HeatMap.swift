/// A matrix as colours, with a bar that says what they mean; few cells carry their numbers.
public struct HeatMap: SizedFigure {
  /// The message.
  public var title: String
  /// The numbers, row by row.
  public var rows: [[Double]]
  /// Names of the rows; empty: none.
  public var rowNames: [String]
  /// Names of the columns; empty: none.
  public var columnNames: [String]
  /// What rows are.
  public var rowLabel: String
  /// What columns are.
  public var columnLabel: String
  /// What the colours measure, with unit.
  public var unit: String
  /// How colours are chosen.
  public var map: ColorMap
  /// Texts of the cells; empty: none. Shown where there are 64 cells or fewer and all texts have room.
  public var cellTexts: [[String]]
  /// The range of the colours; `nil`: that of the numbers.
  public var range: ClosedRange<Double>?
  /// Whether a bar beside the map says what its colours mean; several maps in a grid can share that of the grid.
  public var hasColorBar: Bool
  /// Whether the numbers are counts: then only whole numbers stand beside the bar.
  public var isWhole: Bool
  /// The size in CSS pixels.
  public var size: Size

  /// A map.
  public init(
    title: String, rows: [[Double]], rowNames: [String] = [], columnNames: [String] = [], rowLabel: String = "",
    columnLabel: String = "", unit: String = "", map: ColorMap = .sequential, cellTexts: [[String]] = [],
    range: ClosedRange<Double>? = nil, hasColorBar: Bool = true, isWhole: Bool = false, size: Size = Size(420, 420)
  ) {
    self.title = title
    self.rows = rows
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.unit = unit
    self.map = map
    self.cellTexts = cellTexts
    self.range = range
    self.hasColorBar = hasColorBar
    self.isWhole = isWhole
    self.size = size
  }

  private static let mostTexts = 64

  private var limits: (low: Double, high: Double) {
    if let range { return (range.lowerBound, range.upperBound) }
    guard let found = AxisRange.of(rows.flatMap { $0 }) else { return (0, 1) }
    if map == .diverging {
      let most = max(abs(found.lowerBound), abs(found.upperBound))
      return most > 0 ? (-most, most) : (-1, 1)
    }
    return found.upperBound > found.lowerBound
      ? (found.lowerBound, found.upperBound) : (min(0, found.lowerBound), max(found.upperBound, found.lowerBound + 1))
  }

  private var bar: ColorBar { ColorBar(map, range: limits.low...limits.high, label: unit, isWhole: isWhole) }

  /// Lays the map out.
  public func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
    var list = DisplayList(size: size)
    let top = list.addTitle(title, measurer: measurer) + 2 + (hasColorBar ? bar.labelHeight : 0)
    let width = rows.first?.count ?? 0
    guard !rows.isEmpty, width > 0 else { return list }
    let nameRoom = min(rowNames.map { measurer.measure($0, .label).width }.max() ?? 0, size.width * 0.3)
    let left = 10 + (rowLabel.isEmpty ? 0 : 20) + nameRoom + (nameRoom > 0 ? 6 : 0)
    func frame(under names: Double) -> Rect {
      let bottom = (columnNames.isEmpty ? 4.0 : names + 7) + (columnLabel.isEmpty ? 4 : 20)
      let height = max(size.height - top - bottom, 20)
      let barRoom = hasColorBar ? bar.room(height: height, measurer: measurer) : 10
      let room = Rect(left, top, max(size.width - left - barRoom, 20), height)
      let cell = min(room.width / Double(width), room.height / Double(rows.count))
      let wide = rows.count * 3 < width || width * 3 < rows.count
      let cellWidth = wide ? room.width / Double(width) : cell
      let cellHeight = wide ? min(room.height / Double(rows.count), max(cell, 26)) : cell
      return Rect(room.x, room.y, cellWidth * Double(width), cellHeight * Double(rows.count))
    }
    let level = frame(under: 15)
    let isSlanted = !columnNames.allSatisfy {
      measurer.measure($0, .label).width <= level.width / Double(width) - 6
    }
    let names = isSlanted ? slantedNames(measurer) : columnNames
    let depth = names.map { measurer.measure($0, .label).width * 0.71 + 12 }.max() ?? 0
    let frame = isSlanted ? frame(under: depth) : level
    let (cellWidth, cellHeight) = (frame.width / Double(width), frame.height / Double(rows.count))
    drawCells(frame, cellWidth, cellHeight, measurer, into: &list)
    drawNames(frame, cellWidth, cellHeight, measurer, into: &list)
    if isSlanted {
      drawSlanted(names, frame, cellWidth, measurer, into: &list)
    } else {
      drawLevel(frame, cellWidth, into: &list)
    }
    if !columnLabel.isEmpty {
      let under = columnNames.isEmpty ? 5 : 9 + (isSlanted ? depth : 15)
      list.commands.append(
        .text(
          TextRun(
            columnLabel, at: Point(frame.center.x, frame.maxY + under), color: .muted, anchor: .middle,
            baseline: .top)))
    }
    if hasColorBar {
      let height = max(size.height - frame.y - 8, 20)
      let place = Rect(frame.maxX + 14, frame.y, ColorBar.width, min(max(frame.height, 60), height))
      bar.draw(in: place, measurer: measurer, into: &list)
    }
    list.settleTexts(measuring: measurer)
    return list
  }

  private func drawCells(
    _ frame: Rect, _ w: Double, _ h: Double, _ measurer: any TextMeasurer, into list: inout DisplayList
  ) {
    let columns = rows.first?.count ?? 0
    let bar = bar
    if rows.count * columns > 2500 {
      let image = PixelImage(width: columns, height: rows.count) { column, row in
        bar.color(column < rows[row].count ? rows[row][column] : .nan)
      }
      list.commands.append(.image(image, frame: frame))
    } else {
      for (r, row) in rows.enumerated() {
        for (c, value) in row.enumerated() {
          let rect = Rect(frame.x + Double(c) * w, frame.y + Double(r) * h, w, h)
          list.commands.append(.path(Path([.rect(rect)]), fill: bar.color(value), stroke: Stroke(.white, width: 1)))
        }
      }
    }
    list.commands.append(.path(Path([.rect(frame)]), fill: nil, stroke: Stroke(.frame)))
    guard rows.count * columns <= Self.mostTexts else { return }
    for (r, row) in rows.enumerated() where r < cellTexts.count {
      for (c, value) in row.enumerated() where c < cellTexts[r].count {
        let text = cellTexts[r][c]
        guard measurer.measure(text, .small).width <= w - 4, h >= 14 else { continue }
        let ink: Color = bar.color(value).contrast(with: .text) >= 4.5 ? .text : .white
        list.commands.append(
          .text(
            TextRun(
              text, at: Point(frame.x + (Double(c) + 0.5) * w, frame.y + (Double(r) + 0.5) * h), style: .small,
              color: ink, anchor: .middle, baseline: .middle)))
      }
    }
  }

  private func drawNames(
    _ frame: Rect, _ w: Double, _ h: Double, _ measurer: any TextMeasurer, into list: inout DisplayList
  ) {
    for (index, name) in rowNames.enumerated() where h >= 12 {
      let text = TextWrap.shortened(name, style: .label, width: size.width * 0.3, measurer: measurer)
      list.commands.append(
        .text(
          TextRun(text, at: Point(frame.x - 6, frame.y + (Double(index) + 0.5) * h), anchor: .end, baseline: .middle)))
    }
    if !rowLabel.isEmpty {
      list.commands.append(
        .text(
          TextRun(
            rowLabel, at: Point(14, frame.center.y), color: .muted, anchor: .middle, baseline: .middle, rotation: 90)))
    }
  }

  /// The names of columns that have no room side by side.
  private func slantedNames(_ measurer: any TextMeasurer) -> [String] {
    columnNames.map { TextWrap.shortened($0, style: .label, width: min(90, size.width * 0.2), measurer: measurer) }
  }

  private func drawLevel(_ frame: Rect, _ w: Double, into list: inout DisplayList) {
    for (index, name) in columnNames.enumerated() {
      let at = Point(frame.x + (Double(index) + 0.5) * w, frame.maxY + 5)
      list.commands.append(.text(TextRun(name, at: at, anchor: .middle, baseline: .top)))
    }
  }

  private func drawSlanted(
    _ names: [String], _ frame: Rect, _ w: Double, _ measurer: any TextMeasurer, into list: inout DisplayList
  ) {
    var last = -Double.infinity
    for (index, name) in names.enumerated() {
      let x = frame.x + (Double(index) + 0.5) * w
      let height = measurer.measure(name, .label).height
      guard x - last >= height else { continue }
      last = x
      let text = TextWrap.shortened(name, style: .label, width: max((x - 4) / 0.71, 8), measurer: measurer)
      let at = Point(x + height * 0.3, frame.maxY + 4 + height * 0.3)
      list.commands.append(.text(TextRun(text, at: at, anchor: .end, baseline: .middle, rotation: 45)))
    }
  }
}
