/// What layers remember beside what they learn.
extension PublishedStyle {
  /// Parts that keep caches, momenta and upstream gradients under names like those of gradients.
  static let states = PublishedStyle(
    code: """
      class Inner:
          def __init__(self, n):
              self.W = np.random.randn(n, n)
          def forward(self, x):
              self.x, self.h = x, np.tanh(x @ self.W)
              return self.h
          def backward(self, g):
              self.dh = g * (1 - self.h ** 2)
              self.dW = self.x.T @ self.dh
              return self.dh @ self.W.T
      class Outer:
          def __init__(self, n):
              self.inner, self.V = Inner(n), np.random.randn(n, 3)
          def forward(self, x):
              self.z = self.inner.forward(x)
              return self.z @ self.V
          def backward(self, g):
              self.dV = 2 * self.z.T @ g
              return self.inner.backward(g @ self.V.T)
      class Momentum:
          def __init__(self, n, m):
              self.W = np.random.randn(n, m)
              self.delta_W = np.zeros((n, m))
          def forward(self, x):
              self.x = x
              return x @ self.W
          def backward(self, g):
              self.dW = self.x.T @ g
              return g @ self.W.T
      class Parametric:
          def __init__(self):
              self.alpha = 0.25
          def forward(self, x):
              self.x = x
              return np.where(x > 0, x, self.alpha * x)
          def backward(self, g):
              self.dalpha = float(np.sum(g * np.minimum(self.x, 0)))
              return g * np.where(self.x > 0, 1.0, self.alpha)
      class Cached:
          def __init__(self, n):
              self.W = np.random.randn(n, n)
          def forward(self, x):
              self.x, self.u = x, x @ self.W
              return np.tanh(self.u)
          def backward(self, g):
              self.du = g * (1 - np.tanh(self.u) ** 2)
              self.dW = self.x.T @ self.du
              return self.du @ self.W.T
      class Kept:
          def __init__(self, n, m):
              self.W, self.grads = np.random.randn(n, m), {}
          def forward(self, x):
              self.x = x
              return x @ self.W
          def backward(self, g):
              self.grads["dW"] = -self.x.T @ g
              return g @ self.W.T
      def ridge_loss(w, X, y, reg=0.1):
          e = X.dot(w) - y
          penalty = 0.5 * reg * np.sum(w * w)
          return (e ** 2).mean() + penalty, 2 * X.T.dot(e) / len(y) + reg * w, penalty
      def scored_loss(scores, y):
          p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
          acc = (p.argmax(axis=1) == y).mean()
          return -np.log(p[np.arange(len(y)), y]).mean(), acc
      """,
    wanted: [
      Wanted(name: "Inner", arrays: ["x", "W"]),
      Wanted(name: "Outer", arrays: ["x", "V", "inner.W"], wrong: ["V"], causes: [.scale, .missingMean]),
      Wanted(name: "Momentum", arrays: ["x", "W"]),
      Wanted(name: "Parametric", arrays: ["x", "alpha"]),
      Wanted(name: "Cached", arrays: ["x", "W"]),
      Wanted(name: "Kept", arrays: ["x", "W"], wrong: ["W"], causes: [.sign]),
      Wanted(name: "ridge_loss", arrays: ["w"]),
    ])
}
