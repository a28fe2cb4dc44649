import Foundation
import Networks
import Tensors
import Testing

@testable import CourseReport

/// The Swift shown on the page is compiled into these tests (Listings/step.swift is the file of the templates).
@Suite struct ListingTests {
  @Test func `the step on the page gives the numbers on the page`() throws {
    let step = try LectureStep()
    let result = stepOfTheLecture(
      step.objective.network, input: LectureStep.input, answers: LectureStep.answers, rate: LectureStep.rate)
    #expect(result.cost == step.gradient.cost)
    for (index, parameter) in result.network.parameters.enumerated() {
      let before = step.objective.network.parameters[index].value.elements
      let gradient = step.gradient.parameters[index].elements
      for (place, value) in parameter.value.elements.enumerated() {
        #expect(abs(value - (before[place] - LectureStep.rate * gradient[place])) <= 1e-15)
      }
    }
  }

  @Test func `arithmetic, backpropagation and finite differences agree to the digits shown`() throws {
    let run = try CourseRun(WholeCourse.configuration("training: {epochs: 1}"))
    let words = try TemplateFolder(shipped: SampleReport.package + "/templates").lessonWords(.backpropagation)
    let content = try BackpropagationLesson.content(in: run, words: words)
    let table = try #require(content.tables["three-ways"])
    #expect(table.rows.count == 5)
    for row in table.rows {
      let shown = zip(row, table.columns).dropFirst().compactMap { cell, column -> String? in
        guard case .number(let number) = cell else { return nil }
        return NumberText.text(number, column.style, in: .en)
      }
      #expect(shown.count == 3)
      #expect(Set(shown).count == 1, "\(shown)")
    }
  }

  private func pytorchListing() throws -> String {
    try String(contentsOfFile: SampleReport.package + "/templates/listings/step.py", encoding: .utf8)
  }

  private static func numbers(_ text: Substring) -> [Double] {
    text.matches(of: /-?\d+\.\d+/).compactMap { Double($0.0) }
  }

  @Test func `the listing in PyTorch begins with the weights, samples and answers of the page`() throws {
    let step = try LectureStep()
    let listing = try pytorchListing()
    let start = try #require(listing.range(of: "with torch.no_grad()"))
    let end = try #require(listing.range(of: "mse = "))
    let weights = Self.numbers(listing[start.upperBound..<end.lowerBound])
    #expect(weights == step.objective.network.parameters.flatMap(\.value.elements))
    let data = try #require(listing.range(of: "x = torch"))
    let step1 = try #require(listing.range(of: "optimizer.zero_grad"))
    #expect(
      Self.numbers(listing[data.upperBound..<step1.lowerBound])
        == LectureStep.input.elements + LectureStep.answers.elements)
    #expect(listing.contains("lr=\(LectureStep.rate)"))
  }

  @Test func `what PyTorch printed when the listing was run by hand are the digits of the table`() throws {
    let step = try LectureStep()
    let listing = try pytorchListing()
    let printed = try #require(listing.split(separator: "\n").last { $0.hasPrefix("# by PyTorch") })
    let own = step.gradient.parameters[2].elements.map { String(format: "'%.8f'", $0) }
    #expect(printed.hasSuffix("[\(own.joined(separator: ", "))]"))
  }

  @Test func `the listing on the page is the file that is compiled`() throws {
    let compiled = try String(
      contentsOfFile: SampleReport.package + "/Tests/CourseReportTests/Listings/step.swift", encoding: .utf8)
    let page = try #require(try WholeCourse.report.get().files.first { $0.path == "en/backpropagation.html" })
    #expect(String(decoding: page.bytes, as: UTF8.self).contains(HTMLEscaping.html(compiled)))
  }
}
