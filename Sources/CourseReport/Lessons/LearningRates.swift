import Networks
import Plotting

/// The cost of the lecture's network by gradient descent at several learning rates from the same start.
struct LearningRates {
  let rates: [Double]
  /// The cost before the first step and after each, for each rate.
  let costs: [[Double]]

  /// A cost beyond this is cut where it leaves what can be drawn.
  private static let highest = 1e12
  /// So many times the first cost has run away, and so many times the cost of the best rate is slow.
  private static let farAbove = 1000.0

  var values: TemplateValues {
    let last = costs.map { $0.last ?? .nan }
    let exploded = rates.indices.filter { !(last[$0] <= Self.farAbove * costs[$0][0]) }.map { rates[$0] }.min()
    let slowest = rates.indices.min { rates[$0] < rates[$1] }
    let best = last.filter(\.isFinite).min() ?? 0
    let hasCrawl = slowest.map { last[$0] <= costs[$0][0] && last[$0] > Self.farAbove * best } ?? false
    return [
      "rateResults": .list(
        rates.indices.map { index in
          [
            "rate": .setting(rates[index]), "cost": .number(last[index], digits: 3),
            "isLast": .flag(index == rates.count - 1),
          ]
        }),
      "hasRunaway": .flag(exploded != nil), "runawayRate": .setting(exploded ?? 0), "hasCrawl": .flag(hasCrawl),
    ]
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let steps = (costs.first ?? []).indices.map(Double.init)
    let drawn = costs.map { $0.map { $0 > Self.highest ? Double.nan : $0 } }
    let columns = try zip(rates, costs).enumerated().map {
      (index, pair) throws(ReportError) -> (DataTable.Column, [Double]) in
      let title = try words("learning-rates.series", ["alpha": .setting(pair.0)])
      return (DataTable.Column("rate-\(index + 1)", title: title), pair.1)
    }
    return try CourseFigure(
      "learning-rates", words, data: .columns([(.init("step", style: .integer), steps)] + columns)
    ) { (w: Words) throws(ReportError) -> any Figure in
      let dashes: [[Double]] = [[], [7, 4], [2, 3]]
      var marks: [Mark] = []
      for (index, rate) in rates.enumerated() {
        marks.append(
          .line(
            LineMark(
              x: steps, y: drawn[index], color: Color.series[index % Color.series.count],
              label: try w("learning-rates.series", ["alpha": .setting(rate)]), dash: dashes[index % 3])))
      }
      return Chart(
        title: try w("learning-rates.title"), x: Axis(try w("learning-rates.x"), isWhole: true),
        y: Axis(try w("learning-rates.y"), .logarithmic, hasGrid: true), marks: marks, size: Size(760, 360))
    }
  }
}
