import Configuration
import Foundation
import Networks
import Testing

@testable import CourseReport

/// The data and the network that a configuration describes.
@Suite struct PreparedRunTests {
  private func prepare(_ text: String) throws -> PreparedRun {
    try PreparedRun(ReportConfiguration(ConfigurationNode.parse(text: text, file: "report.yaml")))
  }

  @Test func `the built-in course learns Iris`() throws {
    let run = try PreparedRun(ReportConfiguration())
    #expect(run.dataset.count == 150)
    #expect((run.training.count, run.validation.count) == (120, 30))
    #expect(run.layers.map(\.name) == ["dense", "relu", "dense"])
    #expect(run.objective.network.parameterCount == 4 * 16 + 16 + 16 * 3 + 3)
    #expect(run.loss.name == "softmax-cross-entropy")
    // Standardised by its own statistics.
    for column in 0..<4 {
      let values = (0..<120).map { run.training.inputs[$0, column] }
      #expect(abs(values.reduce(0, +)) < 1e-9)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 120 - 1) < 1e-9)
    }
  }

  @Test func `classes become rows of ones and zeros for a loss on values`() throws {
    let run = try prepare("network: {layers: [{dense: 3}], loss: squared-error}")
    guard case .values(let rows) = run.training.targets else {
      Issue.record("expected values")
      return
    }
    #expect(rows.shape == [120, 3])
    for (row, label) in run.trainingLabels.enumerated() {
      #expect((0..<3).map { rows[row, $0] } == (0..<3).map { $0 == label ? 1 : 0 })
    }
  }

  @Test func `the number of classes decides the default network`() throws {
    let run = try prepare("dataset: {spiral: {samples: 50, classes: 5}}")
    #expect(run.objective.network.parameters.last?.value.shape == [5])
  }

  @Test(arguments: [
    (
      "network: {layers: [{dense: 4}], loss: softmax-cross-entropy}\ndataset: {blobs: {classes: 9}}",
      "report.yaml:1"
    ),
    ("network:\n  layers:\n    - {dense: 4}\n    - {dense: -1}", "report.yaml:4:7"),
    ("network:\n  layers:\n    - {dense: {units: 4, unit: 3}}", "report.yaml:3:7"),
    ("dataset: {blobs: {samples: 1}}", "report.yaml:1:10"),
    ("dataset: {blobs: {sample: 10}}", "report.yaml:1:10"),
    ("dataset: {csv: absent.csv, label: y}", "absent.csv"),
  ])
  func `what cannot be made is told at its place`(text: String, place: String) {
    let error = #expect(throws: ReportError.self) { try prepare(text) }
    #expect(error?.description.contains(place) == true, "\(String(describing: error))")
  }

  @Test func `one class only is refused`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "gradus-\(UUID().uuidString).csv"
    ).path
    try "x,y\n1,a\n2,a\n3,a\n".write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let error = #expect(throws: ReportError.self) { try prepare("dataset: {csv: \(file), label: y}") }
    #expect(error?.message.contains("class") == true, "\(String(describing: error))")
  }
}
