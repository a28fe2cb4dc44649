import GradientChecking
import Tensors

/// The lesson made of the configuration's own checks: a verdict card for each subject.
public enum ChecksLesson: Lesson {
  /// `checks`.
  public static let name = LessonName.checks

  /// Computes the cards.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let subjects = run.ownChecks?.subjects ?? []
    var cards: [TemplateValue] = []
    for (index, subject) in subjects.enumerated() { cards.append(.record(try card(subject, index, words))) }
    let passed = subjects.count { $0.verdict == .pass }
    let values: TemplateValues = [
      "subjects": .list(cards), "count": .integer(subjects.count), "passed": .integer(passed),
      "allPassed": .flag(passed == subjects.count),
    ]
    return LessonContent(name: name, values: values, figures: [])
  }

  private static func card(
    _ subject: SubjectResult, _ index: Int, _ words: LessonWords
  ) throws(ReportError) -> TemplateValues {
    let verdict = ReportVerdict([
      CheckResult(seed: 0, shard: (1, 1), tolerance: 0, subjects: [subject], seconds: 0)
    ])
    var arrays: [TemplateValue] = []
    for array in subject.arrays { arrays.append(.record(try row(array, words))) }
    let diagnosis = subject.arrays.flatMap { array in
      array.diagnosis.prefix(1).map { (array: array.name, diagnosis: $0) }
    }
    let differentiability = subject.differentiability ?? .notProbed
    return [
      "id": .text("checks-\(index + 1)"), "name": .user(subject.name), "class": .text(verdict.styleClass),
      "mark": .text(verdict.mark), "verdict": .localized(try words("verdict.\(subject.verdict.rawValue)")),
      "message": .user(subject.message), "hasMessage": .flag(!subject.message.isEmpty),
      "differentiability": .localized(try words("differentiability.\(differentiability.rawValue)")),
      "isProbed": .flag(differentiability != .notProbed),
      "arrays": .list(arrays), "hasArrays": .flag(!arrays.isEmpty),
      "diagnosis": .list(
        diagnosis.map {
          [
            "array": .user($0.array), "code": .text($0.diagnosis.code.rawValue),
            "message": .user($0.diagnosis.message),
            "explained": .percent($0.diagnosis.explained, 0),
          ]
        }),
      "hasDiagnosis": .flag(!diagnosis.isEmpty),
      "warnings": .list(subject.warnings.map { ["message": .user($0.message)] }),
      "hasWarnings": .flag(!subject.warnings.isEmpty),
    ]
  }

  private static func row(_ array: ArrayResult, _ words: LessonWords) throws(ReportError) -> TemplateValues {
    var values: TemplateValues = [
      "name": .user(array.name), "shape": .text(array.shape.map(String.init).joined(separator: " × ")),
      "checked": .integer(array.checked), "elements": .integer(array.elementCount),
      "status": .localized(try words("status.\(array.status.rawValue)")),
      "error": .number(array.maxRelativeError, .scientific(2)),
      "resolution": .number(array.resolution, .scientific(1)),
      "isWorst": .flag(array.verdict != .pass), "hasWorst": .flag(array.worst != nil),
    ]
    if let worst = array.worst {
      let index = unravel(worst.offset, shape: array.shape).map(String.init).joined(separator: ", ")
      values["worst"] = [
        "index": .text("[\(index)]"), "analytic": .number(worst.analytic, digits: 6),
        "numeric": .number(worst.numeric, digits: 6),
      ]
    }
    return values
  }
}
