import Configuration
import Foundation
import Networks
import Testing

@testable import CourseReport

/// What `gradus report --init` writes.
@Suite struct ScaffoldTests {
  @Test func `the commented configuration says what the built-in course does`() throws {
    let text = try String(
      contentsOfFile: SampleReport.package + "/templates/configuration.yaml", encoding: .utf8)
    let read = try ReportConfiguration(ConfigurationNode.parse(text: text, file: "report.yaml"))
    let standard = ReportConfiguration()
    #expect(read.seed == standard.seed)
    #expect(read.accent == standard.accent)
    #expect(read.languages == standard.languages)
    #expect(read.lessons == standard.lessons)
    #expect(read.dataset.specification == standard.dataset.specification)
    #expect(read.network.regularization == standard.network.regularization)
    #expect(read.training.optimizer.specification == standard.training.optimizer.specification)
    #expect(read.training.epochs == standard.training.epochs)
    #expect(read.training.batch == standard.training.batch)
    #expect(read.training.validation == standard.training.validation)
    // The network of the built-in course follows the data; for Iris it is what the file says.
    let prepared = try PreparedRun(standard)
    #expect(read.network.layers?.map(\.specification) == prepared.layers)
    #expect(read.network.loss?.specification == prepared.loss)
  }

  @Test func `every key is explained in it`() throws {
    let text = try String(
      contentsOfFile: SampleReport.package + "/templates/configuration.yaml", encoding: .utf8)
    for key in ReportConfiguration.keys { #expect(text.contains("\(key):"), "\(key)") }
  }

  @Test func `initial files never replace what is there`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gradus-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let written = try ReportBuilder.writeInitialFiles(to: folder)
    #expect(written.contains("report.yaml"))
    #expect(written.contains("templates/pages/layout.mustache"))
    let error = #expect(throws: ReportError.self) { try ReportBuilder.writeInitialFiles(to: folder) }
    #expect(error?.exitCode == 73)
  }
}
