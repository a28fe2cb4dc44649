/// Layers as classes and lists of parameters.
extension PublishedStyle {
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
}
