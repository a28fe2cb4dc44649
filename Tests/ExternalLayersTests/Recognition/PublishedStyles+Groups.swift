/// Parameters and gradients in lists and mappings, and what names alone would mistake.
extension PublishedStyle {
  /// Networks that hold their weights in lists beside lists of gradients; caches in lists are no parameters.
  static let groups = PublishedStyle(
    code: """
      class Stack:
          def __init__(self, layer_sizes):
              self.weights = [np.random.randn(m, n) for m, n in zip(layer_sizes[:-1], layer_sizes[1:])]
              self.biases = [np.zeros(n) for n in layer_sizes[1:]]
          def forward(self, x):
              self.a = [x]
              for w, b in zip(self.weights, self.biases):
                  self.a.append(np.tanh(self.a[-1] @ w + b))
              return self.a[-1]
          def backward(self, g):
              self.grad_weights, self.grad_biases = [None] * len(self.weights), [None] * len(self.biases)
              for i in reversed(range(len(self.weights))):
                  g = g * (1 - self.a[i + 1] ** 2)
                  self.grad_weights[i] = self.a[i].T @ g
                  self.grad_biases[i] = g.mean(0) if i == 0 else g.sum(0)
                  g = g @ self.weights[i].T
              return g
      class Mapped:
          def __init__(self, n, m):
              self.theta, self.dtheta = {"W": np.random.randn(n, m), "b": np.zeros(m)}, {}
          def forward(self, x):
              self.x = x
              return x @ self.theta["W"] + self.theta["b"]
          def backward(self, g):
              self.dtheta = {"W": -self.x.T @ g, "b": g.sum(0)}
              return g @ self.theta["W"].T
      class Remembering:
          def __init__(self, n):
              self.W, self.hs, self.dhs = np.random.randn(n, n), [], []
          def forward(self, x):
              self.hs.append(x)
              self.hs.append(np.tanh(x @ self.W))
              return self.hs[-1]
          def backward(self, g):
              h, x = self.hs.pop(), self.hs.pop()
              d = g * (1 - h * h)
              self.dhs += [d, g]
              self.dW = x.T @ d
              return d @ self.W.T
      class Widths:
          def __init__(self, *sizes):
              self.W, self.V = np.random.randn(sizes[0], sizes[1]), np.random.randn(sizes[1], sizes[2])
          def forward(self, x):
              self.x, self.h = x, x @ self.W
              return self.h @ self.V
          def backward(self, g):
              self.dV, d = self.h.T @ g, g @ self.V.T
              self.dW = self.x.T @ d
              return d @ self.W.T
      """,
    wanted: [
      Wanted(
        name: "Stack", arrays: ["x", "weights.0", "weights.1", "biases.0", "biases.1"], wrong: ["biases.0"],
        causes: [.extraMean]),
      Wanted(name: "Mapped", arrays: ["x", "theta.W", "theta.b"], wrong: ["theta.W"], causes: [.sign]),
      Wanted(name: "Remembering", arrays: ["x", "W"]),
      Wanted(name: "Widths", arrays: ["x", "W", "V"]),
    ])

  /// Gradients whose names only resemble those of their parameters; all are wrong.
  static let nicknames = PublishedStyle(
    code: [
      ("weights", "dW"), ("weights", "dw"), ("weight", "nabla_w"), ("kernel", "dK"), ("W", "dC_dW"),
      ("filters", "d_L_d_filters"),
      ("_weights", "_dweights"), ("weights", "weight_gradients"), ("weights", "grad"), ("w", "djdw"),
    ].enumerated().map { place, names in
      """
      class Named\(place):
          def __init__(self, n, m):
              self.\(names.0) = np.random.randn(n, m)
              self.momentum = np.zeros((n, m))
          def forward(self, x):
              self.seen = x
              return x @ self.\(names.0)
          def backward(self, dout):
              self.\(names.1) = -self.seen.T @ dout
              return dout @ self.\(names.0).T
      """
    }.joined(separator: "\n"),
    wanted: ["weights", "weights", "weight", "kernel", "W", "filters", "_weights", "weights", "weights", "w"]
      .enumerated()
      .map { Wanted(name: "Named\($0)", arrays: ["x", $1], wrong: [$1], causes: [.sign]) })

  /// What is a whole number, a number or a signal by what is done with it.
  static let uses = PublishedStyle(
    code: """
      class Lookup:
          def __init__(self, n, d):
              self.E = np.random.randn(n, d)
          def forward(self, x):
              self.x = x.astype(int)
              return self.E[self.x]
          def backward(self, dout):
              self.dE = np.zeros_like(self.E)
              np.add.at(self.dE, self.x, dout)
              return None
      def slide_conv1d_forward(x, w):
          n = x.shape[0] - w.shape[0] + 1
          return np.array([x[i:i + len(w)].dot(w) for i in range(n)]), (x, w)
      def slide_conv1d_backward(dout, cache):
          x, w = cache
          dx, dw = np.zeros_like(x), np.zeros_like(w)
          for i, d in enumerate(dout):
              dx[i:i + len(w)] += d * w
              dw += d * x[i:i + len(w)]
          return dx, dw
      def evaluate_loss(W, X, y):
          p = X.dot(W)
          return ((p - y) ** 2).mean(), (np.abs(p - y) < 0.5).mean()
      def line_loss(X, y, w, b):
          e = X.dot(w) + b - y
          return (e ** 2).mean(), 2 * X.T.dot(e) / len(y), 2 * e.mean()
      """,
    wanted: [
      Wanted(name: "Lookup", arrays: ["E"]),
      Wanted(name: "slide_conv1d_forward", arrays: ["x", "w"]),
      Wanted(name: "line_loss", arrays: ["w", "b"]),
    ])
}
