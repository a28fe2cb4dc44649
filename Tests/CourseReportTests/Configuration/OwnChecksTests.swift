import Foundation
import GradientChecking
import Testing

@testable import CourseReport

/// The checks that a configuration names become a lesson of their own.
@Suite struct OwnChecksTests {
  /// f(x) = Σ x², with a claimed gradient that is `factor` times the right one.
  private struct Squares: Subject {
    let name: String
    let factor: Double
    let source = "test"
    let kind = SubjectKind.function
    let scalar = ScalarKind.double
    let arrays = [SubjectArray(name: "x<1>", role: .input, shape: [3], values: [1, -2, 0.5])]
    let hints = SubjectHints()

    func makeSession() throws(SubjectError) -> any SubjectSession { Session(factor: factor) }

    private final class Session: SubjectSession {
      let factor: Double
      let point: [[Double]] = [[1, -2, 0.5]]
      private(set) var forwardPasses = 0.0
      init(factor: Double) { self.factor = factor }
      func values(at points: [[[Double]]]) throws(SubjectError) -> [Double] {
        forwardPasses += Double(points.count)
        return points.map { $0[0].reduce(0) { $0 + $1 * $1 } }
      }
      func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
        replacements.map { replacement in
          let old = point[0][replacement.element]
          return Response(difference: (replacement.value - old) * (replacement.value + old))
        }
      }
      func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
        ClaimedGradient(arrays: [.values(point[0].map { 2 * factor * $0 })])
      }
    }
  }

  private func report(_ factor: Double) throws -> ReportBuilder.Report {
    var configuration = ReportConfiguration()
    configuration.lessons = [.softmax]
    configuration.training.epochs = 1
    configuration.checks = ["mine.yaml"]
    var options = ReportOptions()
    options.templates = SampleReport.package + "/Tests/CourseReportTests/Fixtures/templates"
    options.loadChecks = { (file: String) throws(ReportError) -> LoadedChecks in
      LoadedChecks(subjects: [Squares(name: "squares & \(file)", factor: factor)], options: CheckOptions())
    }
    var builder = ReportBuilder(configuration: configuration, options: options)
    builder.lessons = [SampleLesson.self, ChecksLesson.self]
    return try builder.build()
  }

  private func page(_ report: ReportBuilder.Report, _ path: String) throws -> String {
    String(decoding: try #require(report.files.first { $0.path == path }).bytes, as: UTF8.self)
  }

  @Test func `a right gradient gives a card that says so`() throws {
    let report = try report(1)
    #expect(report.verdict.exitCode == 0)
    let html = try page(report, "en/checks.html")
    #expect(html.contains("Subjects that hold: 1 of 1"))
    #expect(html.contains("<bdi>squares &amp; mine.yaml</bdi>"))
    #expect(html.contains("<bdi>x&lt;1&gt;</bdi>"))
    #expect(try page(report, "ko/checks.html").contains("통과"))
  }

  @Test func `a wrong gradient fails the report and says where and why`() throws {
    let report = try report(2)
    #expect(report.verdict.exitCode == 1)
    let html = try page(report, "en/checks.html")
    #expect(html.contains("Subjects that hold: 0 of 1"))
    #expect(html.contains("<tr class=\"worst\">"))
    #expect(html.contains("What would explain it"))
    #expect(html.contains("<code>scale</code>"))
    #expect(try page(report, "ko/index.html").contains("틀린 기울기가 있습니다"))
  }

  @Test(arguments: [
    ("the sign is wrong", "The sign is wrong."), ("W2 is not divided", "W2 is not divided."),
    ("layers.0.bias: is it detached?", "layers.0.bias: is it detached?"), ("all 3 agree.", "All 3 agree."), ("", ""),
  ])
  func `what the checker says becomes a sentence, and names stay as they are`(said: String, sentence: String) {
    #expect(CheckSentences.alone(said) == sentence)
  }

  @Test func `English cards begin with a capital letter`() throws {
    let html = try page(try report(2), "en/checks.html")
    #expect(html.contains("</span> Wrong</span>"))
    #expect(html.contains("<p><bdi>The claimed gradient of"))
  }

  @Test func `a card speaks the language of its page`() throws {
    let ko = try page(try report(2), "ko/checks.html")
    #expect(ko.contains("의 기울기가 측정한 값의 2배입니다."))
    #expect(!ko.contains("the claimed gradient"))
    #expect(try page(try report(1), "ko/checks.html").contains("검사한 원소 3개가 모두 일치합니다."))
  }

  @Test(arguments: DiagnosisCode.allCases)
  func `every cause has a sentence in Korean that names no value it is not given`(code: DiagnosisCode) throws {
    let words = try TemplateFolder(shipped: SampleReport.package + "/templates").lessonWords(.checks)
    let array = ArrayResult(
      name: "W", role: .parameter, shape: [2, 3], status: .mismatch, verdict: .fail, elements: [])
    let diagnosis = Diagnosis(code: code, message: "said in English", evidence: [], explained: 1)
    let values = try CheckSentences(words: words).values(of: diagnosis, in: array)
    guard case .localized(let text) = values["message"] else {
      Issue.record("no sentence for \(code.rawValue)")
      return
    }
    #expect(text.ko.contains { ("가"..."힣").contains($0) }, "\(code.rawValue): \(text.ko)")
    #expect(!text.ko.contains("English"), "\(code.rawValue): \(text.ko)")
    #expect(HTMLEscaping.plain(text.en).contains("Said in English."))
  }

  @Test func `every known detail of a cause has a Korean sentence`() throws {
    let words = try TemplateFolder(shipped: SampleReport.package + "/templates").lessonWords(.checks)
    for key in CheckDetails.keys {
      #expect(words[.ko].contains(key) && words[.en].contains(key), "\(key)")
    }
  }

  @Test(arguments: [
    (
      DiagnosisCode.missingFactor,
      "the claimed gradient of W lacks a factor: the mean is taken for a constant: the centring term is missing",
      "평균을 상수로 보아 중심을 맞추는 항이 빠졌습니다."
    ),
    (.missingFactor, "the claimed gradient of W lacks a factor: 1/√d", "빠진 인수: \u{2068}1/√d\u{2069}."),
    (
      .regularization, "the claimed gradient of W is off by 0.1 times W itself: the regularisation term counts 2 times",
      "정칙화 항이 2번 더해져 있습니다."
    ),
    (
      .overwritten, "only the last of its uses counts: it is assigned where it should be added to",
      "여러 쓰임 가운데 마지막 것만 남아 있습니다. 더해야 할 자리에서 대입했습니다."
    ),
  ])
  func `a detail is told in Korean on a Korean page`(code: DiagnosisCode, said: String, told: String) throws {
    let words = try TemplateFolder(shipped: SampleReport.package + "/templates").lessonWords(.checks)
    let array = ArrayResult(
      name: "W", role: .parameter, shape: [2, 3], status: .mismatch, verdict: .fail, elements: [])
    let diagnosis = Diagnosis(code: code, message: said, evidence: [], explained: 1)
    let values = try CheckSentences(words: words).values(of: diagnosis, in: array)
    guard case .localized(let text) = values["ownDetail"] else {
      Issue.record("no detail")
      return
    }
    #expect(HTMLEscaping.plain(text.ko) == told)
  }

  @Test func `a file of checks is read with its seed and its mistakes are told at their place`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "gradus-\(UUID().uuidString).yaml"
    ).path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "seed: 5\nsubjects:\n  - {name: my dense, layer: {dense: 3}, inputs: {x: {normal: [2, 4]}}}\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    let loaded = try LoadedChecks(file: file)
    #expect(loaded.options.seed == 5)
    #expect(loaded.subjects.map(\.name) == ["my dense"])
    #expect(
      GradientChecker(options: loaded.options).check(loaded.subjects).subjects.map(\.verdict) == [.pass])
    try "subjects:\n  - {layr: dense}\n".write(toFile: file, atomically: true, encoding: .utf8)
    let wrong = #expect(throws: ReportError.self) { try LoadedChecks(file: file) }
    #expect(wrong?.exitCode == 65)
    #expect(wrong?.description.contains(":2:6") == true, "\(String(describing: wrong))")
    let absent = #expect(throws: ReportError.self) { try LoadedChecks(file: file + ".absent") }
    #expect(absent?.exitCode == 66)
  }
}
