import Information
import Plotting
import RealModule

/// Lesson 5: information, −log p.
public enum InformationLesson: Lesson {
  /// `information`.
  public static let name = LessonName.information

  /// The events of the lesson with their probabilities; the lottery draws 6 of 45 numbers.
  static let events: [(key: String, probability: Double)] = [
    ("sun", 1), ("coin", 0.5), ("die", 1.0 / 6), ("twoDice", 1.0 / 36), ("lottery", 1 / lotteryCombinations),
  ]
  private static let lotteryCombinations = 8_145_060.0

  private static func bits(_ p: Double) throws(ReportError) -> Double { try Course.information(p, .bits) }
  private static func nats(_ p: Double) throws(ReportError) -> Double { try Course.information(p, .nats) }

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let ln2 = Double.log(2)
    let values: TemplateValues = [
      "bitsPerNat": .number(1 / ln2, digits: 5), "natsPerBit": .number(ln2, digits: 4),
      "coinBits": .number(try bits(0.5)), "coinNats": .number(try nats(0.5)), "dieBits": .number(try bits(1.0 / 6)),
      "twoDiceBits": .number(try bits(1.0 / 36)), "lotteryBits": .number(try bits(events[4].probability)),
      "lotteryCombinations": .number(lotteryCombinations, .integer),
      "lotteryCoins": .integer(Int(try bits(events[4].probability).rounded())),
      "bothBits": .number(try bits(0.5) + bits(1.0 / 6)), "twelfthBits": .number(try bits(1.0 / 12)),
      "smallP": .number(0.001), "smallBits": .number(try bits(0.001)), "nearlySureP": .number(0.999),
      "nearlySureBits": .number(try bits(0.999), digits: 3), "eighthBits": .number(try bits(0.125)),
      "eighthNats": .number(try nats(0.125)), "quarterBits": .number(try bits(0.25)),
    ]
    let words = words.with(values)
    return LessonContent(
      name: name, values: values,
      figures: [try curve(words), try logarithmic(words), try additivity(words)], tables: ["events": try table(words)])
  }

  private static func curve(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let ps = Course.grid(0.005, 1, 200)
    var bitValues: [Double] = []
    var natValues: [Double] = []
    for p in ps {
      bitValues.append(try bits(p))
      natValues.append(try nats(p))
    }
    let (coin, die) = (try bits(0.5), try bits(1.0 / 6))
    return try CourseFigure(
      "neg-log-p", words,
      data: .columns([(.init("p"), ps), (.init("bits"), bitValues), (.init("nats"), natValues)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("neg-log-p.title"), x: Axis(try w("neg-log-p.x"), range: 0...1),
        y: Axis(try w("neg-log-p.y"), hasGrid: true, includesZero: true),
        marks: [
          .line(LineMark(x: ps, y: bitValues, color: .blue, label: try w("neg-log-p.bits"))),
          .line(LineMark(x: ps, y: natValues, color: .vermilion, label: try w("neg-log-p.nats"), dash: [7, 4])),
          .points(PointMark([Point(1, 0), Point(0.5, coin), Point(1.0 / 6, die)], color: .blue, radius: 4.5)),
          .note(NoteMark(try w("neg-log-p.sun"), at: Point(1, 0), offset: Point(-10, -26))),
          .note(NoteMark(try w("neg-log-p.coin"), at: Point(0.5, coin), offset: Point(10, -14))),
          .note(NoteMark(try w("neg-log-p.die"), at: Point(1.0 / 6, die), offset: Point(14, -12))),
        ], hasLegend: true)
    }
  }

  private static func logarithmic(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let ps = Course.logGrid(1e-8, 1, 60)
    var values: [Double] = []
    for p in ps { values.append(try bits(p)) }
    let marked = events.dropFirst()
    var points: [Point] = []
    for event in marked { points.append(Point(event.probability, try bits(event.probability))) }
    return try CourseFigure(
      "information-log", words, data: .columns([(.init("p", style: .scientific(2)), ps), (.init("bits"), values)])
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = [.line(LineMark(x: ps, y: values)), .points(PointMark(points, radius: 4.5))]
      for (event, point) in zip(marked, points) {
        marks.append(.note(NoteMark(try w("information-log.\(event.key)"), at: point, offset: Point(10, -8))))
      }
      return Chart(
        title: try w("information-log.title"), x: Axis(try w("information-log.x"), .logarithmic),
        y: Axis(try w("information-log.y"), hasGrid: true, includesZero: true), marks: marks)
    }
  }

  private static func additivity(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let (coin, die, both) = (try bits(0.5), try bits(1.0 / 6), try bits(1.0 / 12))
    let rows: [[DataTable.Cell]] = [
      [.localized(try words("additivity.coin")), .number(0.5), .number(coin)],
      [.localized(try words("additivity.die")), .number(1.0 / 6), .number(die)],
      [.localized(try words("additivity.both")), .number(1.0 / 12), .number(both)],
    ]
    return try CourseFigure(
      "additivity", words,
      data: DataTable([.init("event"), .init("probability"), .init("bits")], rows: rows, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      Chart(
        title: try w("additivity.title"),
        x: Axis("", categories: [try w("additivity.coin"), try w("additivity.die"), try w("additivity.both")]),
        y: Axis(try w("additivity.y"), hasGrid: true, includesZero: true),
        marks: [
          // The coin's part covers the foot of the whole.
          .bars(BarMark([0, die, both], color: .green, width: 0.5, valueLabels: ["", w.number(die), w.number(both)])),
          .bars(BarMark([coin, 0, coin], color: .blue, width: 0.5, valueLabels: [w.number(coin), "", ""])),
        ], size: Size(760, 320))
    }
  }

  private static func table(_ words: LessonWords) throws(ReportError) -> DataTable {
    var rows: [[DataTable.Cell]] = []
    for event in events {
      let amount = try bits(event.probability)
      rows.append([
        .localized(try words("event.\(event.key)")), .number(event.probability), .number(amount),
        .number(try nats(event.probability)), .number(amount),
      ])
    }
    return DataTable(
      [
        .init("event"), .init("probability", style: .trimmed(3)), .init("bits"), .init("nats"),
        .init("coins", style: .fixed(1)),
      ], rows: rows, hasRowHeaders: true)
  }
}
