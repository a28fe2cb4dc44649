/// Losses, derivatives of activations, and numbers that know their gradients.
extension PublishedStyle {
  /// Functions that return a loss and a gradient.
  static let losses = PublishedStyle(
    code: """
      def hinge_loss(scores, y):
          n = scores.shape[0]
          m = np.maximum(0, scores - scores[np.arange(n), y][:, None] + 1)
          m[np.arange(n), y] = 0
          d = (m > 0).astype(float)
          d[np.arange(n), y] -= d.sum(axis=1)
          return m.sum() / n, d / n
      def ridge_loss(w, X, y, lam):
          r = X @ w - y
          loss = 0.5 * np.mean(r ** 2) + 0.5 * lam * w @ w
          grad = X.T @ r / len(y)
          return loss, grad
      def logistic_loss(theta, X, y):
          h = 1 / (1 + np.exp(-X.dot(theta)))
          J = -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h))
          grad = X.T.dot(h - y) / y.size
          return J, grad
      def crossed_loss(logits, labels):
          z = logits - logits.max(1, keepdims=True)
          logp = z - np.log(np.exp(z).sum(1, keepdims=True))
          return -np.mean(np.sum(labels * logp, axis=1)), (np.exp(logp) - labels) / len(labels)
      def softmax_loss_naive(W, X, y, reg):
          loss, dW = 0.0, np.zeros_like(W)
          for i in range(X.shape[0]):
              f = X[i].dot(W)
              p = np.exp(f - f.max()) / np.exp(f - f.max()).sum()
              loss -= np.log(p[y[i]])
              for j in range(W.shape[1]):
                  dW[:, j] += (p[j] - (j == y[i])) * X[i]
          return loss / len(X) + 0.5 * reg * np.sum(W * W), dW / len(X) + 2 * reg * W
      def temporal_softmax_loss(x, y, mask):
          N, T, V = x.shape
          xf, yf, mf = x.reshape(N * T, V), y.reshape(N * T), mask.reshape(N * T)
          p = np.exp(xf - xf.max(1, keepdims=True))
          p /= p.sum(1, keepdims=True)
          loss = -np.sum(mf * np.log(p[np.arange(N * T), yf])) / N
          p[np.arange(N * T), yf] -= 1
          return loss, (p / N * mf[:, None]).reshape(N, T, V)
      """,
    wanted: [
      Wanted(name: "hinge_loss", arrays: ["scores"]),
      Wanted(name: "ridge_loss", arrays: ["w"], wrong: ["w"], causes: [.regularization]),
      Wanted(name: "logistic_loss", arrays: ["theta"]), Wanted(name: "crossed_loss", arrays: ["logits"]),
      Wanted(name: "softmax_loss_naive", arrays: ["W"], wrong: ["W"], causes: [.regularization]),
      Wanted(name: "temporal_softmax_loss", arrays: ["x"]),
    ])

  /// Losses and gradients under names of their own, some of which say nothing, and targets that are no classes.
  static let mappings = PublishedStyle(
    code: """
      def softmax_loss(x, y):
          p = np.exp(x - x.max(axis=1, keepdims=True))
          p /= p.sum(axis=1, keepdims=True)
          loss = -np.log(p[np.arange(len(x)), y]).mean()
          p[np.arange(len(x)), y] -= 1
          return {"loss": loss, "grad": p / len(x)}
      def ridge_cost(X, y, W, reg):
          error = X.dot(W) - y
          cost = 0.5 * (error ** 2).mean() + 0.5 * reg * (W ** 2).sum()
          return {"cost": cost, "dW": X.T.dot(error) / len(y) + reg * W, "predictions": X.dot(W)}
      def turned_loss(x, y):
          return {"loss": 0.5 * ((x - y) ** 2).sum(), "grads": {"x": y - x}}
      def pair_loss(x, y):
          return 0.5 * ((x - y) ** 2).sum(), x - y
      def huber_loss(x, y):
          diff = x - y
          value = np.where(np.abs(diff) < 1, 0.5 * diff ** 2, np.abs(diff) - 0.5).sum()
          return {"value": value, "diff": diff, "grad": np.clip(diff, -1, 1)}
      def parted_loss(X, y, W):
          error = X.dot(W) - y
          return {"error": error, "cost": 0.5 * (error ** 2).sum(), "data_loss": 0.5, "dW": X.T.dot(error)}
      class Model:
          def forward(self, x):
              self.x = x
              return np.tanh(x)
          def backward(self, dout):
              return dout * (1 - np.tanh(self.x) ** 2)
          def loss(self, x, y):
              return {"loss": ((self.forward(x) - y) ** 2).sum(), "accuracy": 1.0}
      """,
    wanted: [
      Wanted(name: "softmax_loss", arrays: ["x"]), Wanted(name: "ridge_cost", arrays: ["W"]),
      Wanted(name: "turned_loss", arrays: ["x"], wrong: ["x"], causes: [.sign]),
      Wanted(name: "pair_loss", arrays: ["x"]), Wanted(name: "huber_loss", arrays: ["x"]),
      Wanted(name: "parted_loss", arrays: ["W"]), Wanted(name: "Model", arrays: ["x"]),
    ])

  /// Loss objects.
  static let lossClasses = PublishedStyle(
    code: """
      class SquaredError:
          def forward(self, y_pred, y_true):
              self.diff = y_pred - y_true
              return np.mean(self.diff ** 2)
          def backward(self):
              return self.diff / self.diff.size
      class CrossEntropy:
          def __call__(self, logits, targets):
              self.n = logits.shape[0]
              z = logits - logits.max(axis=1, keepdims=True)
              self.p, self.targets = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), targets
              return -np.log(self.p[np.arange(self.n), targets]).mean()
          def backward(self):
              g = self.p.copy()
              g[np.arange(self.n), self.targets] -= 1
              return g / self.n
      class Huber:
          def __init__(self, delta=1.0):
              self.delta = delta
          def loss(self, y_true, y_pred):
              e = y_pred - y_true
              flat = self.delta * (np.abs(e) - 0.5 * self.delta)
              return np.mean(np.where(np.abs(e) <= self.delta, 0.5 * e ** 2, flat))
          def grad(self, y_true, y_pred):
              e = y_pred - y_true
              return np.clip(e, -self.delta, self.delta) / e.size
      class BinaryEntropy:
          @staticmethod
          def loss(y, p):
              return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
          @staticmethod
          def gradient(y, p):
              return (p - y) / (p * (1 - p)) / y.size
      """,
    wanted: [
      Wanted(name: "SquaredError", arrays: ["y_pred"], wrong: ["y_pred"], causes: [.scale]),
      Wanted(name: "CrossEntropy", arrays: ["logits"]), Wanted(name: "Huber", arrays: ["y_pred"]),
      Wanted(name: "BinaryEntropy", arrays: ["p"]),
    ])

  /// Functions with their derivative beside them, or behind a flag.
  static let derivatives = PublishedStyle(
    code: """
      def bell(x):
          return np.exp(-x * x)
      def bell_derivative(x):
          return -2 * x * bell(x)
      def bend(z, alpha=0.7):
          return np.where(z > 0, z, alpha * (np.exp(z) - 1))
      def bend_grad(z, alpha=0.7):
          return np.where(z > 0, 1.0, alpha * np.exp(z))
      def swish(x):
          return x / (1 + np.exp(-x))
      def swish_prime(x):
          return 1 / (1 + np.exp(-x))
      def scaled(x, derivative=False):
          return 1.7 * 0.6 * (1 - np.tanh(0.6 * x) ** 2) if derivative else 1.7 * np.tanh(0.6 * x)
      def mean_squared(y_true, y_pred):
          return np.mean(np.power(y_true - y_pred, 2))
      def mean_squared_prime(y_true, y_pred):
          return 2 * (y_pred - y_true) / np.size(y_true)
      class Sigmoid:
          @staticmethod
          def fn(z):
              return 1 / (1 + np.exp(-z))
          @staticmethod
          def prime(z):
              return Sigmoid.fn(z) * (1 - Sigmoid.fn(z))
      class Step:
          def activate(self, z):
              return np.maximum(z, 0)
          def derivative(self, z):
              return np.where(z > 0, 1, 0)
      """,
    wanted: [
      Wanted(name: "bell", arrays: ["x"]), Wanted(name: "bend", arrays: ["z"]),
      Wanted(name: "swish", arrays: ["x"], wrong: ["x"], causes: [.missingFactor, .unknown, .arrayOnly, .mask]),
      Wanted(name: "scaled", arrays: ["x"]), Wanted(name: "mean_squared", arrays: ["y_pred"]),
      Wanted(name: "Sigmoid", arrays: ["z"]), Wanted(name: "Step", arrays: ["z"]),
    ])

  /// Numbers that know their gradients.
  static let numbers = PublishedStyle(
    code: """
      class Number:
          def __init__(self, data, children=()):
              self.data = data
              self.grad = 0.0
              self.children = children
              self.push = lambda: None
          def __add__(self, other):
              out = Number(self.data + other.data, (self, other))
              def push():
                  self.grad += out.grad
                  other.grad += out.grad
              out.push = push
              return out
          def __mul__(self, other):
              out = Number(self.data * other.data, (self, other))
              def push():
                  self.grad = other.data * out.grad
                  other.grad = self.data * out.grad
              out.push = push
              return out
          def __pow__(self, power):
              out = Number(self.data ** power, (self,))
              def push():
                  self.grad += power * self.data ** (power - 1) * out.grad
              out.push = push
              return out
          def backward(self):
              order, seen = [], set()
              def visit(node):
                  if node not in seen:
                      seen.add(node)
                      for child in node.children:
                          visit(child)
                      order.append(node)
              visit(self)
              self.grad = 1.0
              for node in reversed(order):
                  node.push()
      """,
    wanted: [
      Wanted(name: "Number: a + b", arrays: ["a", "b"]), Wanted(name: "Number: a * b", arrays: ["a", "b"]),
      Wanted(name: "Number: a ** 3", arrays: ["a"]),
      // A value that is used twice: the second assignment wipes out the first.
      Wanted(
        name: "Number: (a * b + a) * a", arrays: ["a", "b"], wrong: ["a"], causes: [.unknown, .scale, .arrayOnly]),
    ])
}
