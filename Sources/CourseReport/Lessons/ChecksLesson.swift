import GradientChecking
import Plotting
import Tensors

/// The lesson made of the configuration's own checks: a verdict card for each subject.
public enum ChecksLesson: Lesson {
  /// `checks`.
  public static let name = LessonName.checks

  /// Computes the cards.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let subjects = run.ownChecks?.subjects ?? []
    var cards: [TemplateValue] = []
    var figures: [CourseFigure] = []
    for (index, subject) in subjects.enumerated() {
      var card = try card(subject, index, words)
      let figure = try figure(subject, index, words)
      card["hasFigure"] = .flag(figure != nil)
      if let figure { card["figure"] = .figure(figure.name) }
      cards.append(.record(card))
      if let figure { figures.append(figure) }
    }
    let passed = subjects.count { $0.verdict == .pass }
    let values: TemplateValues = [
      "subjects": .list(cards), "count": .integer(subjects.count), "passed": .integer(passed),
      "allPassed": .flag(passed == subjects.count),
    ]
    return LessonContent(name: name, values: values, figures: figures)
  }

  // The claimed derivatives against the measured ones: where all is right, the points lie on a line.
  private static func figure(
    _ subject: SubjectResult, _ index: Int, _ words: LessonWords
  ) throws(ReportError) -> CourseFigure? {
    let elements = subject.arrays.flatMap { array in array.elements.map { (array: array, element: $0) } }
    let drawn = elements.filter { $0.element.analytic.isFinite && $0.element.numeric.isFinite }
    guard !drawn.isEmpty else { return nil }
    let all = drawn.flatMap { [$0.element.analytic, $0.element.numeric] }
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    let right = drawn.filter { $0.element.status == .match || $0.element.status == .kink }
    let wrong = drawn.filter { $0.element.status != .match && $0.element.status != .kink }
    let words = words.with([
      "name": .user(subject.name), "shown": .integer(drawn.count), "right": .integer(right.count),
      "wrong": .integer(wrong.count), "hasWrong": .flag(!wrong.isEmpty),
    ])
    func draw(_ words: Words) throws(ReportError) -> any Figure {
      func marks(_ points: [(array: ArrayResult, element: ElementResult)]) -> [Point] {
        points.map { Point($0.element.numeric, $0.element.analytic) }
      }
      return Chart(
        title: try words("subject.title"), x: Axis(try words("subject.x"), tickCount: 4),
        y: Axis(try words("subject.y"), tickCount: 4),
        marks: [
          .line(LineMark([Point(low, low), Point(high, high)], color: .frame, width: 1)),
          .points(PointMark(marks(right), color: .blue, shape: .circle)),
          .points(PointMark(marks(wrong), color: .vermilion, shape: .cross)),
        ], size: CourseFigure.SizeClass.half.size)
    }
    var data = DataTable(
      [
        .init("array"), .init("index"), .init("claimed", style: .significant(6)),
        .init("measured", style: .significant(6)), .init("relative-error", style: .scientific(2)),
        .init("status"),
      ])
    for (array, element) in elements {
      let place = unravel(element.offset, shape: array.shape).map(String.init).joined(separator: ", ")
      data.add([
        .user(array.name), .text("[\(place)]"), .number(element.analytic), .number(element.numeric),
        .number(element.relativeError), .localized(try words("status.\(element.status.rawValue)")),
      ])
    }
    return CourseFigure(
      name: "checks-\(index + 1)", drawing: .each(ko: try draw(words[.ko]), en: try draw(words[.en])),
      title: try words("subject.title"), caption: try words("subject.caption"), alt: try words("subject.alt"),
      data: data, sizeClass: .half)
  }

  private static func card(
    _ subject: SubjectResult, _ index: Int, _ words: LessonWords
  ) throws(ReportError) -> TemplateValues {
    let verdict = ReportVerdict([
      CheckResult(seed: 0, shard: (1, 1), tolerance: 0, subjects: [subject], seconds: 0)
    ])
    var arrays: [TemplateValue] = []
    for array in subject.arrays { arrays.append(.record(try row(array, words))) }
    let sentences = CheckSentences(words: words)
    var diagnosis: [TemplateValue] = []
    for array in subject.arrays {
      guard let first = array.diagnosis.first else { continue }
      var values = try sentences.values(of: first, in: array)
      values["array"] = .user(array.name)
      values["code"] = .text(first.code.rawValue)
      values["explained"] = .percent(first.explained, 0)
      diagnosis.append(.record(values))
    }
    var warnings: [TemplateValue] = []
    for warning in subject.warnings { warnings.append(.record(try sentences.values(of: warning))) }
    let differentiability = subject.differentiability ?? .notProbed
    let message = try sentences.values(of: subject)
    return message.merging([
      "id": .text("checks-\(index + 1)"), "name": .user(subject.name), "class": .text(verdict.styleClass),
      "mark": .text(verdict.mark), "verdict": .localized(try words("verdict.\(subject.verdict.rawValue)")),
      "hasMessage": .flag(!subject.message.isEmpty),
      "differentiability": .localized(try words("differentiability.\(differentiability.rawValue)")),
      "isProbed": .flag(differentiability != .notProbed),
      "arrays": .list(arrays), "hasArrays": .flag(!arrays.isEmpty),
      "diagnosis": .list(diagnosis), "hasDiagnosis": .flag(!diagnosis.isEmpty),
      "warnings": .list(warnings), "hasWarnings": .flag(!warnings.isEmpty),
    ]) { $1 }
  }

  private static func row(_ array: ArrayResult, _ words: LessonWords) throws(ReportError) -> TemplateValues {
    var values: TemplateValues = [
      "name": .user(array.name), "shape": .text(array.shape.map(String.init).joined(separator: "×")),
      "checked": .integer(array.checked), "elements": .integer(array.elementCount),
      "status": .localized(try words("status.\(array.status.rawValue)")),
      // Of nothing there is no largest, and where nothing matched, no sharpness of the test.
      "error": array.checked == 0 ? "–" : .number(array.maxRelativeError, .scientific(2)),
      "resolution": array.counts.match == 0 ? "–" : .number(array.resolution, .scientific(1)),
      "isWorst": .flag(array.verdict != .pass), "hasWorst": .flag(array.worst != nil),
    ]
    if let worst = array.worst {
      let index = unravel(worst.offset, shape: array.shape).map(String.init).joined(separator: ", ")
      values["worst"] = [
        "index": .text("[\(index)]"), "analytic": .setting(worst.analytic),
        "numeric": .setting(worst.numeric),
      ]
    }
    return values
  }
}
