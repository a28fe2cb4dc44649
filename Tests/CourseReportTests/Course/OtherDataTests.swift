import Foundation
import Testing

@testable import CourseReport

/// Data sets that no lesson was written for.
@Suite struct OtherDataTests {
  /// A data set in a file of its own: rows of noise around a centre for each class.
  private static func csv(columns: [String], classes: [String], rows: Int = 8) throws -> String {
    func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
    var lines = [(columns + ["label"]).map(quoted).joined(separator: ",")]
    for row in 0..<(rows * classes.count) {
      let own = row % classes.count
      let numbers = columns.indices.map { column in
        String(Double((row * 37 + column * 101) % 97) / 97 + Double(own * (column % 3 + 1)))
      }
      lines.append((numbers + [quoted(classes[own])]).joined(separator: ","))
    }
    let file = NSTemporaryDirectory() + "gradus-\(UUID().uuidString).csv"
    try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  private static func configuration(_ file: String) throws -> ReportConfiguration {
    try WholeCourse.configuration("dataset: {csv: '\(file)', label: label}\ntraining: {epochs: 4}")
  }

  static let hostile = [
    "<script>alert(1)</script>", "a & \"b\" 'c'", "שלום עולם", "🙂 emoji", "bell\u{7}\u{1B}[31m", "{{x}}", "%s",
    "아주 길고 긴 한국어 클래스 이름이 그림의 폭을 넘어가도 겹치지 않아야 합니다",
  ]

  @Test(arguments: [
    (3, 2), (1, 3), (300, 2), (4, 12),
  ])
  func `any number of columns and classes gives sound pages and figures`(columns: Int, classes: Int) throws {
    let file = try Self.csv(
      columns: (0..<columns).map { "column \($0)" }, classes: (0..<classes).map { "class \($0)" })
    defer { try? FileManager.default.removeItem(atPath: file) }
    try check(try Self.configuration(file))
  }

  @Test func `names of any kind come out as text, in pages, figures and data`() throws {
    let file = try Self.csv(columns: ["<b>width</b>", "높이 & \"깊이\"", "🙂", "אורך"], classes: Self.hostile)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let report = try check(try Self.configuration(file))
    for file in report.files where file.path.hasSuffix(".html") || file.path.hasSuffix(".svg") {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("<script"), "\(file.path)")
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }, "\(file.path)")
    }
  }

  @Test(arguments: [
    "network: {layers: [{dense: 8}, tanh, {dense: 3}], loss: squared-error}\ntraining: {epochs: 3}",
    "dataset: xor\nnetwork: {layers: [{dense: 4}, tanh, {dense: 1}], loss: binary-cross-entropy}\ntraining: {epochs: 3}",
    "dataset: lecture\ntraining: {epochs: 3, validation: 0}", "dataset: {spiral: {samples: 60}}\ntraining: {epochs: 3}",
    "dataset: {moons: {samples: 40}}\ntraining: {epochs: 3, optimizer: adam, rates: [0.001, 0.02, 0.3, 4, 50]}",
    "network: {layers: [{dense: 3}]}\ntraining: {epochs: 0, rates: [0.1, 0.2]}",
    "training: {epochs: 40, optimizer: {sgd: {rate: 1.0e+4}}}",
    "network: {layers: [{dense: 64}, relu, {dense: 64}, relu, {dense: 64}, relu, {dense: 3}]}\ntraining: {epochs: 2}",
  ])
  func `any data set and network gives sound pages and figures`(text: String) throws {
    try check(try WholeCourse.configuration(text))
  }

  @Test func `a regression on a column of numbers gives a report without classes`() throws {
    let file = NSTemporaryDirectory() + "gradus-\(UUID().uuidString).csv"
    let rows = (0..<60).map { "\(Double($0) / 10),\(Double($0 * $0 % 17)),\(Double($0) * 0.3 + 1.5)" }
    try ("x,z,price\n" + rows.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let report = try check(
      try WholeCourse.configuration(
        "dataset: {csv: '\(file)', label: price}\nnetwork: {layers: [{dense: 8}, tanh, {dense: 1}], loss: squared-error}\ntraining: {epochs: 5}"
      ))
    #expect(!report.files.contains { $0.path.contains("confusion") })
    for file in report.files where file.path.hasSuffix("/training.html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      #expect(html.ranges(of: "<div").count == html.ranges(of: "</div>").count, "\(file.path)")
    }
  }

  /// Builds the report, reads every page, audits every figure.
  @discardableResult
  private func check(_ configuration: ReportConfiguration) throws -> ReportBuilder.Report {
    let report = try WholeCourse.build(configuration, formats: [.svg])
    for file in report.files where file.path.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      let found = TagReader.read(html)
      #expect(found.isWellFormed, "\(file.path)")
      #expect(found.tags.isDisjoint(with: ["script", "iframe", "object", "form", "base"]))
      #expect(!html.contains(/[ >](nan|inf|nil)[ <]/), "\(file.path)")
    }
    for (_, figure) in try ReportBuilder(configuration: configuration).computedFigures() {
      let problems = WholeCourse.problems(figure)
      #expect(problems.isEmpty, "\(problems.prefix(4).joined(separator: "; "))")
    }
    return report
  }
}
