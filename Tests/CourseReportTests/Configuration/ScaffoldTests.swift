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

  /// A folder of one's own templates with these files.
  private func folder(_ files: [String: String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gradus-\(UUID().uuidString)").path
    for (path, text) in files {
      let file = folder + "/" + path
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
    return folder
  }

  @Test func `a folder with one template replaces that one alone`() throws {
    let own = try folder([
      "partials/verdict.mustache": "<p>{{verdict.sentence}} {{> partials/mine}}</p>", "partials/mine.mustache": "Well!",
    ])
    defer { try? FileManager.default.removeItem(atPath: own) }
    let shipped = SampleReport.package + "/templates"
    let (plain, changed) = (
      try TemplateFolder(shipped: shipped), try TemplateFolder(shipped: shipped, overriding: own)
    )
    #expect(changed.templates["partials/verdict"]?.text.contains("mine") == true)
    #expect(changed.templates.count == plain.templates.count + 1)
    for (name, file) in plain.templates where name != "partials/verdict" { #expect(changed.templates[name] == file) }
    #expect(changed.texts == plain.texts)
  }

  @Test(arguments: [
    ("lessons/en/sotfmax.mustache", "lessons/en/softmax"), ("pages/layuot.mustache", "pages/layout"),
    ("lessons/ko/entropi.txt", "lessons/ko/entropy"), ("assets/report2.css", "assets/report"),
  ])
  func `a template that would be read by nobody is refused with the name that was meant`(path: String, meant: String)
    throws
  {
    let own = try folder([path: "x"])
    defer { try? FileManager.default.removeItem(atPath: own) }
    let error = #expect(throws: ReportError.self) {
      try TemplateFolder(shipped: SampleReport.package + "/templates", overriding: own)
    }
    #expect(error?.exitCode == 65)
    #expect(error?.place == own + "/" + path)
    #expect(error?.message.contains("did you mean '\(meant)'?") == true, "\(String(describing: error))")
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
