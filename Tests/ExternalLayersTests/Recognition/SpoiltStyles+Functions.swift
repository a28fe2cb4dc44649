/// Losses, energies and ways to hand over what backward needs.
extension SpoiltStyle {
  /// A loss over the steps of a sequence.
  static let sequence = SpoiltStyle(
    stem: "sequence_loss", name: "sequence_loss", arrays: ["logits"],
    code: """
      def sequence_loss(logits, targets):
          T, V = logits.shape
          m = logits.max(axis=1, keepdims=True)
          logp = logits - m - np.log(np.exp(logits - m).sum(axis=1, keepdims=True))
          loss = -logp[np.arange(T), targets].mean()
          dlogits = np.exp(logp)
          dlogits[np.arange(T), targets] -= 1
          return loss, dlogits / T
      """,
    mistakes: [
      Mistake(
        "return loss, dlogits / T",
        "return loss, dlogits", wrong: ["logits"], causes: [.missingMean]),
      Mistake(
        "-= 1\n    return loss",
        "+= 1\n    return loss", wrong: ["logits"], causes: [.constantOffset]),
    ])

  /// An energy with its gradient in a mapping.
  static let energy = SpoiltStyle(
    stem: "free_energy", name: "free_energy", arrays: ["v", "W", "b", "c"],
    code: """
      def free_energy(v, W, b, c):
          return -np.sum(v @ b) - np.sum(np.log1p(np.exp(v @ W + c)))


      def free_energy_grad(v, W, b, c):
          s = sigmoid(v @ W + c)
          return {"v": -b - s @ W.T, "W": -v.T @ s, "b": -v.sum(axis=0), "c": -s.sum(axis=0)}
      """,
    mistakes: [
      Mistake(
        "\"W\": -v.T @ s",
        "\"W\": v.T @ s", wrong: ["W"], causes: [.sign]),
      Mistake(
        "\"b\": -v.sum(axis=0)",
        "\"b\": -v.mean(axis=0)", wrong: ["b"], causes: [.extraMean]),
      Mistake(
        "\"c\": -s.sum(axis=0)",
        "\"c\": -s[0]", wrong: ["c"], causes: [.unknown, .arrayOnly]),
    ])

  /// Annotations, and a cache that is a data class.
  static let annotated = SpoiltStyle(
    stem: "linear", name: "linear_forward", arrays: ["x", "w", "b"],
    code: """
      @dataclass
      class LinearCache:
          x: np.ndarray
          w: np.ndarray


      def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> Tuple[np.ndarray, LinearCache]:
          return x @ w + b, LinearCache(x=x, w=w)


      def linear_backward(dout: np.ndarray, cache: LinearCache) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
          return dout @ cache.w.T, cache.x.T @ dout, dout.sum(axis=0)
      """,
    mistakes: [
      Mistake(
        "return dout @ cache.w.T, cache.x.T @ dout, dout.sum(axis=0)",
        "return dout @ cache.w.T, cache.x.T @ dout / len(dout), dout.sum(axis=0)", wrong: ["w"], causes: [.extraMean]),
      Mistake(
        "cache.x.T @ dout, dout.sum(axis=0)",
        "cache.x.T @ dout, dout.sum(axis=1)[:5]", wrong: ["b"], causes: [.unknown, .arrayOnly]),
    ])

  /// Arguments that only have a name.
  static let keywords = SpoiltStyle(
    stem: "leaky_relu", name: "leaky_relu_forward", arrays: ["x"],
    code: """
      def leaky_relu_forward(x, *, alpha=0.1):
          return np.where(x > 0, x, alpha * x), (x, alpha)


      def leaky_relu_backward(dout, cache):
          x, alpha = cache
          return np.where(x > 0, dout, alpha * dout)
      """,
    mistakes: [
      Mistake(
        "np.where(x > 0, dout, alpha * dout)",
        "np.where(x > 0, dout, 0)", wrong: ["x"], causes: [.mask])
    ])

  /// A forward pass that returns its backward pass.
  static let closure = SpoiltStyle(
    stem: "softplus", name: "softplus", arrays: ["x"],
    code: """
      def softplus(x):
          y = np.log1p(np.exp(x))

          def backward(grad):
              return grad / (1 + np.exp(-x))

          return y, backward
      """,
    mistakes: [
      Mistake(
        "return grad / (1 + np.exp(-x))",
        "return grad / (1 + np.exp(x))", wrong: ["x"], causes: [.sign, .unknown, .arrayOnly]),
      Mistake(
        "return grad / (1 + np.exp(-x))",
        "return 1 / (1 + np.exp(-x))", wrong: ["x"], causes: [.upstreamIgnored]),
    ])

  /// A network that is a list of layers.
  static let list = SpoiltStyle(
    stem: "Net", name: "Net", arrays: ["x", "layers.0.W", "layers.0.b", "layers.2.W", "layers.2.b"],
    code: """
      class Dense:
          def __init__(self, n_in, n_out):
              self.W = np.random.randn(n_in, n_out) * 0.1
              self.b = np.zeros(n_out)

          def forward(self, x):
              self.x = x
              return x @ self.W + self.b

          def backward(self, dout):
              self.dW = self.x.T @ dout
              self.db = dout.sum(axis=0)
              return dout @ self.W.T


      class Tanh:
          def forward(self, x):
              self.y = np.tanh(x)
              return self.y

          def backward(self, dout):
              return dout * (1 - self.y ** 2)


      class Net:
          def __init__(self):
              self.layers = [Dense(4, 5), Tanh(), Dense(5, 3)]

          def forward(self, x):
              for layer in self.layers:
                  x = layer.forward(x)
              return x

          def backward(self, dout):
              for layer in reversed(self.layers):
                  dout = layer.backward(dout)
              return dout
      """,
    mistakes: [
      Mistake(
        "for layer in reversed(self.layers):\n            dout = layer.backward(dout)\n        return dout",
        "for layer in reversed(self.layers):\n            dout = layer.backward(dout)\n        return -dout",
        wrong: ["x"], causes: [.sign])
    ])

  /// Two distributions, and one gradient that does not say of which.
  static let divergence = SpoiltStyle(
    stem: "kl_loss", name: "kl_loss", arrays: ["q"],
    code: """
      def kl_loss(p, q):
          loss = np.sum(p * np.log(p / q)) / p.shape[0]
          return loss, -p / q / p.shape[0]
      """,
    mistakes: [
      Mistake(
        "-p / q / p.shape[0]",
        "p / q / p.shape[0]", wrong: ["q"], causes: [.sign]),
      Mistake(
        "-p / q / p.shape[0]",
        "-p / q", wrong: ["q"], causes: [.missingMean]),
    ])

  /// Gradients in a named tuple.
  static let tuple = SpoiltStyle(
    stem: "bilinear", name: "bilinear_forward", arrays: ["x", "w"],
    code: """
      class Grads(NamedTuple):
          dx: np.ndarray
          dw: np.ndarray


      def bilinear_forward(x, w):
          return x @ w @ x.T, (x, w)


      def bilinear_backward(dout, cache):
          x, w = cache
          return Grads(dx=dout @ x @ w.T + dout.T @ x @ w, dw=x.T @ dout @ x)
      """,
    mistakes: [
      Mistake(
        "dw=x.T @ dout @ x",
        "dw=(x.T @ dout @ x).T", wrong: ["w"], causes: [.transpose]),
      Mistake(
        "dx=dout @ x @ w.T + dout.T @ x @ w",
        "dx=dout @ x @ w.T", wrong: ["x"], causes: [.unknown, .arrayOnly]),
    ])

  /// A margin loss with weights to regularise: the data's mean and the penalty are two terms.
  static let margins = SpoiltStyle(
    stem: "margin_loss", name: "margin_loss", arrays: ["W"],
    code: """
      def margin_loss(W, X, y, reg):
          count = X.shape[0]
          scores = X.dot(W)
          margins = np.maximum(0, scores - scores[np.arange(count), y][:, None] + 1)
          margins[np.arange(count), y] = 0
          loss = margins.sum() / count + reg * np.sum(W * W)
          over = (margins > 0).astype(float)
          over[np.arange(count), y] = -over.sum(axis=1)
          dW = X.T.dot(over) / count + 2 * reg * W
          return loss, dW
      """,
    mistakes: [
      Mistake("X.T.dot(over) / count", "X.T.dot(over)", wrong: ["W"], causes: [.missingMean]),
      Mistake("X.T.dot(over) / count", "X.T.dot(over) / count ** 2", wrong: ["W"], causes: [.extraMean]),
      Mistake("+ 2 * reg * W", "+ reg * W", wrong: ["W"], causes: [.regularization]),
      Mistake("+ 2 * reg * W", "", wrong: ["W"], causes: [.regularization]),
      Mistake("= -over.sum(axis=1)", "= -1", wrong: ["W"], causes: [.unknown]),
    ])
}
