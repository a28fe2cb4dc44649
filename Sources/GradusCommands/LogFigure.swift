import CourseReport
import Foundation
import Plotting

/// A training log as a figure: columns to lines, a logarithmic axis where the range asks for it.
struct LogFigure {
  let log: TrainingLog

  init(_ log: TrainingLog) { self.log = log }

  /// Numbers that span more than this are drawn on a logarithmic axis.
  private static let linearSpan = 100.0
  /// Where there are zeros too, which have a lane of their own there, the others must span more than this.
  private static let linearSpanWithZeros = 10_000.0

  /// Whether the vertical axis is logarithmic.
  var isLogarithmic: Bool {
    var (low, high) = (Double.infinity, 0.0)
    var hasZeros = false
    for line in log.lines {
      for value in line.values where value.isFinite {
        if value < 0 { return false }
        if value == 0 { hasZeros = true } else { (low, high) = (min(low, value), max(high, value)) }
      }
    }
    return high / low > (hasZeros ? Self.linearSpanWithZeros : Self.linearSpan)
  }

  /// The figure.
  var chart: Chart {
    let dashes: [[Double]] = [[], [7, 4], [2, 3]]
    var marks: [Mark] = []
    let inOrder = inOrder
    for (index, line) in log.lines.enumerated() {
      let color = Color.series[index % Color.series.count]
      let points = Self.joined(inOrder.map { Point(log.x.values[$0], line.values[$0]) })
      let isNoisy = Smoothing.isNoisy(points.map(\.y))
      if isNoisy {
        marks.append(.line(LineMark(points, color: color.mixed(with: .white, 0.65), width: 1)))
      }
      let shown = isNoisy ? zip(points, Smoothing.smooth(points.map(\.y))).map { Point($0.x, $1) } : points
      marks.append(
        .line(LineMark(shown, color: color, label: line.name, dash: dashes[index / Color.series.count % 3])))
    }
    return Chart(
      title: URL(fileURLWithPath: log.name).lastPathComponent, x: Axis(log.x.name),
      y: Axis(log.lines.count == 1 ? log.lines[0].name : "", isLogarithmic ? .logarithmic : .linear, hasGrid: true),
      marks: marks, hasLegend: log.lines.count > 4)
  }

  /// The rows from left to right: a log may be written by several workers, or go on from an earlier step.
  private var inOrder: [Int] {
    let x = log.x.values
    let isInOrder = zip(x, x.dropFirst()).allSatisfy { $0 <= $1 || !$0.isFinite || !$1.isFinite }
    guard !isInOrder, x.allSatisfy(\.isFinite) else { return Array(x.indices) }
    return x.indices.sorted { (x[$0], $0) < (x[$1], $1) }
  }

  /// Where most values are missing the column was measured now and then: its points are joined over the gaps. Values
  /// that became infinite were measured, and leave a gap.
  private static func joined(_ points: [Point]) -> [Point] {
    guard !points.contains(where: { $0.y.isInfinite }) else { return points }
    let present = points.filter { $0.y.isFinite && $0.x.isFinite }
    return present.count * 2 < points.count ? present : points
  }

  /// Draws it.
  ///
  /// - Throws: `PlottingError` where a picture cannot be made.
  func draw(_ format: FigureFormat) throws -> [UInt8] {
    let renderer = Renderer()
    let chart = chart
    let list = chart.displayList(measuring: renderer.typesetter)
    guard format == .svg else { return try renderer.png(list) }
    let names = log.lines.map(\.name).joined(separator: ", ")
    return try renderer.svg(
      list, prefix: "log", title: chart.title,
      description: "\(names) against \(log.x.name), \(log.x.values.count) rows"
        + (isLogarithmic ? ", the vertical axis logarithmic" : ""))
  }
}
