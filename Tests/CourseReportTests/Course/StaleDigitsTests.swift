import Testing

@testable import CourseReport

/// A lesson with other numbers: what its templates are given is changed, what they say must change with it.
private enum Shifted<Base: Lesson>: Lesson {
  static var name: LessonName { Base.name }

  static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    var content = try Base.content(in: run, words: words)
    content.values = content.values.mapValues(Self.shifted)
    return content
  }

  private static func shifted(_ value: TemplateValue) -> TemplateValue {
    switch value {
    case .number(let number, .integer): .number((number * 3 + 1117).rounded(), .integer)
    case .number(let number, let style): .number(number * 1.618034 + 0.0271828, style)
    case .text(let text): .text(shifted(text))
    case .user(let text): .user(shifted(text))
    case .localized(let text): .localized(LocalizedText(ko: shifted(text.ko), en: shifted(text.en)))
    case .list(let values): .list(values.map(shifted))
    case .record(let values): .record(values.mapValues(shifted))
    case .figure, .flag: value
    }
  }

  private static func shifted(_ text: String) -> String {
    let others = Array("3456789012")
    return String(
      text.map { character in
        guard character.isASCII, let digit = character.wholeNumberValue else { return character }
        return others[digit]
      })
  }
}

/// The words around the figures, with every number of the run replaced by another.
@Suite struct StaleDigitsTests {
  /// Both reports, in Korean and English, made once.
  private static let reports = Result {
    var shifted = ReportBuilder(configuration: ReportConfiguration(), options: options)
    shifted.lessons = [
      Shifted<BackpropagationLesson>.self, Shifted<ReluLesson>.self, Shifted<GradientCheckingLesson>.self,
      Shifted<SoftmaxLesson>.self, Shifted<InformationLesson>.self, Shifted<EntropyLesson>.self,
      Shifted<CrossEntropyLesson>.self, Shifted<TrainingLesson>.self,
    ]
    return (plain: try WholeCourse.report.get(), shifted: try shifted.build())
  }

  private static let options: ReportOptions = {
    var options = ReportOptions()
    options.formats = [.svg]
    return options
  }()

  /// The computed numbers of a page's words: no figures, tables, listings, formulas, and no numbers of figures.
  private func numbers(_ report: ReportBuilder.Report, _ lesson: LessonName, _ language: Language) throws -> Set<String>
  {
    let path = "\(language.rawValue)/\(lesson.rawValue).html"
    let page = String(decoding: try #require(report.files.first { $0.path == path }).bytes, as: UTF8.self)
    let body = page[..<(try #require(page.range(of: "<footer")).lowerBound)]
    let html = String(body)
      .replacing(/<figure[\s\S]*?<\/figure>/, with: " ")
      .replacing(/<a href="#(fig|eq)-[^>]*>[^<]*<\/a>/, with: " ")
      .replacing(/<p class="equation-number">[^<]*<\/p>/, with: " ")
      .replacing("CS231n", with: "")
    // "100 % right" is a word.
    return Set(WholeCourse.computedNumbers(WholeCourse.prose(html))).subtracting(["100"])
  }

  @Test(arguments: LessonName.course, Language.allCases)
  func `no number of the words stays when the run has others`(lesson: LessonName, language: Language) throws {
    let reports = try Self.reports.get()
    let before = try numbers(reports.plain, lesson, language)
    let after = try numbers(reports.shifted, lesson, language)
    #expect(before.count >= 5)
    #expect(before.intersection(after).isEmpty, "\(before.intersection(after).sorted())")
  }
}
