/// Code in which names mislead: what is meant shows only when it is run.
extension PublishedStyle {
  static let meanings = PublishedStyle(
    code: """
      import math
      class Logistic:
          def forward(self, x):
              self.y = 1 / (1 + np.exp(-x))
              return self.y
          def backward(self, eta):
              return self.y * (1 - self.y) * eta
      class FromOutput:
          def forward(self, weighted):
              return 1 / (1 + np.exp(-weighted))
          def backward(self, output):
              return output * (1 - output)
      class Passing:
          def forward(self, z):
              self.on = z > 0
              return z * self.on
          def backward(self, output):
              return output * self.on
      class ElementLoss:
          def loss(self, y, y_pred):
              return 0.5 * np.power(y - y_pred, 2)
          def gradient(self, y, y_pred):
              return -(y - y_pred)
      class TurnedElementLoss:
          def loss(self, y, y_pred):
              return 0.5 * np.power(y - y_pred, 2)
          def gradient(self, y, y_pred):
              return y - y_pred
      rows = np.loadtxt("there-is-no-such-file.csv")
      def binary_cost(Y, P_hat):
          m = Y.shape[1]
          cost = np.sum(-Y * np.log(P_hat) - (1 - Y) * np.log(1 - P_hat)) / m
          return cost, (-(Y / P_hat) + (1 - Y) / (1 - P_hat)) / m
      class Embedding:
          def __init__(self, input_dim, output_dim):
              self.input_dim, self.w = input_dim, np.random.normal(0, 1, (input_dim, output_dim))
          def forward(self, X):
              one_hot = np.zeros((X.size, self.input_dim))
              one_hot[np.arange(X.size), X.astype(np.int32).reshape(-1)] = 1
              self.one_hot = one_hot.reshape(X.shape + (self.input_dim,))
              return self.one_hot @ self.w
          def backward(self, error):
              self.grad_w = (self.one_hot.transpose(0, 2, 1) @ error).sum(axis=0)
      class TimeRNN:
          def __init__(self, Wx, Wh):
              self.Wx, self.Wh = Wx, Wh
              self.dWx, self.dWh, self.h, self.dh = None, None, None, None
          def forward(self, xs):
              self.h = np.zeros((xs.shape[0], self.Wh.shape[0]))
              self.xs, self.hs = xs, [self.h]
              for t in range(xs.shape[1]):
                  self.h = np.tanh(xs[:, t] @ self.Wx + self.h @ self.Wh)
                  self.hs.append(self.h)
              return np.stack(self.hs[1:], axis=1)
          def backward(self, dhs):
              self.dWx, self.dWh = np.zeros_like(self.Wx), np.zeros_like(self.Wh)
              dxs, dh = np.zeros_like(self.xs), 0
              for t in reversed(range(self.xs.shape[1])):
                  da = (dhs[:, t] + dh) * (1 - self.hs[t + 1] ** 2)
                  self.dWx += self.xs[:, t].T @ da
                  self.dWh += self.hs[t].T @ da
                  dxs[:, t], dh = da @ self.Wx.T, da @ self.Wh.T
              self.dh = dh
              return dxs
      class AddGate:
          def forward(self, X, b):
              return X + b
          def backward(self, X, b, dZ):
              return np.dot(np.ones((1, dZ.shape[0])), dZ), dZ * np.ones_like(X)
      def surprise_forward(p, y):
          return -sum(y[i] * math.log(p[i]) + (1 - y[i]) * math.log(1 - p[i]) for i in range(len(y))), (p, y)
      def surprise_backward(dout, cache):
          p, y = cache
          return dout * (p - y) / (p * (1 - p))
      """,
    wanted: [
      Wanted(name: "Logistic", arrays: ["x"]), Wanted(name: "FromOutput", arrays: ["weighted"]),
      Wanted(name: "Passing", arrays: ["z"]), Wanted(name: "ElementLoss", arrays: ["y_pred"]),
      Wanted(name: "TurnedElementLoss", arrays: ["y_pred"], wrong: ["y_pred"], causes: [.sign]),
      Wanted(name: "binary_cost", arrays: ["P_hat"]), Wanted(name: "Embedding", arrays: ["w"]),
      Wanted(name: "TimeRNN", arrays: ["xs", "Wx", "Wh"]), Wanted(name: "AddGate", arrays: ["X", "b"]),
      Wanted(name: "surprise_forward", arrays: ["p"]),
    ])
}
