/// Images, recurrent cells, and backward passes that forward returns.
extension PublishedStyle {
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
