import GradientChecking
import Plotting

@testable import CourseReport

/// A report with one small lesson, for tests of the pages: everything a page can hold, nothing that needs training.
struct SampleReport {
  /// What the names in it are; anything may come from outside.
  var user = "개 <b>\"dog\" & 'cat'"
  var scores = [2.0, -1.5, 0.25]
  var configuration = ReportConfiguration()
  var verdict = SampleReport.verdict(.pass)

  /// The folder of the package.
  static let package = #filePath.components(before: "/Tests/CourseReportTests")

  /// The templates of the package with the sample lesson over them.
  static func templates() throws -> TemplateFolder {
    try TemplateFolder(
      shipped: package + "/templates", overriding: package + "/Tests/CourseReportTests/Fixtures/templates")
  }

  /// A square, so that there is something to draw.
  struct Square: Figure, Equatable {
    var label: String
    func displayList(measuring measurer: any TextMeasurer) -> DisplayList {
      var list = DisplayList(size: Size(760, 420))
      list.commands.append(.text(TextRun(label, at: Point(10, 20))))
      return list
    }
  }

  /// Softmax by the book, for numbers to show.
  var shares: [Double] {
    let powers = scores.map { pow2($0 * 1.4426950408889634) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private func pow2(_ x: Double) -> Double {
    // 2ˣ by the series of e^(x ln 2), good enough for a page.
    var (sum, term) = (1.0, 1.0)
    for k in 1..<60 {
      term *= x * 0.6931471805599453 / Double(k)
      sum += term
    }
    return sum
  }

  func lesson(_ folder: TemplateFolder) throws -> PreparedLesson {
    let (content, words) = try content(folder.lessonWords(.softmax))
    let drawn = DrawnFigure(
      size: Size(760, 420), pictures: [.svg: Array("<svg/>".utf8), .png: [0x89, 0x50]])
    return PreparedLesson(
      content: content, words: words,
      drawings: ["shares": [.ko: drawn, .en: drawn], "curve": [.ko: drawn, .en: drawn]])
  }

  func content(_ words: LessonWords) throws(ReportError) -> (LessonContent, LessonWords) {
    let values: TemplateValues = [
      "user": .user(user), "count": .integer(scores.count), "best": .user(user),
      "largest": .fixed(scores.max() ?? 0, 2), "share": .percent(shares.max() ?? 0),
      "temperature": .setting(1),
    ]
    let words = words.with(values)
    let table = DataTable(
      [.init("class"), .init("score", style: .fixed(2)), .init("share", style: .significant(3))],
      rows: zip(scores, shares).enumerated().map {
        [$0 == 0 ? .user(user) : .text("class \($0)"), .number($1.0), .number($1.1)]
      }, hasRowHeaders: true)
    let shares = try CourseFigure("shares", words, data: table) { words throws(ReportError) in
      Square(label: try words("shares.y"))
    }
    let curve = try CourseFigure(
      "curve", words,
      data: DataTable(
        [.init("score"), .init("share")], numbers: (0..<200).map { [Double($0) * 1e-7, 1 / Double($0 + 1)] })
    ) { _ in Square(label: "") }
    let content = LessonContent(
      name: .softmax, values: values, figures: [shares, curve], tables: ["scores": table],
      listings: [
        "softmax": CodeListing(language: "Swift", text: "let e = z.map { exp($0 - m) } // <T> & more\n")
      ])
    return (content, words)
  }

  func site() throws -> ReportSite {
    let folder = try Self.templates()
    return ReportSite(
      configuration: configuration, templates: try folder.templateSet(),
      shellFiles: [.ko: try folder.words("pages/ko"), .en: try folder.words("pages/en")],
      shellValues: ["version": "1.0.0", "seed": "231"], lessons: [try lesson(folder)], verdict: verdict,
      facts: [("dataset", .user(user)), ("parameters", .integer(4810))],
      command: "gradus report '\(user)'", notes: [:], style: try folder.style(accent: configuration.accent))
  }

  /// A verdict about 42 elements.
  static func verdict(_ verdict: Verdict) -> ReportVerdict {
    var result = ReportVerdict([])
    result.verdict = verdict
    (result.elements, result.arrays, result.mismatches) = (42, 4, verdict == .fail ? 3 : 0)
    result.troubled = verdict == .pass ? [] : ["my <layer>", "other"]
    result.largestError = 3.2e-10
    return result
  }
}

/// The sample as a lesson, so that whole reports can be built with it.
enum SampleLesson: Lesson {
  static let name = LessonName.softmax

  static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    var sample = SampleReport()
    sample.user = run.classNames.first ?? ""
    return try sample.content(words).0
  }
}

extension String {
  /// What comes before a piece of text.
  fileprivate func components(before piece: String) -> String {
    firstRange(of: piece).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
