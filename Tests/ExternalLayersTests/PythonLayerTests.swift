import GradientChecking
import Testing

/// Layers in the styles that people write, right and wrong, through the Python worker.
struct PythonLayerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let code: String
    /// The subject's keys, without `python`.
    let keys: String
    let verdict: Verdict
    var diagnosis: DiagnosisCode?
    var warning: DiagnosisCode?
    var testDescription: String { name }
  }

  private static let affine = """
    import numpy as np
    def affine_forward(x, w, b):
        return x.reshape(x.shape[0], -1).dot(w) + b, (x, w, b)
    def affine_backward(dout, cache):
        x, w, b = cache
        dx = dout.dot(w.T).reshape(x.shape)
        dw = x.reshape(x.shape[0], -1).T.dot(dout)
        db = dout.sum(axis=0)
        return dx, dw, db
    """
  private static let affineKeys =
    "forward: affine_forward, inputs: {x: {normal: [4, 2, 3]}, w: {normal: [6, 5]}, b: {normal: [5]}}"
  private static let dense = """
    import numpy as np
    class Dense:
        def __init__(self, W, b):
            self.W, self.b = W, b
        def forward(self, x):
            self.x = x
            return x @ self.W + self.b
        def backward(self, dout):
            self.dW = self.x.T @ dout
            self.db = dout.sum(axis=0)
            return dout @ self.W.T
    """
  private static let denseKeys =
    "class: Dense, init: {W: {normal: [6, 5]}, b: {normal: [5]}}, inputs: {x: {normal: [4, 6]}}"
  private static let square = """
    import numpy as np
    def square_loss(W, reg):
        return 0.5 * np.sum(W * W * W) + 0.5 * reg * np.sum(W * W), 1.5 * W * W + reg * W
    """
  private static let dropout = """
    import numpy as np
    class Dropout:
        def __init__(self):
            self.rng = np.random.default_rng(3)
        def forward(self, x):
            self.mask = self.rng.uniform(size=x.shape) > 0.4
            return x * self.mask
        def backward(self, dout):
            return dout * self.mask
    """
  private static let dropoutKeys = "class: Dropout, inputs: {x: {normal: [4, 3]}}"
  private static let squareKeys = "loss: square_loss, inputs: {W: {normal: [4, 3]}, reg: 0.3}"

  static let cases = [
    Case(name: "affine", code: affine, keys: affineKeys, verdict: .pass),
    Case(
      name: "bias not summed", code: affine.replacing("dout.sum(axis=0)", with: "dout[0]"), keys: affineKeys,
      verdict: .fail, diagnosis: .missingSum),
    Case(
      name: "wrong sign", code: affine.replacing("dw = x", with: "dw = -x"), keys: affineKeys, verdict: .fail,
      diagnosis: .sign),
    Case(
      name: "kept dimension", code: affine.replacing("axis=0)", with: "axis=0, keepdims=True)"), keys: affineKeys,
      verdict: .fail, diagnosis: .wrongShape),
    Case(
      name: "input overwritten",
      code: affine.replacing("    return x.reshape", with: "    x *= 1.5\n    return x.reshape"),
      keys: affineKeys, verdict: .fail),
    Case(
      name: "upstream overwritten",
      code: affine.replacing("    return dx, dw", with: "    dout *= 0\n    return dx, dw"), keys: affineKeys,
      verdict: .pass, warning: .mutatedUpstream),
    Case(
      name: "not written", code: affine.replacing("    return dx, dw, db", with: "    pass"), keys: affineKeys,
      verdict: .fail, diagnosis: .notImplemented),
    Case(
      name: "raises in backward", code: affine.replacing("x, w, b = cache", with: "x, w = cache"), keys: affineKeys,
      verdict: .error),
    Case(
      name: "a missing module", code: "import no_such_module_at_all as m\n" + affine, keys: affineKeys, verdict: .pass),
    Case(name: "class", code: dense, keys: denseKeys, verdict: .pass),
    Case(
      name: "class, gradient adds up",
      code: dense.replacing("self.dW = self.x", with: "self.dW = getattr(self, 'dW', 0) + self.x"), keys: denseKeys,
      verdict: .pass, warning: .accumulates),
    Case(
      name: "class, mean over the batch", code: dense.replacing("T @ dout", with: "T @ dout / len(dout)"),
      keys: denseKeys, verdict: .fail, diagnosis: .extraMean),
    Case(name: "loss", code: square, keys: squareKeys, verdict: .pass),
    Case(
      name: "loss, regularisation twice", code: square.replacing("+ reg * W", with: "+ 2 * reg * W"), keys: squareKeys,
      verdict: .fail, diagnosis: .regularization),
    Case(
      name: "random",
      code: "import numpy as np\ndef f(x):\n    return np.random.rand(*x.shape) * x\ndef df(x):\n    return x\n",
      keys: "forward: f, derivative: df, inputs: {x: {normal: [3, 4]}}", verdict: .fail, diagnosis: .nondeterministic),
    Case(
      name: "a generator that the object holds", code: dropout, keys: dropoutKeys, verdict: .fail,
      diagnosis: .nondeterministic),
    Case(
      name: "a generator that the object holds, put back", code: dropout, keys: dropoutKeys + ", reseed: true",
      verdict: .pass),
    Case(
      name: "an old generator that the object holds, put back",
      code: dropout.replacing("default_rng(3)", with: "RandomState(3)"), keys: dropoutKeys + ", reseed: true",
      verdict: .pass),
    Case(
      name: "a mask that is drawn twice",
      code: dropout.replacing("dout * self.mask", with: "dout * (self.rng.uniform(size=dout.shape) > 0.4)"),
      keys: dropoutKeys + ", reseed: true", verdict: .fail),
    Case(
      name: "gradient in the order of hashes",
      code: """
        import numpy as np
        calls = []
        def f(x):
            return np.sum(x ** 3)
        def df(x):
            calls.append(1)
            terms = np.roll(0.1 * np.arange(1, 40), 7 * len(calls))
            return 3 * x ** 2 * sum(terms) / 78
        """, keys: "forward: f, gradient: df, inputs: {x: {normal: [3, 4]}}", verdict: .pass),
    Case(
      name: "flag", code: "import numpy as np\ndef f(x, prime=False):\n    return 2 * x if prime else x * x\n",
      keys: "forward: f, derivative: {flag: prime}, inputs: {x: {normal: [3, 4]}}", verdict: .pass),
    Case(
      name: "an upstream gradient that hides everything",
      code: """
        import numpy as np
        def softmax_forward(x):
            e = np.exp(x)
            y = e / e.sum(axis=1, keepdims=True)
            return y, y
        def softmax_backward(dout, y):
            return y * (dout - (dout * y).sum(axis=1, keepdims=True))
        """, keys: "forward: softmax_forward, upstream: {ones: [4, 3]}, inputs: {x: {normal: [4, 3]}}",
      verdict: .inconclusive),
  ]

  /// All cases by name, each a file of its own, checked by one worker: it is started once.
  private static let results = Result {
    let files = cases.indices.map { ("내 \($0).py", cases[$0].code) }
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: files))
    let subjects = cases.enumerated().map { "  - {name: '\($1.name)', python: 내 \($0).py, \($1.keys)}" }
    let results = try folder.check("subjects:\n" + subjects.joined(separator: "\n") + "\n")
    return Dictionary(uniqueKeysWithValues: results.map { ($0.name, $0) })
  }

  @Test(arguments: cases) func `a layer in Python is judged`(own: Case) throws {
    let result = try #require(try Self.results.get()[own.name])
    #expect(result.verdict == own.verdict, "\(result.message)")
    if let diagnosis = own.diagnosis {
      #expect(result.codes.contains(diagnosis), "\(result.message)")
    }
    if let warning = own.warning { #expect(result.warned.contains(warning)) }
    if own.verdict == .error { #expect(result.error?.line == 5) }
  }
}
