import GradientChecking

/// Code as people write it in courses, books and blogs, and what must be found in it without a word from its author.
struct PublishedStyle: Sendable {
  /// What must be said of one entry.
  struct Wanted: Sendable {
    /// The entry's name in results.
    var name: String
    var arrays: Set<String>
    /// The arrays that fail.
    var wrong: Set<String> = []
    /// Diagnoses of which one must be there, if something is wrong.
    var causes: Set<DiagnosisCode> = []
  }

  let code: String
  let wanted: [Wanted]

  static let all = [
    columns, steps, updates, attributes, modules, lists, losses, lossClasses, derivatives, numbers, images, cells,
    returned,
  ]

  /// Samples in columns, caches in tuples, settings and parameters in dictionaries.
  static let columns = PublishedStyle(
    code: """
      def linear_forward(A, W, b):
          Z = np.dot(W, A) + b
          assert Z.shape == (W.shape[0], A.shape[1])
          return Z, (A, W, b)
      def linear_backward(dZ, cache):
          A_prev, W, b = cache
          dW = np.dot(dZ, A_prev.T)
          db = np.sum(dZ, axis=1, keepdims=True)
          return np.dot(W.T, dZ), dW, db
      def average_linear_forward(A, W, b):
          return linear_forward(A, W, b)
      def average_linear_backward(dZ, cache):
          m = cache[0].shape[1]
          dA_prev, dW, db = linear_backward(dZ, cache)
          dW, db = dW / m, db / m
          return dA_prev, dW, db
      def swell(Z):
          A = 1 / (1 + np.exp(-Z))
          return A, Z
      def swell_backward(dA, cache):
          s = 1 / (1 + np.exp(-cache))
          dZ = dA * s * (1 - s)
          return dZ
      def layer_activation_forward(A_prev, W, b, activation):
          Z, linear_cache = linear_forward(A_prev, W, b)
          A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
          return A, (linear_cache, Z)
      def layer_activation_backward(dA, cache, activation):
          linear_cache, Z = cache
          dZ = dA * (1 - np.tanh(Z) ** 2) if activation == "tanh" else dA * (Z > 0)
          return linear_backward(dZ, linear_cache)
      def propagate(w, b, X, Y):
          m = X.shape[1]
          A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
          cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
          return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, np.squeeze(cost)
      def rnn_cell_forward(xt, a_prev, parameters):
          Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
          ba, by = parameters["ba"], parameters["by"]
          a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
          yt_pred = np.dot(Wya, a_next) + by
          return a_next, yt_pred, (a_next, a_prev, xt, parameters)
      def rnn_cell_backward(da_next, cache):
          a_next, a_prev, xt, parameters = cache
          d = (1 - a_next ** 2) * da_next
          return {"dxt": np.dot(parameters["Wax"].T, d), "da_prev": np.dot(parameters["Waa"].T, d),
                  "dWax": np.dot(d, xt.T), "dWaa": np.dot(d, a_prev.T), "dba": np.sum(d, axis=1, keepdims=True)}
      """,
    wanted: [
      Wanted(name: "linear_forward", arrays: ["A", "W", "b"]),
      Wanted(
        name: "average_linear_forward", arrays: ["A", "W", "b"], wrong: ["W", "b"], causes: [.extraMean, .scale]),
      Wanted(name: "swell", arrays: ["Z"]),
      Wanted(name: "layer_activation_forward", arrays: ["A_prev", "W", "b"]),
      Wanted(name: "propagate", arrays: ["w", "b"]),
      Wanted(name: "rnn_cell_forward", arrays: ["xt", "a_prev", "Wax", "Waa", "ba"]),
    ])

  /// Inputs handed again, contexts as dictionaries, gradients in dictionaries, Python 2's names.
  static let steps = PublishedStyle(
    code: """
      from past.builtins import xrange
      def fc_forward(x, w, b):
          return np.dot(x, w) + b
      def fc_backward(dout, x, w, b):
          return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)
      def affine_forward(x, w, b):
          return x.dot(w) + b, (x, w)
      def affine_backward(dout, cache):
          x, w = cache
          return dout.dot(w.T), x.T.dot(dout), dout.sum(axis=0)
      def clip_low(x):
          return np.maximum(x, 0)
      def clip_low_backward(dout, x):
          return dout * (x > 0)
      def forward_dense(inputs, weights, bias):
          ctx = dict(inputs=inputs, weights=weights)
          return inputs @ weights.T + bias, ctx
      def backward_dense(grad_out, ctx):
          return {'grad_inputs': grad_out @ ctx['weights'], 'grad_weights': grad_out.T @ ctx['inputs'],
                  'grad_bias': grad_out.sum(axis=0)}
      def affine_forward_naive(x, w, b):
          out = np.zeros((x.shape[0], w.shape[1]))
          for i in xrange(x.shape[0]):
              out[i] = x[i].reshape(-1).dot(w) + b
          return out, (x, w, b)
      def affine_backward_naive(dout, cache):
          x, w, b = cache
          dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
          for i in xrange(x.shape[0]):
              dx[i] = w.dot(dout[i]).reshape(x[i].shape)
              dw += np.outer(x[i].reshape(-1), dout[i])
              db = dout[i]
          return dx, dw, db
      def rescale_forward(x, g, b, eps=1e-5):
          mean, spread = x.mean(-1, keepdims=True), np.sqrt(x.var(-1, keepdims=True) + eps)
          return g * (x - mean) / spread + b, ((x - mean) / spread, g, spread)
      def rescale_backward(dy, cache):
          unit, g, spread = cache
          d = dy * g
          dx = (d - d.mean(-1, keepdims=True) - unit * (d * unit).mean(-1, keepdims=True)) / spread
          return dx, (dy * unit).sum(0), dy.sum(0)
      def heads_forward(Q, K, V):
          S = Q @ K.swapaxes(-1, -2)
          A = np.exp(S - S.max(-1, keepdims=True))
          A = A / A.sum(-1, keepdims=True)
          return A @ V, (Q, K, V, A)
      def heads_backward(dO, cache):
          Q, K, V, A = cache
          dA = dO @ V.swapaxes(-1, -2)
          dS = A * (dA - (dA * A).sum(-1, keepdims=True))
          return dS @ K, dS.swapaxes(-1, -2) @ Q, A.swapaxes(-1, -2) @ dO
      def swap_forward(x):
          return x.T, x.shape
      def swap_backward(dout, cache):
          return dout
      """,
    wanted: [
      Wanted(name: "fc_forward", arrays: ["x", "w", "b"]), Wanted(name: "affine_forward", arrays: ["x", "w", "b"]),
      Wanted(name: "clip_low", arrays: ["x"]),
      Wanted(name: "forward_dense", arrays: ["inputs", "weights", "bias"]),
      Wanted(
        name: "affine_forward_naive", arrays: ["x", "w", "b"], wrong: ["b"], causes: [.missingSum, .overwritten]),
      Wanted(name: "rescale_forward", arrays: ["x", "g", "b"]), Wanted(name: "heads_forward", arrays: ["Q", "K", "V"]),
      Wanted(name: "swap_forward", arrays: ["x"], wrong: ["x"], causes: [.wrongShape, .transpose]),
    ])

  /// Backward takes a learning rate and changes the parameters itself.
  static let updates = PublishedStyle(
    code: """
      class ColumnDense:
          def __init__(self, input_size, output_size):
              self.weights = np.random.randn(output_size, input_size)
              self.bias = np.random.randn(output_size, 1)
          def forward(self, input):
              self.input = input
              return np.dot(self.weights, self.input) + self.bias
          def backward(self, output_gradient, learning_rate):
              weights_gradient = np.dot(output_gradient, self.input.T)
              input_gradient = np.dot(self.weights.T, output_gradient)
              self.weights -= learning_rate * weights_gradient
              self.bias -= learning_rate * output_gradient
              return input_gradient
      class RowDense:
          def __init__(self, input_size, output_size):
              self.weights = np.random.rand(input_size, output_size) - 0.5
              self.bias = np.random.rand(1, output_size) - 0.5
          def forward_propagation(self, input_data):
              self.input = input_data
              return np.dot(self.input, self.weights) + self.bias
          def backward_propagation(self, output_error, learning_rate):
              self.weights -= learning_rate * np.dot(self.input.T, output_error)
              self.bias -= learning_rate * output_error
              return np.dot(output_error, self.weights.T)
      class ColumnSoftmax:
          def forward(self, input):
              self.output = np.exp(input) / np.sum(np.exp(input))
              return self.output
          def backward(self, output_gradient, learning_rate):
              n = np.size(self.output)
              return np.dot((np.identity(n) - self.output.T) * self.output, output_gradient)
      """,
    wanted: [
      Wanted(name: "ColumnDense", arrays: ["input", "weights", "bias"]),
      // The input's gradient is taken with the weights after the step.
      Wanted(
        name: "RowDense", arrays: ["input_data", "weights", "bias"], wrong: ["input_data"],
        causes: [.unknown, .arrayOnly]),
      Wanted(name: "ColumnSoftmax", arrays: ["input"]),
    ])

  /// Layers that speak through attributes, and losses that are handed predictions and answers again.
  static let attributes = PublishedStyle(
    code: """
      class LayerDense:
          def __init__(self, n_inputs, n_neurons):
              self.weights = 0.1 * np.random.randn(n_inputs, n_neurons)
              self.biases = np.zeros((1, n_neurons))
          def forward(self, inputs):
              self.inputs = inputs
              self.output = np.dot(inputs, self.weights) + self.biases
          def backward(self, dvalues):
              self.dweights = np.dot(self.inputs.T, dvalues)
              self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
              self.dinputs = np.dot(dvalues, self.weights.T)
      class ActivationSoftmax:
          def forward(self, inputs):
              e = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
              self.output = e / np.sum(e, axis=1, keepdims=True)
          def backward(self, dvalues):
              self.dinputs = dvalues * self.output * (1 - self.output)
      class Loss:
          def calculate(self, output, y):
              return np.mean(self.forward(output, y))
      class LossCategorical(Loss):
          def forward(self, y_pred, y_true):
              picked = y_pred[range(len(y_pred)), y_true] if y_true.ndim == 1 else np.sum(y_pred * y_true, axis=1)
              return -np.log(picked)
          def backward(self, dvalues, y_true):
              if y_true.ndim == 1:
                  y_true = np.eye(len(dvalues[0]))[y_true]
              self.dinputs = -y_true / dvalues / len(dvalues)
      class SoftmaxLossCategorical:
          def __init__(self):
              self.activation, self.loss = ActivationSoftmax(), LossCategorical()
          def forward(self, inputs, y_true):
              self.activation.forward(inputs)
              self.output = self.activation.output
              return self.loss.calculate(self.output, y_true)
          def backward(self, dvalues, y_true):
              if y_true.ndim == 2:
                  y_true = np.argmax(y_true, axis=1)
              self.dinputs = dvalues.copy()
              self.dinputs[range(len(dvalues)), y_true] -= 1
              self.dinputs = self.dinputs / len(dvalues)
      class LossSquared(Loss):
          def forward(self, y_pred, y_true):
              return np.mean((y_true - y_pred) ** 2, axis=-1)
          def backward(self, dvalues, y_true):
              self.dinputs = -2 * (y_true - dvalues) / len(dvalues)
      """,
    wanted: [
      Wanted(name: "LayerDense", arrays: ["inputs", "weights", "biases"]),
      Wanted(name: "ActivationSoftmax", arrays: ["inputs"], wrong: ["inputs"], causes: [.diagonalOnly]),
      Wanted(name: "LossCategorical", arrays: ["y_pred"]),
      Wanted(name: "SoftmaxLossCategorical", arrays: ["inputs"]),
      Wanted(name: "LossSquared", arrays: ["y_pred"], wrong: ["y_pred"], causes: [.scale, .missingMean]),
    ])

  /// Modules with a common base, gradients that add up, sizes in constructors.
  static let modules = PublishedStyle(
    code: """
      class Module:
          def forward(self, *args):
              raise NotImplementedError
          def backward(self, grad):
              raise NotImplementedError
          def __call__(self, *args):
              return self.forward(*args)
      class Linear(Module):
          def __init__(self, in_features, out_features, bias=True):
              k = np.sqrt(1 / in_features)
              self.weight = np.random.uniform(-k, k, (out_features, in_features))
              self.bias = np.random.uniform(-k, k, out_features) if bias else None
              self.grad_weight, self.grad_bias = np.zeros_like(self.weight), np.zeros_like(self.bias)
          def forward(self, x):
              self._x = x
              return x @ self.weight.T + self.bias
          def backward(self, grad):
              self.grad_weight += grad.T @ self._x
              self.grad_bias += grad.sum(0)
              return grad @ self.weight
      class Smooth(Module):
          def forward(self, x):
              self.x = x
              return 0.5 * x * (1 + np.tanh(x))
          def backward(self, grad):
              t = np.tanh(self.x)
              return grad * (0.5 * (1 + t) + 0.5 * self.x * (1 - t ** 2))
      class SmoothCut(Smooth):
          def backward(self, grad):
              return grad * 0.5 * (1 + np.tanh(self.x))
      class Leaky:
          def __init__(self, alpha=0.01):
              self.alpha = alpha
          def __call__(self, x):
              self.x = x
              return np.where(x > 0, x, self.alpha * x)
          def backward(self, grad_output):
              return grad_output * np.where(self.x > 0, 1, self.alpha)
      class Lookup(Module):
          def __init__(self, num_embeddings, embedding_dim):
              self.weight = np.random.randn(num_embeddings, embedding_dim)
          def forward(self, ids):
              self.ids = ids
              return self.weight[ids]
          def backward(self, dout):
              self.grad_weight = np.zeros_like(self.weight)
              self.grad_weight[self.ids] = dout
      class Add:
          def forward(self, x, y):
              return x + y
          def backward(self, dout):
              return dout, dout
      class Times:
          def forward(self, x, y):
              self.x, self.y = x, y
              return x * y
          def backward(self, dout):
              dx, dy = dout * self.x, dout * self.y
              return dx, dy
      class TwoLayers:
          def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-1, reg=0.2):
              self.reg = reg
              self.params = {'W1': weight_scale * np.random.randn(input_dim, hidden_dim), 'b1': np.zeros(hidden_dim),
                             'W2': weight_scale * np.random.randn(hidden_dim, num_classes), 'b2': np.zeros(num_classes)}
          def loss(self, X, y=None):
              W1, b1, W2, b2 = (self.params[k] for k in ('W1', 'b1', 'W2', 'b2'))
              h = np.tanh(X @ W1 + b1)
              s = h @ W2 + b2
              if y is None:
                  return s
              p = np.exp(s - s.max(1, keepdims=True))
              p /= p.sum(1, keepdims=True)
              n = len(y)
              loss = -np.log(p[np.arange(n), y]).mean() + 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
              p[np.arange(n), y] -= 1
              d = p / n
              dh = d @ W2.T * (1 - h * h)
              return loss, {'W1': X.T @ dh + self.reg * W1, 'b1': dh.sum(0), 'W2': h.T @ d, 'b2': d.sum(0)}
      """,
    wanted: [
      Wanted(name: "Linear", arrays: ["x", "weight", "bias"]), Wanted(name: "Smooth", arrays: ["x"]),
      Wanted(name: "SmoothCut", arrays: ["x"], wrong: ["x"], causes: [.missingFactor, .unknown, .arrayOnly]),
      Wanted(name: "Leaky", arrays: ["x"]),
      Wanted(name: "Lookup", arrays: ["weight"], wrong: ["weight"], causes: [.overwritten, .missingSum]),
      Wanted(name: "Add", arrays: ["x", "y"]),
      Wanted(name: "Times", arrays: ["x", "y"], wrong: ["x", "y"], causes: [.permuted, .missingFactor, .unknown]),
      Wanted(
        name: "TwoLayers", arrays: ["W1", "b1", "W2", "b2"], wrong: ["W2"], causes: [.regularization]),
    ])

  /// Parameters and gradients in lists that alias each other, states, gradients that nothing returns.
  static let lists = PublishedStyle(
    code: """
      class Product:
          def __init__(self, W):
              self.params, self.grads = [W], [np.zeros_like(W)]
          def forward(self, x):
              W, = self.params
              self.x = x
              return np.dot(x, W)
          def backward(self, dout):
              W, = self.params
              self.grads[0][...] = np.dot(self.x.T, dout)
              return np.dot(dout, W.T)
      class Rows:
          def __init__(self, W):
              self.params, self.grads = [W], [np.zeros_like(W)]
          def forward(self, idx):
              self.idx = idx
              return self.params[0][idx]
          def backward(self, dout):
              dW, = self.grads
              dW[...] = 0
              np.add.at(dW, self.idx, dout)
      class StepRNN:
          def __init__(self, Wx, Wh, b):
              self.params, self.grads = [Wx, Wh, b], [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
          def forward(self, x, h_prev):
              Wx, Wh, b = self.params
              h_next = np.tanh(np.dot(h_prev, Wh) + np.dot(x, Wx) + b)
              self.cache = (x, h_prev, h_next)
              return h_next
          def backward(self, dh_next):
              Wx, Wh, b = self.params
              x, h_prev, h_next = self.cache
              dt = dh_next * (1 - h_next ** 2)
              self.grads[0][...], self.grads[1][...] = np.dot(x.T, dt), np.dot(h_prev.T, dt)
              self.grads[2][...] = dt[0]
              dx, dh_prev = np.dot(dt, Wx.T), np.dot(dt, Wh.T)
              return dx, dh_prev
      """,
    wanted: [
      Wanted(name: "Product", arrays: ["x", "params.0"]), Wanted(name: "Rows", arrays: ["params.0"]),
      Wanted(
        name: "StepRNN", arrays: ["x", "h_prev", "params.0", "params.1", "params.2"], wrong: ["params.2"],
        causes: [.missingSum, .overwritten]),
    ])

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

  /// Images with channels first and last.
  static let images = PublishedStyle(
    code: """
      def conv_forward(A_prev, W, b, hparameters):
          stride, pad = hparameters['stride'], hparameters['pad']
          f = W.shape[0]
          P = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
          h, w = (P.shape[1] - f) // stride + 1, (P.shape[2] - f) // stride + 1
          Z = np.zeros((len(A_prev), h, w, W.shape[3]))
          for i in range(h):
              for j in range(w):
                  part = P[:, i * stride:i * stride + f, j * stride:j * stride + f, :, None]
                  Z[:, i, j] = (part * W).sum(axis=(1, 2, 3)) + b[0, 0, 0]
          return Z, (A_prev, W, b, hparameters)
      def conv_backward(dZ, cache):
          A_prev, W, b, hparameters = cache
          stride, pad = hparameters['stride'], hparameters['pad']
          f = W.shape[0]
          P = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
          dP, dW = np.zeros_like(P), np.zeros_like(W)
          for i in range(dZ.shape[1]):
              for j in range(dZ.shape[2]):
                  rows, columns = slice(i * stride, i * stride + f), slice(j * stride, j * stride + f)
                  dW += np.einsum('nhwc,nk->hwck', P[:, rows, columns], dZ[:, i, j])
                  dP[:, rows, columns] = np.einsum('hwck,nk->nhwc', W, dZ[:, i, j])
          dA_prev = dP[:, pad:-pad, pad:-pad]
          return dA_prev, dW, dZ.sum(axis=(0, 1, 2), keepdims=True)
      class MaxPool:
          def __init__(self, kernel_size, stride=None):
              self.k, self.s = kernel_size, stride or kernel_size
          def forward(self, x):
              k, s, self.x = self.k, self.s, x
              h, w = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
              self.out = np.zeros(x.shape[:2] + (h, w))
              for i in range(h):
                  for j in range(w):
                      self.out[:, :, i, j] = x[:, :, i * s:i * s + k, j * s:j * s + k].max(axis=(2, 3))
              return self.out
          def backward(self, dout):
              k, s, dx = self.k, self.s, np.zeros_like(self.x)
              for i in range(dout.shape[2]):
                  for j in range(dout.shape[3]):
                      here = (slice(None), slice(None), slice(i * s, i * s + k), slice(j * s, j * s + k))
                      hit = self.x[here] == self.out[:, :, i, j][:, :, None, None]
                      dx[here] += hit * dout[:, :, i, j][:, :, None, None]
              return dx
      class GlobalAveragePool:
          def forward(self, x):
              self.shape = x.shape
              return x.mean(axis=(2, 3))
          def backward(self, dout):
              return np.ones(self.shape) * dout[:, :, None, None]
      """,
    wanted: [
      Wanted(name: "conv_forward", arrays: ["A_prev", "W", "b"], wrong: ["A_prev"], causes: [.overwritten]),
      Wanted(name: "MaxPool", arrays: ["x"]),
      Wanted(name: "GlobalAveragePool", arrays: ["x"], wrong: ["x"], causes: [.missingMean, .scale]),
    ])

  /// Steps of recurrent layers with several outputs.
  static let cells = PublishedStyle(
    code: """
      def _s(a):
          return 1 / (1 + np.exp(-a))
      def gru_step_forward(x, h_prev, Wx, Wh, b):
          H = h_prev.shape[1]
          ax, ah = x @ Wx + b, h_prev @ Wh
          z, r = _s(ax[:, :H] + ah[:, :H]), _s(ax[:, H:2 * H] + ah[:, H:2 * H])
          n = np.tanh(ax[:, 2 * H:] + r * ah[:, 2 * H:])
          return (1 - z) * n + z * h_prev, (x, h_prev, Wx, Wh, z, r, n, ah)
      def gru_step_backward(dh, cache):
          x, h_prev, Wx, Wh, z, r, n, ah = cache
          H = h_prev.shape[1]
          dn = dh * (1 - z) * (1 - n * n)
          dz = dh * (h_prev - n) * z * (1 - z)
          dr = dn * ah[:, 2 * H:] * r * (1 - r)
          dax, dah = np.hstack((dz, dr, dn)), np.hstack((dz, dr, dn * r))
          dx, dh_prev = dax @ Wx.T, dah @ Wh.T
          return dx, dh_prev, x.T @ dax, h_prev.T @ dah, dax.sum(0)
      def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
          i, f, o, g = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
          i, f, o, g = _s(i), _s(f), _s(o), np.tanh(g)
          c = f * prev_c + i * g
          return o * np.tanh(c), c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, c)
      def lstm_step_backward(dnext_h, dnext_c, cache):
          x, prev_h, prev_c, Wx, Wh, i, f, o, g, c = cache
          t = np.tanh(c)
          dc = dnext_c + dnext_h * o * (1 - t * t)
          da = np.hstack((dc * g * i * (1 - i), dc * prev_c * f * (1 - f), dnext_h * t * o * (1 - o), dc * i * (1 - g * g)))
          return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, prev_h.T @ da, da.sum(0)
      """,
    wanted: [
      // The way past the gate is forgotten: z · dh.
      Wanted(
        name: "gru_step_forward", arrays: ["x", "h_prev", "Wx", "Wh", "b"], wrong: ["h_prev"],
        causes: [.unknown, .arrayOnly]),
      Wanted(name: "lstm_step_forward", arrays: ["x", "prev_h", "prev_c", "Wx", "Wh", "b"]),
    ])

  /// Gradients of parameters that backward returns or leaves in the parameters themselves, caches that are handed
  /// through, the output handed again, a backward that forward makes.
  static let returned = PublishedStyle(
    code: """
      class Keyed:
          def __init__(self, W, b):
              self.W, self.b = W, b
          def forward(self, x):
              self.cache = x
              return x @ self.W + self.b
          def backward(self, dout):
              return dout @ self.W.T, {'W': self.cache.T @ dout, 'b': dout.sum(0)}
      class Ordered:
          def __init__(self, W, b):
              self.W, self.b = W, b
          def forward(self, x):
              self.x = x
              return x @ self.W + self.b
          def backward(self, dout):
              dW, db, dx = self.x.T @ dout, dout[0], dout @ self.W.T
              return dW, db, dx
      class Handed:
          def __init__(self, in_dim, out_dim):
              self.params = dict(W=np.random.randn(in_dim, out_dim), b=np.random.randn(out_dim))
          def forward(self, X):
              return X @ self.params['W'] + self.params['b'], (X,)
          def backward(self, dout, cache):
              X, = cache
              self.grads = {'dW': X.T @ dout, 'db': dout.sum(0)}
              return dout @ self.params['W'].T
      class Parameter:
          def __init__(self, data):
              self.data, self.grad = data, np.zeros_like(data)
      class Held:
          def __init__(self, in_features, out_features):
              self.W, self.b = Parameter(np.random.randn(in_features, out_features)), Parameter(np.zeros((1, out_features)))
          def forward(self, x):
              self.x = x
              return x @ self.W.data + self.b.data
          def backward(self, grad):
              self.W.grad += self.x.T @ grad / len(grad)
              self.b.grad += grad.sum(0, keepdims=True)
              return grad @ self.W.data.T
      def squash_forward(x):
          return np.tanh(x)
      def squash_backward(grad, out):
          return grad * (1 - out ** 2)
      def linear_with_backprop(X, W, b):
          Y = X @ W + b
          def backprop(dY):
              return dY @ W.T, X.T @ dY, dY.sum(0)
          return Y, backprop
      def rms_norm_forward(x, weight, eps=1e-6):
          r = 1 / np.sqrt((x * x).mean(-1, keepdims=True) + eps)
          return x * r * weight, (x, weight, r)
      def rms_norm_backward(dy, cache):
          x, weight, r = cache
          g = dy * weight
          dx = r * g
          return dx, (dy * x * r).sum(0)
      def conv1d_forward(x, w, b):
          N, C, L = x.shape
          K = w.shape[2]
          out = [np.tensordot(x[:, :, i:i + K], w, axes=([1, 2], [1, 2])) for i in range(L - K + 1)]
          return np.stack(out, axis=2) + b[None, :, None], (x, w, b)
      def conv1d_backward(dout, cache):
          x, w, b = cache
          K, dx, dw = w.shape[2], np.zeros_like(x), np.zeros_like(w)
          for i in range(dout.shape[2]):
              dx[:, :, i:i + K] += np.tensordot(dout[:, :, i], w, axes=([1], [0]))
              dw += np.tensordot(dout[:, :, i], x[:, :, i:i + K], axes=([0], [0]))
          return dx, dw, dout.sum((0, 2))
      """,
    wanted: [
      Wanted(name: "Keyed", arrays: ["x", "W", "b"]),
      Wanted(name: "Ordered", arrays: ["x", "W", "b"], wrong: ["b"], causes: [.missingSum]),
      Wanted(name: "Handed", arrays: ["X", "W", "b"]),
      Wanted(name: "Held", arrays: ["x", "W", "b"], wrong: ["W"], causes: [.extraMean]),
      Wanted(name: "squash_forward", arrays: ["x"]), Wanted(name: "linear_with_backprop", arrays: ["X", "W", "b"]),
      Wanted(
        name: "rms_norm_forward", arrays: ["x", "weight"], wrong: ["x"],
        causes: [.diagonalOnly, .missingFactor, .unknown, .arrayOnly]),
      Wanted(name: "conv1d_forward", arrays: ["x", "w", "b"]),
    ])
}
