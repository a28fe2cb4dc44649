/// Cells, images, tables and attention.
extension SpoiltStyle {
  /// A cell with its parameters, gradients and cache in dictionaries.
  static let gatedCell = SpoiltStyle(
    stem: "GRUCell", name: "GRUCell", arrays: ["x", "h_prev", "Wz", "Uz", "bz", "Wr", "Ur", "br", "Wh", "Uh", "bh"],
    code: """
      def sigmoid(z):
          return 1.0 / (1.0 + np.exp(-z))


      class GRUCell:
          def __init__(self, input_size, hidden_size):
              self.params = {}
              for gate in ("z", "r", "h"):
                  self.params["W" + gate] = 0.3 * np.random.randn(input_size, hidden_size)
                  self.params["U" + gate] = 0.3 * np.random.randn(hidden_size, hidden_size)
                  self.params["b" + gate] = np.zeros(hidden_size)
              self.grads = {}

          def forward(self, x, h_prev):
              p = self.params
              z = sigmoid(x @ p["Wz"] + h_prev @ p["Uz"] + p["bz"])
              r = sigmoid(x @ p["Wr"] + h_prev @ p["Ur"] + p["br"])
              hh = np.tanh(x @ p["Wh"] + (r * h_prev) @ p["Uh"] + p["bh"])
              h = (1 - z) * h_prev + z * hh
              self.cache = {"x": x, "h_prev": h_prev, "z": z, "r": r, "hh": hh}
              return h

          def backward(self, dh):
              p, c = self.params, self.cache
              x, h_prev, z, r, hh = c["x"], c["h_prev"], c["z"], c["r"], c["hh"]
              dz = dh * (hh - h_prev)
              dhh = dh * z
              dh_prev = dh * (1 - z)
              da_h = dhh * (1 - hh ** 2)
              self.grads["Wh"] = x.T @ da_h
              self.grads["Uh"] = (r * h_prev).T @ da_h
              self.grads["bh"] = da_h.sum(axis=0)
              drh = da_h @ p["Uh"].T
              dr = drh * h_prev
              dh_prev = dh_prev + drh * r
              da_z = dz * z * (1 - z)
              self.grads["Wz"] = x.T @ da_z
              self.grads["Uz"] = h_prev.T @ da_z
              self.grads["bz"] = da_z.sum(axis=0)
              da_r = dr * r * (1 - r)
              self.grads["Wr"] = x.T @ da_r
              self.grads["Ur"] = h_prev.T @ da_r
              self.grads["br"] = da_r.sum(axis=0)
              dx = da_h @ p["Wh"].T + da_z @ p["Wz"].T + da_r @ p["Wr"].T
              dh_prev = dh_prev + da_z @ p["Uz"].T + da_r @ p["Ur"].T
              return dx, dh_prev
      """,
    mistakes: [
      Mistake(
        "dz = dh * (hh - h_prev)",
        "dz = dh * (h_prev - hh)", wrong: ["x", "h_prev", "Wz", "Uz", "bz"], causes: [.sign]),
      Mistake(
        "self.grads[\"bz\"] = da_z.sum(axis=0)",
        "self.grads[\"bz\"] = da_z.mean(axis=0)", wrong: ["bz"], causes: [.extraMean]),
      Mistake(
        "self.grads[\"Uz\"] = h_prev.T @ da_z",
        "self.grads[\"Uz\"] = (h_prev.T @ da_z).T", wrong: ["Uz"], causes: [.transpose]),
      Mistake(
        "da_h = dhh * (1 - hh ** 2)",
        "da_h = dhh", wrong: ["x", "h_prev", "Wh", "Uh", "bh", "Wr", "Ur", "br"], causes: [.unknown, .arrayOnly]),
      Mistake(
        "dh_prev = dh * (1 - z)",
        "dh_prev = dh * z", wrong: ["h_prev"], causes: [.unknown, .arrayOnly]),
    ])

  /// A convolution with one filter a channel.
  static let depthwise = SpoiltStyle(
    stem: "depthwise_conv", name: "depthwise_conv_forward", arrays: ["x", "w", "b"],
    code: """
      def depthwise_conv_forward(x, w, b, conv_param):
          N, C, H, W = x.shape
          _, kh, kw = w.shape
          s, p = conv_param["stride"], conv_param["pad"]
          xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
          Ho, Wo = 1 + (H + 2 * p - kh) // s, 1 + (W + 2 * p - kw) // s
          out = np.zeros((N, C, Ho, Wo))
          for i in range(Ho):
              for j in range(Wo):
                  out[:, :, i, j] = np.sum(xp[:, :, i * s:i * s + kh, j * s:j * s + kw] * w, axis=(2, 3)) + b
          return out, (x, w, b, conv_param)


      def depthwise_conv_backward(dout, cache):
          x, w, b, conv_param = cache
          s, p = conv_param["stride"], conv_param["pad"]
          _, kh, kw = w.shape
          xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
          dxp, dw = np.zeros_like(xp), np.zeros_like(w)
          for i in range(dout.shape[2]):
              for j in range(dout.shape[3]):
                  g = dout[:, :, i, j][:, :, None, None]
                  dxp[:, :, i * s:i * s + kh, j * s:j * s + kw] += g * w
                  dw += np.sum(g * xp[:, :, i * s:i * s + kh, j * s:j * s + kw], axis=0)
          db = dout.sum(axis=(0, 2, 3))
          dx = dxp[:, :, p:p + x.shape[2], p:p + x.shape[3]] if p else dxp
          return dx, dw, db
      """,
    mistakes: [
      Mistake(
        "dxp[:, :, i * s:i * s + kh, j * s:j * s + kw] += g * w",
        "dxp[:, :, i * s:i * s + kh, j * s:j * s + kw] = g * w", wrong: ["x"], causes: [.overwritten]),
      Mistake(
        "dw += np.sum(g * xp[:, :, i * s:i * s + kh, j * s:j * s + kw], axis=0)",
        "dw += np.mean(g * xp[:, :, i * s:i * s + kh, j * s:j * s + kw], axis=0)", wrong: ["w"], causes: [.extraMean]),
      Mistake(
        "db = dout.sum(axis=(0, 2, 3))",
        "db = dout[0].sum(axis=(1, 2))", wrong: ["b"], causes: [.missingSum]),
    ])

  /// Gradients that are written into arrays that stay.
  static let groups = SpoiltStyle(
    stem: "GroupNorm", name: "GroupNorm", arrays: ["x", "gamma", "beta"],
    code: """
      class GroupNorm:
          def __init__(self, num_groups, num_channels, eps=1e-5):
              self.num_groups, self.eps = num_groups, eps
              self.gamma = np.ones((1, num_channels, 1, 1))
              self.beta = np.zeros((1, num_channels, 1, 1))
              self.dgamma = np.zeros_like(self.gamma)
              self.dbeta = np.zeros_like(self.beta)

          def forward(self, x):
              N, C, H, W = x.shape
              g = x.reshape(N, self.num_groups, -1)
              mu = g.mean(axis=2, keepdims=True)
              self.inv = 1 / np.sqrt(g.var(axis=2, keepdims=True) + self.eps)
              self.xhat = ((g - mu) * self.inv).reshape(x.shape)
              return self.gamma * self.xhat + self.beta

          def backward(self, dout):
              self.dgamma[...] = np.sum(dout * self.xhat, axis=(0, 2, 3), keepdims=True)
              self.dbeta[...] = np.sum(dout, axis=(0, 2, 3), keepdims=True)
              N = dout.shape[0]
              d = (dout * self.gamma).reshape(N, self.num_groups, -1)
              xh = self.xhat.reshape(N, self.num_groups, -1)
              dx = self.inv * (d - d.mean(axis=2, keepdims=True) - xh * (d * xh).mean(axis=2, keepdims=True))
              return dx.reshape(dout.shape)
      """,
    mistakes: [
      Mistake(
        "xh * (d * xh).mean(axis=2, keepdims=True))",
        "0)", wrong: ["x"], causes: [.unknown, .arrayOnly]),
      Mistake(
        "np.sum(dout * self.xhat, axis=(0, 2, 3), keepdims=True)",
        "np.sum(dout, axis=(0, 2, 3), keepdims=True)", wrong: ["gamma"], causes: [.missingFactor]),
    ])

  /// A table that is called, and a `grad` that is handed the upstream gradient.
  static let table = SpoiltStyle(
    stem: "Embedding", name: "Embedding", arrays: ["W"],
    code: """
      class Embedding:
          def __init__(self, vocab_size, embedding_dim):
              self.W = np.random.randn(vocab_size, embedding_dim) * 0.01

          def __call__(self, idx):
              self.idx = idx
              return self.W[idx]

          def grad(self, dout):
              self.dW = np.zeros_like(self.W)
              np.add.at(self.dW, self.idx, dout)
              return self.dW
      """,
    mistakes: [
      Mistake(
        "np.add.at(self.dW, self.idx, dout)",
        "self.dW[self.idx] = dout", wrong: ["W"], causes: [.overwritten]),
      Mistake(
        "np.add.at(self.dW, self.idx, dout)",
        "self.dW[self.idx] += dout", wrong: ["W"], causes: [.overwritten]),
    ])

  /// A cache that is a named tuple, and an optional mask.
  static let attention = SpoiltStyle(
    stem: "masked_attention", name: "masked_attention_forward", arrays: ["q", "k", "v"],
    code: """
      class AttentionCache(NamedTuple):
          q: np.ndarray
          k: np.ndarray
          v: np.ndarray
          p: np.ndarray


      def masked_attention_forward(q, k, v, mask=None):
          d = q.shape[-1]
          scores = q @ k.swapaxes(-1, -2) / np.sqrt(d)
          if mask is not None:
              scores = np.where(mask, scores, -1e9)
          e = np.exp(scores - scores.max(axis=-1, keepdims=True))
          p = e / e.sum(axis=-1, keepdims=True)
          return p @ v, AttentionCache(q, k, v, p)


      def masked_attention_backward(dout, cache: AttentionCache):
          d = cache.q.shape[-1]
          dv = cache.p.swapaxes(-1, -2) @ dout
          dp = dout @ cache.v.swapaxes(-1, -2)
          ds = cache.p * (dp - np.sum(dp * cache.p, axis=-1, keepdims=True)) / np.sqrt(d)
          dq = ds @ cache.k
          dk = ds.swapaxes(-1, -2) @ cache.q
          return dq, dk, dv
      """,
    mistakes: [
      Mistake(
        "keepdims=True)) / np.sqrt(d)",
        "keepdims=True))", wrong: ["q", "k"], causes: [.scale]),
      Mistake(
        "ds = cache.p * (dp - np.sum(dp * cache.p, axis=-1, keepdims=True))",
        "ds = cache.p * (1 - cache.p) * dp", wrong: ["q", "k"], causes: [.unknown, .arrayOnly]),
      Mistake(
        "np.sum(dp * cache.p, axis=-1",
        "np.sum(dp * cache.p, axis=-2", wrong: ["q", "k"], causes: [.unknown, .arrayOnly]),
    ])
}
