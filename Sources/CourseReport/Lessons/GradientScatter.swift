import GradientChecking
import Plotting

/// Claimed against measured derivatives of one subject: on the diagonal, and by how much they miss it.
struct GradientScatter {
  private let arrays: [ArrayResult]
  private let tolerance: Double

  init(_ arrays: [ArrayResult], tolerance: Double) {
    self.arrays = arrays
    self.tolerance = tolerance
  }

  /// Zero, or as good as zero beside the others: such a value has no size that could be drawn or compared.
  private static func isZero(_ element: ElementResult) -> Bool {
    element.reason == .zero || (element.analytic == 0 && element.numeric == 0)
  }

  var values: TemplateValues {
    let zeros = arrays.flatMap(\.elements).count(where: Self.isZero)
    return ["hasZeros": .flag(zeros > 0), "zeroCount": .integer(zeros)]
  }

  private var table: DataTable {
    let style = NumberStyle.significant(8)
    var table = DataTable(
      [
        .init("array"), .init("numeric", style: style), .init("analytic", style: style),
        .init("relative-error", style: .scientific(2)),
      ], hasRowHeaders: true)
    for array in arrays {
      for element in array.elements {
        table.add([
          .text(array.name), .number(element.numeric), .number(element.analytic), .number(element.relativeError),
        ])
      }
    }
    return table
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let shapes: [PointMark.Shape] = [.circle, .square, .triangle]
    var pairs: [Mark] = []
    var errors: [Mark] = []
    var sizes: [Double] = []
    for (index, array) in arrays.enumerated() {
      let color = Color.series[index % Color.series.count]
      let shown = array.elements.filter { !Self.isZero($0) }
      let agreeing = shown.filter { $0.numeric * $0.analytic > 0 }
      sizes += (agreeing.map(\.analytic) + shown.map(\.numeric)).map { abs($0) }
      pairs.append(
        .points(
          PointMark(
            agreeing.map { Point(abs($0.numeric), abs($0.analytic)) }, color: color, shape: shapes[index % 3],
            radius: 3.5, label: array.name)))
      errors.append(
        .points(
          PointMark(
            shown.filter { $0.numeric != 0 }.map { Point(abs($0.numeric), $0.relativeError) }, color: color,
            shape: shapes[index % 3], radius: 3.5)))
    }
    sizes = sizes.filter { $0 > 0 && $0.isFinite }
    let ends = ((sizes.min() ?? 0.1) / 2, (sizes.max() ?? 1) * 2)
    let (left, right) = (pairs, errors)
    return try CourseFigure("gradient-scatter", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let size = Size(760, 430)
      let part = ChartGrid.partSize(of: size, columns: 2, rows: 1)
      let diagonal = LineMark(
        [Point(ends.0, ends.0), Point(ends.1, ends.1)], color: .frame, label: try w("gradient-scatter.band"), width: 1)
      let rule = RuleMark(.horizontal, at: tolerance, label: try w("gradient-scatter.tolerance"))
      return ChartGrid(
        title: try w("gradient-scatter.title"),
        parts: [
          Chart(
            title: "", x: Axis(try w("gradient-scatter.x"), .logarithmic, tickCount: 4),
            y: Axis(try w("gradient-scatter.y"), .logarithmic, hasGrid: true), marks: [.line(diagonal)] + left,
            size: part, hasLegend: true),
          Chart(
            title: "", x: Axis(try w("gradient-scatter.x"), .logarithmic, range: ends.0...ends.1, tickCount: 4),
            y: Axis(try w("gradient-scatter.error"), .logarithmic, hasGrid: true), marks: [.rule(rule)] + right,
            size: part),
        ], columns: 2, size: size)
    }
  }
}
