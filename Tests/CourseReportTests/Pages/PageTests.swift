import Foundation
import Testing

@testable import CourseReport

/// Writes the sample where GRADUS_SAMPLE says, to look at.
@Suite struct PageTests {
  @Test func `the sample can be looked at`() throws {
    guard let folder = ProcessInfo.processInfo.environment["GRADUS_SAMPLE"] else { return }
    let site = try SampleReport().site()
    var files = [try ChoicePage(site: site).file(), OutputFile(path: "assets/report.css", text: site.style)]
    for language in Language.allCases {
      let pages = ReportPages(site: site, language: language, form: .folder)
      files += [try pages.front(), try pages.lesson(at: 0), try pages.appendix()]
      files.append(try ReportPages(site: site, language: language, form: .single).single())
    }
    try ReportFolder(path: folder, force: true).write(files)
  }
}
