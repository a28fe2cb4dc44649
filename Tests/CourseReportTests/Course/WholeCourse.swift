import Configuration
import Foundation
import Plotting

@testable import CourseReport

/// Whole reports and all figures of them, for tests that look at every one.
enum WholeCourse {
  /// The built-in course, made once for all tests that look at it.
  static let report = Result { try build() }

  /// All figures of the built-in course.
  static let figures = Result { try ReportBuilder(configuration: ReportConfiguration()).computedFigures() }

  static func build(
    _ configuration: ReportConfiguration = ReportConfiguration(), jobs: Int = 2,
    formats: Set<FigureFormat> = [.svg, .png]
  ) throws
    -> ReportBuilder.Report
  {
    var options = ReportOptions()
    options.formats = formats
    options.jobs = jobs
    return try ReportBuilder(configuration: configuration, options: options).build()
  }

  static func configuration(_ text: String) throws -> ReportConfiguration {
    try ReportConfiguration(ConfigurationNode.parse(text: text, file: "report.yaml"))
  }

  /// What is wrong with the layout of a figure, in both languages.
  static func problems(_ figure: CourseFigure) -> [String] {
    let typesetter = Typesetter()
    return Language.allCases.flatMap { language in
      LayoutAudit.problems(
        in: figure.drawing[language].displayList(measuring: typesetter), measuring: typesetter
      ).map { "\(figure.name).\(language.rawValue): \($0)" }
    }
  }

  /// The text of a lesson as readers see it: no tags, formulas, tables and listings.
  static func prose(_ html: String) -> String {
    var text = html[(html.range(of: "<main")?.lowerBound ?? html.startIndex)...].description
    text.replace(/<(math|pre|style|table)[ >][\s\S]*?<\/\1>/, with: " ")
    return text.replacing(/alt="([^"]*)"/) { "> \($0.1) <" }.replacing(/<[^>]*>/, with: " ")
  }

  /// Numbers that only a computation gives: with digits after the point, powers of ten, from 100 on.
  static func computedNumbers(_ prose: String) -> [String] {
    prose.matches(of: /−?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(×10[⁻⁰¹²³⁴-⁹]+)?/).map { String($0.0) }
      .filter { $0.contains(".") || $0.contains("×") || $0.count { $0.isNumber } >= 3 }
  }
}
