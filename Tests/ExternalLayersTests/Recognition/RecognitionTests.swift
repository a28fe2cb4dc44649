import CheckSubjects
import Foundation
import GradientChecking
import Testing

/// What `check --python FILE` finds without another word: names, inputs, arrays, and the right verdict on each.
struct RecognitionTests {
  private func check(_ code: String, keeping folder: inout TemporaryFolder?) throws -> (
    results: [String: SubjectResult], remarks: [String: String]
  ) {
    let own = try TemporaryFolder(["층 layers.py": "import numpy as np\n" + code + "\n"])
    folder = own
    let file = own.url.appending(path: "층 layers.py").path
    let python = try PythonSubjects(
      file: file, seed: 5, scalar: .double, settings: ExternalSettings(interpreter: Python.path))
    var results: [String: SubjectResult] = [:]
    var remarks: [String: String] = [:]
    for entry in try python.recognise() {
      let fitting = try python.fitting(entry)
      remarks[entry.name] = fitting.remark
      if let subject = fitting.subject { results[entry.name] = GradientChecker().check(subject) }
    }
    return (results, remarks)
  }

  @Test(arguments: PublishedStyle.all.indices)
  func `published styles are found and judged without a word from their author`(_ index: Int) throws {
    let style = PublishedStyle.all[index]
    var folder: TemporaryFolder?
    let (results, remarks) = try check(style.code, keeping: &folder)
    for wanted in style.wanted {
      let about = "\(wanted.name): \(remarks[wanted.name] ?? "not recognised")"
      let result = try #require(results[wanted.name], "\(about)")
      #expect(Set(result.arrays.map(\.name)) == wanted.arrays, "\(about)")
      let failed = Set(result.arrays.filter { $0.verdict == .fail }.map(\.name))
      #expect(failed == wanted.wrong, "\(about) \(result.message)")
      #expect(result.verdict == (wanted.wrong.isEmpty ? .pass : .fail), "\(about) \(result.message)")
      if !wanted.wrong.isEmpty {
        #expect(!result.codes.isDisjoint(with: wanted.causes), "\(about) \(result.codes)")
      }
    }
  }

  @Test func `a layer that is not written, or names something that is not there, is a result and not a wrong guess`()
    throws
  {
    var folder: TemporaryFolder?
    let (results, remarks) = try check(
      """
      def later_forward(x, w, b):
          out = None
          return out, (x, w, b)
      def later_backward(dout, cache):
          return None, None, None
      def slip_forward(x):
          return xx * 2, x
      def slip_backward(dout, cache):
          return dout * 2
      def odd_forward(a_table_of_something, b_table):
          return a_table_of_something + b_table['k'], None
      def odd_backward(dout, cache):
          return dout
      """, keeping: &folder)
    #expect(results["later_forward"]?.error?.type == "not-implemented")
    #expect(results["slip_forward"]?.error?.type == "NameError")
    #expect(results["odd_forward"] == nil)
    #expect(remarks["odd_forward"]?.contains("--input") == true)
  }

  @Test(arguments: GeneratedLayerTests.Family.allCases)
  func `no generated layer is judged wrongly by guessed inputs`(_ family: GeneratedLayerTests.Family) throws {
    let variants = family.variants
    var folder: TemporaryFolder?
    let code = variants.map(\.code).joined(separator: "\n\n\n")
    let (results, _) = try check(code, keeping: &folder)
    var judged = 0
    for variant in variants {
      guard let result = results.first(where: { variant.keys.contains(" \($0.key),") })?.value else { continue }
      // Guessed sizes may hide a mistake (a batch of one class), but never make one.
      if variant.fault == nil {
        #expect(
          result.verdict == .pass || result.verdict == .inconclusive,
          "\(variant.name): \(result.message)\n\(variant.code)")
      }
      judged += 1
    }
    #expect(judged * 2 > variants.count, "only \(judged) of \(variants.count) were recognised and could be run")
  }
}
