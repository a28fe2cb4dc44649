import GradientChecking
import Testing

/// Mistakes that do not show at the settings of a configuration, and the settings that reveal them.
struct ExplorationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// What is right in the code, and what is planted instead; shows nowhere at the given settings.
    let right: String
    let planted: String
    let code: String
    let keys: String
    /// What the revealing setting must be called.
    let setting: String
    var testDescription: String { name }
  }

  private static let convolution = """
    import numpy as np
    def conv_forward(x, w, b, conv_param):
        s, p = conv_param['stride'], conv_param['pad']
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        h, v = w.shape[2], w.shape[3]
        rows, columns = (xp.shape[2] - h) // s + 1, (xp.shape[3] - v) // s + 1
        out = np.zeros((len(x), len(w), rows, columns))
        for i in range(rows):
            for j in range(columns):
                part = xp[:, None, :, i * s:i * s + h, j * s:j * s + v]
                out[:, :, i, j] = (part * w).sum(axis=(2, 3, 4)) + b
        return out, (x, w, b, conv_param)
    def conv_backward(dout, cache):
        x, w, b, conv_param = cache
        s, p = conv_param['stride'], conv_param['pad']
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        h, v = w.shape[2], w.shape[3]
        dxp, dw = np.zeros_like(xp), np.zeros_like(w)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                d = dout[:, :, i, j]
                dw += np.einsum('nf,nchw->fchw', d, xp[:, :, i * s:i * s + h, j * s:j * s + v])
                dxp[:, :, i * s:i * s + h, j * s:j * s + v] += np.einsum('nf,fchw->nchw', d, w)
        dx = dxp[:, :, p:dxp.shape[2] - p, p:dxp.shape[3] - p]
        return dx, dw, dout.sum(axis=(0, 2, 3))
    """
  private static let convolutionKeys =
    "forward: conv_forward, inputs: {x: {normal: [2, 2, 5, 5]}, w: {normal: [2, 2, 3, 3]}, b: {normal: [2]}, "
    + "conv_param: {stride: 1, pad: 1}}"
  private static let scaling = """
    import numpy as np
    def scale_forward(x, gamma, beta):
        return gamma * np.tanh(x) + beta, (x, gamma)
    def scale_backward(dout, cache):
        x, gamma = cache
        return dout * gamma * (1 - np.tanh(x) ** 2), (dout * np.tanh(x)).sum(axis=0), dout.sum(axis=0)
    """
  private static let loss = """
    import numpy as np
    def ridge_loss(W, X, y, reg):
        error = X.dot(W) - y
        loss = 0.5 * np.mean(error ** 2) + reg * np.sum(W * W)
        return loss, X.T.dot(error) / len(y) + 2 * reg * W
    """
  private static let pooling = """
    import numpy as np
    class Pool:
        def __init__(self, size, stride):
            self.size, self.stride = size, stride
        def forward(self, x):
            self.x = x
            n = (x.shape[1] - self.size) // self.stride + 1
            windows = [x[:, i * self.stride:i * self.stride + self.size] for i in range(n)]
            self.places = [window.argmax(axis=1) for window in windows]
            return np.stack([window.max(axis=1) for window in windows], axis=1)
        def backward(self, dout):
            dx, rows = np.zeros_like(self.x), np.arange(len(self.x))
            for i, place in enumerate(self.places):
                dx[rows, i * self.stride + place] += dout[:, i]
            return dx
    """
  static let cases = [
    Case(
      name: "stride left out", right: "xp[:, :, i * s:i * s + h, j * s:j * s + v])\n",
      planted: "xp[:, :, i:i + h, j:j + v])\n", code: convolution, keys: convolutionKeys,
      setting: "conv_param.stride = 2"),
    Case(
      name: "a slice that is empty without padding", right: "dxp[:, :, p:dxp.shape[2] - p, p:dxp.shape[3] - p]",
      planted: "np.zeros_like(x); dx[...] = dxp[:, :, p:-p, p:-p] if p else 0", code: convolution,
      keys: convolutionKeys, setting: "conv_param.pad = 0"),
    Case(
      name: "a square kernel taken for granted", right: "h, v = w.shape[2], w.shape[3]\n    dxp",
      planted: "h = w.shape[2]; v = w.shape[3]\n    xp = xp * (1 + (h - v))\n    dxp", code: convolution,
      keys: convolutionKeys, setting: "w of shape"),
    Case(
      name: "the scale left out", right: "dout * gamma * (1", planted: "dout * (1", code: scaling,
      keys: "forward: scale_forward, inputs: {x: {normal: [4, 3]}, gamma: {ones: [3]}, beta: {zeros: [3]}}",
      setting: "parameters moved at random"),
    Case(
      name: "regularisation left out", right: " + 2 * reg * W", planted: "", code: loss,
      keys: "loss: ridge_loss, wrt: W, inputs: {W: {normal: [4]}, X: {normal: [5, 4]}, y: {normal: [5]}, reg: 0.0}",
      setting: "reg = 0.7"),
    Case(
      name: "a divisor for one batch size", right: "/ len(y) +", planted: "/ 5 +", code: loss,
      keys: "loss: ridge_loss, wrt: W, inputs: {X: {normal: [5, 4]}, W: {normal: [4]}, y: {normal: [5]}, reg: 0.5}",
      setting: "a batch of 1"),
    Case(
      name: "windows that overlap", right: "+= dout[:, i]", planted: "= dout[:, i]", code: pooling,
      keys: "class: Pool, init: {size: 2, stride: 2}, inputs: {x: {normal: [3, 8]}}", setting: "init.stride = 1"),
  ]

  private var exploring: CheckOptions {
    var options = CheckOptions()
    options.explore = true
    return options
  }

  @Test(arguments: cases) func `a mistake that hides at the given settings is revealed`(_ own: Case) throws {
    let spoiled = own.code.replacing(own.right, with: own.planted)
    try #require(spoiled != own.code)
    let folder = try TemporaryFolder(["right.py": own.code, "spoiled.py": spoiled])
    let entries = ["right", "spoiled"].map { "  - {name: \($0), python: \($0).py, \(own.keys)}" }
    let configuration = "subjects:\n" + entries.joined(separator: "\n") + "\n"
    #expect(try folder.check(configuration).map(\.verdict) == [.pass, .pass], "it shows without exploring")
    let results = try folder.check(configuration, options: exploring)
    #expect(results.map(\.verdict) == [.pass, .fail], "\(results.map(\.message))")
    let revealing = try #require(results.last?.revealedBy)
    #expect(revealing.contains(own.setting), "\(revealing)")
  }

  @Test func `the smallest case of a wrong layer is a smaller one with round values`() throws {
    let folder = try TemporaryFolder(["layers.py": Self.scaling.replacing("dout * gamma * (1", with: "dout * (1")])
    var options = CheckOptions()
    options.shrink = true
    let keys = "forward: scale_forward, inputs: {x: {normal: [4, 3]}, gamma: {normal: [3]}, beta: {normal: [3]}}"
    let result = try #require(
      try folder.check("subjects: [{name: a, python: layers.py, \(keys)}]\n", options: options).first)
    let smallest = try #require(result.smallest)
    #expect(smallest.arrays.first?.shape == [1, 3])
    let values = smallest.arrays.flatMap(\.values)
    #expect(values.allSatisfy { $0 * 10 == ($0 * 10).rounded() }, "\(values)")
    #expect(!values.contains { $0 == 0 && $0.sign == .minus }, "\(values)")
  }
}
