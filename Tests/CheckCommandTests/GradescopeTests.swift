import Foundation
import GradientChecking
import Testing

@testable import CheckCommand

/// What Gradescope gets: points that add up, and nothing that gives the solution away.
struct GradescopeTests {
  private func tests(_ result: CheckResult, _ style: TextReportStyle = TextReportStyle()) throws -> [[String: Any]] {
    let text = OutputFormat.gradescope.text(of: result, style: style)
    let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return try #require(root?["tests"] as? [[String: Any]])
  }

  private func subject(passing: [Bool], score: Double?) -> SubjectResult {
    var subject = SubjectResult(
      name: "net", source: "built-in", kind: .network, scalar: .double, status: .match, verdict: .pass, message: "")
    subject.arrays = passing.enumerated().map { index, passes in
      ArrayResult(
        name: "w\(index)", role: .parameter, shape: [1], status: passes ? .match : .mismatch,
        verdict: passes ? .pass : .fail,
        elements: [
          ElementResult(
            offset: 0, status: passes ? .match : .mismatch, analytic: 1, numeric: passes ? 1 : 2, uncertainty: 0,
            step: 1e-3, left: 1, right: 1, isVacuous: false)
        ])
    }
    subject.score = score
    return subject
  }

  @Test("points add up to the subject's", arguments: [10, 1, 0.1, 0.01, 7, 33.33, 0, 100])
  func sums(score: Double) throws {
    for count in 1...7 {
      let passing = (0..<count).map { $0 != 1 }
      let result = CheckResult(
        seed: 0, shard: (1, 1), tolerance: 1e-7, subjects: [subject(passing: passing, score: score)], seconds: 0)
      let tests = try tests(result)
      #expect(tests.count == count)
      // In cents: the sum of decimal fractions in binary is not exact.
      let cents = tests.map { Int((($0["max_score"] as? Double ?? .nan) * 100).rounded()) }
      #expect(cents.reduce(0, +) == Int((score * 100).rounded()))
      #expect((cents.max() ?? 0) - (cents.min() ?? 0) <= 1)
      for (test, passes) in zip(tests, passing) {
        #expect(test["score"] as? Double == (passes ? test["max_score"] as? Double : 0))
        #expect(test["status"] as? String == (passes ? "passed" : "failed"))
      }
    }
  }

  @Test func `an array is worth a point where nothing is said`() throws {
    let result = CheckResult(
      seed: 0, shard: (1, 1), tolerance: 1e-7, subjects: [subject(passing: [true, false, true], score: nil)], seconds: 0
    )
    #expect(try tests(result).map { $0["max_score"] as? Double } == [1, 1, 1])
    #expect(try tests(result).map { $0["score"] as? Double } == [1, 0, 1])
  }

  @Test("no measured value is printed", arguments: TextReportStyle.Language.allCases)
  func leaks(language: TextReportStyle.Language) throws {
    var style = TextReportStyle()
    style.language = language
    let text = OutputFormat.gradescope.text(of: HostileResult.result, style: style)
    #expect(!text.contains("0.7310585") && !text.contains("0.731"))
    let tests = try tests(HostileResult.result, style)
    #expect(tests.count == 3 * HostileResult.texts.count + 2)
    #expect(tests.allSatisfy { !($0["name"] as? String ?? "").allSatisfy(\.isWhitespace) })
    #expect(Set(tests.compactMap { $0["number"] as? String }).count == tests.count)
  }

  @Test func `students read their language`() throws {
    var style = TextReportStyle()
    style.language = .korean
    let result = CheckResult(
      seed: 0, shard: (1, 1), tolerance: 1e-7, subjects: [subject(passing: [true, false], score: nil)], seconds: 0)
    let outputs = try tests(result, style).compactMap { $0["output"] as? String }
    #expect(outputs.allSatisfy { $0.contains(/\p{Hangul}/) })
  }

  @Test func `every cause and status has words in both languages`() {
    let korean = CauseWords(language: .korean)
    let english = CauseWords(language: .english)
    let said = DiagnosisCode.allCases.map(korean.text) + CheckStatus.allCases.map(korean.text)
    #expect(said.allSatisfy { $0.contains(/\p{Hangul}/) && !$0.contains(/[A-Za-z]/) }, "\(said)")
    #expect(DiagnosisCode.allCases.allSatisfy { !english.text($0).contains(/\p{Hangul}/) })
    #expect(Set(DiagnosisCode.allCases.map(english.text)).count >= DiagnosisCode.allCases.count - 1)
  }
}
