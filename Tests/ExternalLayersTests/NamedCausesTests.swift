import CheckSubjects
import Foundation
import GradientChecking
import Testing

/// Mistakes of layers in Python that are told from the outside, by what is claimed and measured alone.
struct NamedCausesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let code: String
    let inputs: String
    let wrong: String
    let cause: DiagnosisCode
    let words: String
    var testDescription: String { name }

    init(
      _ name: String, forward: String, backward: String, inputs: String = "x: {normal: [6, 5]}", wrong: String = "x",
      _ cause: DiagnosisCode, _ words: String
    ) {
      self.name = name
      code = "import numpy as np\n\(forward)\n\(backward)\n"
      self.inputs = inputs
      self.wrong = wrong
      self.cause = cause
      self.words = words
    }
  }

  private static let leaky = "def f_forward(x): return np.where(x > 0, x, 0.01 * x), x"
  private static let softmax = """
    def f_forward(x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True), e / e.sum(axis=1, keepdims=True)
    """
  private static let affine = "def f_forward(x, w, b): return x.dot(w) + b, (x, w)"
  private static let affineInputs = "x: {normal: [4, 4]}, w: {normal: [4, 4]}, b: {normal: [4]}"
  private static func normalization(axis: Int) -> String {
    """
    def f_forward(x):
        inverse = 1 / np.sqrt(x.var(axis=\(axis), keepdims=True) + 1e-5)
        hat = (x - x.mean(axis=\(axis), keepdims=True)) * inverse
        return hat, (hat, inverse)
    """
  }
  private static func normalized(_ gradient: String) -> String {
    "def f_backward(dout, c):\n    hat, inverse = c\n    return \(gradient)"
  }
  private static let gates = """
    def logistic(z): return 1 / (1 + np.exp(-z))
    def f_forward(x, w):
        z = x.dot(w)
        i, o, g = logistic(z[:, :3]), logistic(z[:, 3:6]), np.tanh(z[:, 6:])
        return o * np.tanh(i * g), (x, w, i, o, g)
    """
  private static func gated(output: String = "o * (1 - o)", candidate: String = "i") -> String {
    """
    def f_backward(dout, c):
        x, w, i, o, g = c
        t = np.tanh(i * g)
        dc = dout * o * (1 - t * t)
        dz = np.hstack([dc * g * i * (1 - i), dout * t * \(output), \(candidate) * dc * (1 - g * g)])
        return dz.dot(w.T), x.T.dot(dz)
    """
  }
  private static let crossEntropy = """
    def f_loss(x, y):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(y)), y]).mean(), p / len(y)
    """

  static let cases = [
    Case(
      "another slope on the negative side", forward: leaky,
      backward: "def f_backward(dout, x): return dout * np.where(x > 0, 1, 0.1)", .mask, "where x is negative"),
    Case(
      "another slope on the positive side", forward: "def f_forward(x): return np.where(x > 0, 2 * x, 0.5 * x), x",
      backward: "def f_backward(dout, x): return dout * np.where(x > 0, 1, 0.5)", .mask, "where x is positive"),
    Case(
      "a formula for outputs with the input", forward: "def f_forward(x): return np.tanh(x), x",
      backward: "def f_backward(dout, x): return dout * (1 - x ** 2)", .missingFactor, "is given the input"),
    Case(
      "a derivative at the output", forward: "def f_forward(x): return 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(-x))",
      backward: """
        def f_backward(dout, y):
            s = 1 / (1 + np.exp(-y))
            return dout * s * (1 - s)
        """, .missingFactor, "at the output, not at the input"),
    Case(
      "softmax passed on", forward: softmax, backward: "def f_backward(dout, s): return 1.0 * dout", .missingFactor,
      "without the Jacobian"),
    Case(
      "softmax without its sum", forward: softmax, backward: "def f_backward(dout, s): return s * dout", .diagonalOnly,
      "not subtracted"),
    Case(
      "softmax summed over the batch", forward: softmax,
      backward: "def f_backward(dout, s): return s * (dout - (s * dout).sum(axis=0, keepdims=True))", .missingSum,
      "over axis 0, not over axis 1"),
    Case(
      "softmax summed over everything", forward: softmax,
      backward: "def f_backward(dout, s): return s * (dout - (s * dout).sum())", .missingSum,
      "over all elements, not over axis 1"),
    Case(
      "weights not transposed", forward: affine,
      backward: """
        def f_backward(dout, c): return dout.dot(c[1]), c[0].T.dot(dout), dout.sum(axis=0)
        """, inputs: affineInputs, .transpose, "if w were transposed"),
    Case(
      "inputs not transposed", forward: affine,
      backward: """
        def f_backward(dout, c):
            x, w = c
            return dout.dot(w.T), x.dot(dout), dout.sum(axis=0)
        """, inputs: affineInputs, wrong: "w", .transpose, "if x were transposed"),
    Case(
      "bias summed over the wrong axis", forward: affine,
      backward: """
        def f_backward(dout, c): return dout.dot(c[1].T), c[0].T.dot(dout), dout.sum(axis=1)
        """, inputs: affineInputs, wrong: "b", .transpose, "if the upstream gradient were transposed"),
    Case(
      "variance a constant, over the batch", forward: normalization(axis: 0),
      backward: normalized("inverse * (dout - dout.mean(axis=0))"), .missingFactor, "the term of the variance"),
    Case(
      "variance halved, over the row", forward: normalization(axis: 1),
      backward: normalized(
        "inverse * (dout - dout.mean(axis=1, keepdims=True) - hat * (dout * hat).mean(axis=1, keepdims=True) / 2)"),
      .missingFactor, "over its last axis, as where the term of the variance"),
    Case(
      "mean and variance constants", forward: normalization(axis: 0), backward: normalized("inverse * dout"),
      .missingFactor, "the terms of the mean and the variance"),
    Case(
      "mean a constant, over the row", forward: normalization(axis: 1),
      backward: normalized("inverse * (dout - hat * (dout * hat).mean(axis=1, keepdims=True))"), .constantOffset,
      "over its last axis"),
    Case(
      "a gate without its derivative", forward: gates, backward: gated(output: "1.0"),
      inputs: "x: {normal: [5, 4]}, w: {normal: [4, 9]}", wrong: "w", .unknown, "only at places 3 to 5 along its last"),
    Case(
      "a gate with the wrong sign", forward: gates, backward: gated(candidate: "-i"),
      inputs: "x: {normal: [5, 4]}, w: {normal: [4, 9]}", wrong: "w", .sign, "only at places 6 to 8 along its last axis"
    ),
    Case(
      "a label that is not subtracted", forward: crossEntropy, backward: "",
      inputs: "x: {normal: [6, 5]}, y: {integers: [6], below: 5}", .constantOffset, "a one-hot label"),
  ]

  @Test(arguments: cases, [1, 2]) func `a mistake is named, with where it is`(own: Case, seed: Int) throws {
    let folder = try TemporaryFolder(["layers.py": own.code])
    let keys = own.code.contains("def f_loss") ? "loss: f_loss" : "forward: f_forward"
    var options = CheckOptions()
    options.seed = UInt64(seed)
    let results = try folder.check(
      "subjects: [{name: f\(seed), python: layers.py, \(keys), inputs: {\(own.inputs)}}]\n", options: options)
    let result = try #require(results.first)
    #expect(result.verdict == .fail, "\(result.message)")
    let array = try #require(result.arrays.first { $0.name == own.wrong })
    let diagnosis = try #require(array.diagnosis.first)
    #expect(diagnosis.code == own.cause, "\(diagnosis.message)")
    #expect(diagnosis.message.contains(own.words), "\(diagnosis.message)")
    for other in result.arrays where other.verdict == .fail && other.name != own.wrong {
      // A gate spoils the input's gradient, too.
      #expect(own.name.contains("gate") && other.name == "x", "\(other.name)")
    }
  }

  @Test(arguments: [
    // A product's gradients begin with the other array's name.
    (
      "def f_forward(a, b): return a.dot(b), (a, b)",
      "def f_backward(dout, c):\n    a, b = c\n    return b.dot(dout), a.dot(dout)"
    ),
    // The cache has an input's name.
    (
      "def f_forward(a, b): return a * b, (a, b, a * b)",
      "def f_backward(d, b):\n    first, second, _ = b\n    return d * second, d * first"
    ),
  ]) func `a right backward passes, whatever its names suggest`(forward: String, backward: String) throws {
    let folder = try TemporaryFolder(["layers.py": "import numpy as np\n\(forward)\n\(backward)\n"])
    let result = try #require(
      try folder.check(
        "subjects: [{name: f, python: layers.py, forward: f_forward, inputs: {a: {normal: [4]}, b: {normal: [4]}}}]\n"
      ).first)
    #expect(result.verdict == .pass, "\(result.message)")
    #expect(result.arrays.map(\.name) == ["a", "b"])
  }

  @Test func `a gradient of a number is checked`() throws {
    let folder = try TemporaryFolder([
      "layers.py": """
      def f_forward(x, s): return x * s, (x, s)
      def f_backward(dout, c): return dout * c[1], 3 * (dout * c[0]).sum()
      """
    ])
    let result = try #require(
      try folder.check(
        "subjects: [{name: f, python: layers.py, forward: f_forward, inputs: {x: {normal: [5]}, s: 0.7}}]\n"
      ).first)
    #expect(result.arrays.map(\.name) == ["x", "s"])
    #expect(result.arrays.map(\.verdict) == [.pass, .fail])
    #expect(result.arrays.last?.diagnosis.first?.code == .scale)
  }

  @Test func `an output without elements is an error that says so`() throws {
    let folder = try TemporaryFolder([
      "layers.py": """
      def f_forward(x): return x[4:] * 2, None
      def f_backward(dout, c): return dout
      """
    ])
    let result = try #require(
      try folder.check("subjects: [{name: f, python: layers.py, forward: f_forward, inputs: {x: {normal: [4]}}}]\n")
        .first)
    #expect(result.verdict == .error)
    #expect(result.message.contains("no elements"), "\(result.message)")
  }

  @Test func `a function that evaluates is not taken for a loss with its gradient`() throws {
    let folder = try TemporaryFolder([
      "layers.py": "def evaluate_loss(W, X, y):\n    return ((X.dot(W) - y) ** 2).mean(), 0.5\n"
    ])
    let python = try PythonSubjects(
      file: folder.url.appending(path: "layers.py").path, seed: 5, scalar: .double,
      settings: ExternalSettings(interpreter: Python.path))
    #expect(try python.recognise().isEmpty)
  }

  @Test(arguments: [
    ("backprop(self, x, y)", "y"), ("backward(self, y_true)", "y_true"), ("backward(self, X, Y, rate)", "Y"),
    ("backward(self, x, targets)", "targets"),
  ]) func `a network whose backward takes the answers is not judged, and says why`(method: String, answers: String)
    throws
  {
    let folder = try TemporaryFolder([
      "layers.py": """
      import numpy as np
      class Net:
          def __init__(self, n_in, n_out):
              self.W = np.random.randn(n_in, n_out)
          def forward(self, x):
              self.x, self.out = x, np.tanh(x @ self.W)
              return self.out
          def \(method):
              self.dW = self.x.T @ ((self.out - \(answers)) * (1 - self.out ** 2))
      """
    ])
    let python = try PythonSubjects(
      file: folder.url.appending(path: "layers.py").path, seed: 5, scalar: .double,
      settings: ExternalSettings(interpreter: Python.path))
    let fitting = try python.fitting(try #require(try python.recognise().first))
    #expect(fitting.subject == nil)
    #expect(fitting.remark.contains("takes the answers, \(answers),"), "\(fitting.remark)")
  }
}
