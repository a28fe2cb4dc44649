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

  @Test func `styles of today are found, and the mistakes in them are named`() throws {
    let forms = SpoiltStyle.all.flatMap { style in style.forms.map { (style, $0) } }
    var folder: TemporaryFolder?
    let code = SpoiltStyle.head + forms.map(\.1.code).joined(separator: "\n\n\n")
    let (results, remarks) = try check(code, keeping: &folder)
    for (style, form) in forms {
      let result = try #require(results[form.name], "\(form.name): \(remarks[form.name] ?? "not recognised")")
      let about: Comment = "\(form.name): \(result.message) \(result.codes)\n\(form.code)"
      #expect(Set(result.arrays.map(\.name)) == style.arrays, about)
      #expect(Set(result.arrays.filter { $0.verdict == .fail }.map(\.name)) == form.mistake?.wrong ?? [], about)
      #expect(result.verdict == (form.mistake == nil ? .pass : .fail), about)
      if let causes = form.mistake?.causes { #expect(!result.codes.isDisjoint(with: causes), about) }
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

  @Test func `what has to be done before a check is said`() throws {
    var folder: TemporaryFolder?
    let (results, remarks) = try check(
      """
      def net_forward(X, W, b):
          A = 1 / (1 + np.exp(-(np.dot(W, X) + b)))
          return A, (X, W, b, A)
      def net_backward(X, Y, cache):
          X, W, b, A = cache
          return np.dot(W.T, A - Y), np.dot(A - Y, X.T), np.sum(A - Y, axis=1, keepdims=True)
      class Dense:
          def __init__(self, units):
              self.units = units
          def initialize(self, size):
              self.W = np.ones((size, self.units))
          def forward(self, X):
              self.X = X
              return X.dot(self.W)
          def backward(self, dout):
              return dout.dot(self.W.T)
      """, keeping: &folder)
    #expect(results.isEmpty)
    #expect(remarks["net_forward"]?.contains("the gradient of a loss") == true)
    #expect(remarks["Dense"]?.contains("Dense.initialize, which sets W, must be called first") == true)
  }

  @Test(arguments: GeneratedLayerTests.Family.allCases)
  func `generated layers are judged rightly by guessed inputs, and their mistakes are named`(
    _ family: GeneratedLayerTests.Family
  ) throws {
    let variants = family.variants
    var folder: TemporaryFolder?
    let code = variants.map(\.code).joined(separator: "\n\n\n")
    let (results, _) = try check(code, keeping: &folder)
    var judged = 0
    for variant in variants {
      guard let result = results.first(where: { variant.keys.contains(" \($0.key),") })?.value else { continue }
      judged += 1
      let about: Comment = "\(variant.name): \(result.message)\n\(variant.code)"
      guard let fault = variant.fault else {
        #expect(result.verdict == .pass || result.verdict == .inconclusive, about)
        continue
      }
      // An array that was guessed with the axis that is kept has a gradient of its shape.
      if fault.causes == [.wrongShape], result.verdict == .pass { continue }
      #expect(result.verdict == .fail, about)
      #expect(Set(result.arrays.filter { $0.verdict == .fail }.map(\.name)) == fault.arrays, about)
      #expect(!result.codes.isDisjoint(with: fault.causes), "\(result.codes), wanted \(fault.causes) \(about)")
    }
    #expect(judged * 2 > variants.count, "only \(judged) of \(variants.count) were recognised and could be run")
  }
}
