import Testing

@testable import CourseReport

/// The built-in course as a whole.
@Suite struct WholeReportTests {
  @Test func `the same bytes with one thread and with three`() throws {
    let (one, three) = (try WholeCourse.report.get(), try WholeCourse.build(jobs: 3))
    #expect(one.files.map(\.path) == three.files.map(\.path))
    for (a, b) in zip(one.files, three.files) { #expect(a == b, "\(a.path)") }
  }

  @Test func `all gradients hold and the fonts have all characters`() throws {
    let report = try WholeCourse.report.get()
    #expect(report.verdict.verdict == .pass)
    #expect(report.warnings.isEmpty, "\(report.warnings)")
  }

  @Test func `a single file has the figures within and loads nothing`() throws {
    var options = ReportOptions()
    options.singleFile = true
    let report = try ReportBuilder(configuration: ReportConfiguration(), options: options).build()
    #expect(report.files.map(\.path) == ["manifest.json", "report.en.html", "report.ko.html"])
    for file in report.files.dropFirst() {
      let html = String(decoding: file.bytes, as: UTF8.self)
      #expect(html.matches(of: /<img src="([^"]{11})/).allSatisfy { $0.1 == "data:image/" })
      #expect(file.bytes.count < 8_000_000)
    }
  }

  @Test func `a page is small`() throws {
    for file in try WholeCourse.report.get().files where file.path.hasSuffix(".html") {
      #expect(file.bytes.count < 500_000, "\(file.path): \(file.bytes.count)")
    }
  }
}
