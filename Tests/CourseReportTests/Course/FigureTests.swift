import Plotting
import Testing

@testable import CourseReport

/// Every figure of the course, looked at by computation.
@Suite struct FigureTests {
  @Test(arguments: LessonName.course)
  func `each figure has a message, a caption, words for those who do not see it, and numbers`(lesson: LessonName) throws
  {
    let figures = try WholeCourse.figures.get().filter { $0.lesson == lesson }.map(\.figure)
    #expect(figures.count >= 3)
    for figure in figures {
      for text in [figure.title, figure.caption, figure.alt] {
        #expect(text.ko.count > 3 && text.en.count > 3, "\(figure.name)")
        #expect(text.ko != text.en, "\(figure.name): \(text.en)")
      }
      #expect(figure.alt.en.count > figure.title.en.count || figure.alt.en.contains(/\d/), "\(figure.name)")
      #expect(!figure.data.rows.isEmpty, "\(figure.name) has no data")
      #expect(figure.name.contains(/^[a-z][a-z0-9-]*$/))
    }
  }

  @Test(arguments: LessonName.course)
  func `labels neither overlap nor leave the figure, in both languages`(lesson: LessonName) throws {
    for (own, figure) in try WholeCourse.figures.get() where own == lesson {
      let problems = WholeCourse.problems(figure)
      #expect(problems.isEmpty, "\(problems.joined(separator: "; "))")
    }
  }

  @Test func `few samples give too small an entropy on average`() throws {
    let figure = try #require(try WholeCourse.figures.get().first { $0.figure.name == "entropy-estimate" }).figure
    let means = figure.data.rows.compactMap { row -> Double? in
      guard case .number(let mean) = row[2] else { return nil }
      return mean
    }
    #expect(means.count > 30)
    #expect(means[0] < 1.75 && means[0] < means[10] && means[10] < 1.75)
    #expect(abs((means.last ?? 0) - 1.75) < 0.01)
  }

  @Test func `there are as many figures as the course needs, each under a name of its own`() throws {
    let names = try WholeCourse.figures.get().map(\.figure.name)
    #expect(names.count >= 50)
    #expect(Set(names).count == names.count)
  }

  @Test func `every figure is written as picture and as numbers, and shown on its page once in each language`() throws {
    let report = try WholeCourse.report.get()
    let paths = Set(report.files.map(\.path))
    for (lesson, figure) in try WholeCourse.figures.get() {
      for language in Language.allCases {
        for format in FigureFormat.allCases { #expect(paths.contains(figure.path(format, language))) }
        let page = try #require(report.files.first { $0.path == "\(language.rawValue)/\(lesson.rawValue).html" })
        let html = String(decoding: page.bytes, as: UTF8.self)
        #expect(html.components(of: "id=\"fig-\(figure.name)\"") == 1, "\(figure.name) on \(page.path)")
      }
      #expect(paths.contains(figure.dataPath))
    }
  }
}

extension String {
  /// How often a text is there.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
