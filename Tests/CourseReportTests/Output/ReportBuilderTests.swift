import Foundation
import Records
import Testing

@testable import CourseReport

/// The whole report, small enough for a test: few epochs, all lessons that there are.
@Suite struct ReportBuilderTests {
  private func build(
    jobs: Int, singleFile: Bool = false, languages: [Language] = Language.allCases
  ) throws -> ReportBuilder.Report {
    var configuration = ReportConfiguration()
    configuration.lessons = [.softmax]
    configuration.languages = languages
    configuration.training.epochs = 5
    var options = ReportOptions()
    options.jobs = jobs
    options.singleFile = singleFile
    options.templates = SampleReport.package + "/Tests/CourseReportTests/Fixtures/templates"
    options.recordChecks = { "{\"subjects\": \($0.subjects.count)}\n" }
    var builder = ReportBuilder(configuration: configuration, options: options)
    builder.lessons = [SampleLesson.self]
    return try builder.build()
  }

  @Test func `the same report gives the same bytes whatever the number of threads`() throws {
    let (one, three) = (try build(jobs: 1), try build(jobs: 3))
    #expect(one.files.map(\.path) == three.files.map(\.path))
    for (a, b) in zip(one.files, three.files) { #expect(a == b, "\(a.path)") }
    #expect(one.verdict == three.verdict)
  }

  @Test func `every link and picture of every page is a file of the report`() throws {
    let report = try build(jobs: 2)
    let paths = Set(report.files.map(\.path))
    for file in report.files where file.path.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      let folder = (file.path as NSString).deletingLastPathComponent
      for link in html.matches(of: /(?:href|src)="([^"#]+)(?:#[^"]*)?"/) where !link.1.hasPrefix("https:") {
        let path =
          link.1.hasPrefix("../")
          ? String(link.1.dropFirst(3)) : folder + (folder.isEmpty ? "" : "/") + link.1
        #expect(paths.contains(path), "\(file.path) → \(link.1)")
      }
    }
  }

  @Test func `the manifest lists every other file with its checksum`() throws {
    let report = try build(jobs: 2)
    let manifest = try #require(report.files.first { $0.path == "manifest.json" })
    let object = try #require(try JSONSerialization.jsonObject(with: Data(manifest.bytes)) as? [String: Any])
    let listed = try #require(object["files"] as? [[String: Any]])
    let expected = report.files.filter { $0.path != "manifest.json" }
    #expect(listed.compactMap { $0["path"] as? String } == expected.map(\.path))
    #expect(listed.compactMap { $0["sha256"] as? String } == expected.map { SHA256.hex($0.bytes) })
    for figure in try #require(object["figures"] as? [[String: Any]]) {
      for path in try #require(figure["files"] as? [String]) {
        #expect(expected.contains { $0.path == path })
      }
    }
  }

  @Test func `single files and a manifest are all there is with --single-file`() throws {
    let report = try build(jobs: 2, singleFile: true)
    #expect(report.files.map(\.path) == ["manifest.json", "report.en.html", "report.ko.html"])
  }

  @Test func `a report in one language links to no other`() throws {
    let report = try build(jobs: 2, languages: [.en])
    #expect(!report.files.contains { $0.path.hasPrefix("ko/") || $0.path.contains(".ko.") })
    for file in report.files where file.path.hasSuffix(".html") {
      #expect(!String(decoding: file.bytes, as: UTF8.self).contains("ko/"))
    }
  }

  @Test func `every lesson says the same in both languages`() throws {
    let folder = try TemplateFolder(shipped: SampleReport.package + "/templates")
    let names = LessonList.all.map { $0.name }
    for name in names {
      let (ko, en) = (
        try folder.words("lessons/ko/\(name.rawValue)").keys,
        try folder.words("lessons/en/\(name.rawValue)").keys
      )
      #expect(ko == en, "\(name.rawValue).txt")
      let tags = try ["ko", "en"].map { language in
        try TemplateScanner.tags(
          in: try #require(folder.templates["lessons/\(language)/\(name.rawValue)"]).text,
          place: name.rawValue)
      }
      let numbered = tags.map {
        $0.filter { ["figure.", "equation.", "table.", "code."].contains(where: $0.name.hasPrefix) }.map(
          \.name)
      }
      #expect(numbered[0] == numbered[1], "\(name.rawValue).mustache")
    }
  }

  @Test func `an interrupted run says so`() {
    var options = ReportOptions()
    options.isInterrupted = { true }
    let error = #expect(throws: ReportError.self) {
      try ReportBuilder(configuration: ReportConfiguration(), options: options).build()
    }
    #expect(error?.exitCode == 130)
  }
}
