/// Layers as pairs of functions, with caches and dictionaries.
extension PublishedStyle {
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
}
