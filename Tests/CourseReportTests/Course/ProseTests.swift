import Testing

@testable import CourseReport

/// The words of the lessons: numbers come from the run, both languages say the same.
@Suite struct ProseTests {
  private func page(_ report: ReportBuilder.Report, _ lesson: LessonName, _ language: Language) throws -> String {
    let path = "\(language.rawValue)/\(lesson.rawValue).html"
    return String(decoding: try #require(report.files.first { $0.path == path }).bytes, as: UTF8.self)
  }

  @Test(arguments: LessonName.course)
  func `both languages show the same headings, figures, formulas, questions and numbers`(lesson: LessonName) throws {
    let report = try WholeCourse.report.get()
    let (ko, en) = (try page(report, lesson, .ko), try page(report, lesson, .en))
    for pattern in [
      /<h2 id="[^"]*"/, /<h3/, /<figure id="[^"]*"/, /<math display="block" alttext="[^"]*"/, /class="question"/,
      /class="margin"/, /<dfn>/,
    ] {
      #expect(ko.matches(of: pattern).map { String($0.0) } == en.matches(of: pattern).map { String($0.0) })
    }
    let numbers = [ko, en].map { WholeCourse.computedNumbers(WholeCourse.prose($0)).sorted() }
    #expect(numbers[0] == numbers[1], "\(difference(numbers[0], numbers[1]))")
    #expect(numbers[0].count > 20)
  }

  @Test(arguments: LessonName.course)
  func `both languages lay a lesson out alike`(lesson: LessonName) throws {
    let folder = try TemplateFolder(shipped: SampleReport.package + "/templates")
    let layouts = try Language.allCases.map { language in
      let text = try #require(folder.templates["lessons/\(language.rawValue)/\(lesson.rawValue)"]).text
      return text.matches(
        of:
          /<\/?(?:section|div|details|h3|ul|p class="[a-z]+"|p>)|{{{(?:figure|table|code)\.[a-z-]+|{{#equation\.[a-z-]+/
      ).map { String($0.0) }
    }
    #expect(layouts[0].count > 20)
    #expect(layouts[0] == layouts[1], "\(difference(layouts[0], layouts[1]))")
  }

  private func difference(_ a: [String], _ b: [String]) -> [String] {
    a.difference(from: b).map { change in
      switch change {
      case .insert(_, let element, _): "+\(element)"
      case .remove(_, let element, _): "-\(element)"
      }
    }
  }

  @Test(arguments: LessonName.course)
  func `every section asks a question and every lesson corrects something gently`(lesson: LessonName) throws {
    let html = try page(try WholeCourse.report.get(), lesson, .en)
    #expect(html.ranges(of: "<section ").count <= html.ranges(of: "class=\"question\"").count)
    #expect(html.contains("class=\"margin\" role=\"note\""))
    #expect(html.contains("<dfn>"))
    #expect(html.contains("<math display=\"block\""))
  }

  @Test(arguments: LessonName.course)
  func `no computed number is typed into a template`(lesson: LessonName) throws {
    let folder = try TemplateFolder(shipped: SampleReport.package + "/templates")
    for language in Language.allCases {
      let name = "lessons/\(language.rawValue)/\(lesson.rawValue)"
      for file in [folder.templates[name], folder.texts[name]] {
        let text = try #require(file).text
          .replacing(/<math[\s\S]*?<\/math>/, with: "").replacing(/\{\{[^}]*\}\}/, with: "").replacing(
            /<[^>]*>/, with: ""
          )
          .replacing("CS231n", with: "")
        let typed = WholeCourse.computedNumbers(text).filter { $0 != "100" }
        #expect(typed.isEmpty, "\(name): \(typed)")
      }
    }
  }

  @Test(arguments: LessonName.course)
  func `brackets of formulas keep their size beside sums and fractions`(lesson: LessonName) throws {
    for language in Language.allCases {
      let html = try page(try WholeCourse.report.get(), lesson, language)
      for formula in html.matches(of: /<math[\s\S]*?<\/math>/) {
        let brackets = formula.0.matches(of: /<mo([^>]*)>[()|‖]<\/mo>/)
        #expect(brackets.allSatisfy { $0.1.contains("stretchy=\"false\"") }, "\(formula.0)")
      }
    }
  }

  @Test func `another seed leaves no digit of what was learnt`() throws {
    var configuration = ReportConfiguration()
    configuration.seed = 7
    configuration.training.epochs = 30
    configuration.lessons = [.training, .gradientChecking]
    let (one, two) = (try WholeCourse.report.get(), try WholeCourse.build(configuration))
    // Numbers of the training lesson that both runs may share by chance are few and short.
    let numbers = try [one, two].map { report in
      Set(WholeCourse.computedNumbers(WholeCourse.prose(try page(report, .training, .en))).filter { $0.count >= 6 })
    }
    let shared = numbers[0].intersection(numbers[1])
    #expect(shared.count * 20 < numbers[0].count, "\(shared.sorted())")
  }
}
