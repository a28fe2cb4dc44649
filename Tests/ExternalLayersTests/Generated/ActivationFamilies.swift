import GradientChecking

/// Activations with their derivative beside them, and tensors that differentiate themselves.
enum ActivationFamilies {
  private struct Activation {
    let name: String
    let value: String
    let slope: String
    /// A wrong derivative and what it is.
    let wrong: String
    let causes: Set<DiagnosisCode>
  }

  private static let activations = [
    Activation(
      name: "logistic", value: "1 / (1 + np.exp(-x))", slope: "np.exp(-x) / (1 + np.exp(-x)) ** 2",
      wrong: "1 / (1 + np.exp(-x))", causes: [.missingFactor]),
    Activation(
      name: "tangent", value: "np.tanh(x)", slope: "1 - np.tanh(x) ** 2", wrong: "np.tanh(x) ** 2 - 1",
      causes: [.sign]),
    Activation(
      name: "leaky", value: "np.where(x > 0, x, 0.1 * x)", slope: "np.where(x > 0, 1.0, 0.1)",
      wrong: "np.where(x > 0, 1.0, 0.0)", causes: [.mask]),
    Activation(name: "cube", value: "x ** 3", slope: "3 * x ** 2", wrong: "x ** 2", causes: [.scale]),
    Activation(
      name: "softplus", value: "np.log(1 + np.exp(x))", slope: "1 / (1 + np.exp(-x))", wrong: "1 / (1 + np.exp(x))",
      causes: [.unknown]),
    Activation(
      name: "elu", value: "np.where(x > 0, x, np.exp(x) - 1)", slope: "np.where(x > 0, 1.0, np.exp(x))",
      wrong: "np.where(x > 0, 1.0, np.exp(x) - 1)", causes: [.mask, .unknown]),
  ]

  private enum Form: String, CaseIterable { case flag, derivative, prime, methods, pair, backward }

  static func variants() -> [Variant] {
    var made: [Variant] = []
    for (index, activation) in activations.enumerated() {
      for form in Form.allCases { made.append(variant(activation, form, isWrong: false, number: made.count)) }
      for turn in [index, index + 2, index + 4] {
        made.append(variant(activation, Form.allCases[turn % 6], isWrong: true, number: made.count))
      }
    }
    return made + tensors
  }

  private static func variant(_ own: Activation, _ form: Form, isWrong: Bool, number: Int) -> Variant {
    let slope = isWrong ? own.wrong : own.slope
    let name = "\(own.name)\(number)"
    let lines: [String]
    let keys: String
    switch form {
    case .flag:
      lines = ["def \(name)(x, prime=False):", "    return \(slope) if prime else \(own.value)"]
      keys = "forward: \(name), derivative: {flag: prime}"
    case .derivative, .prime:
      let other = "\(name)_\(form.rawValue)"
      lines = ["def \(name)(x):", "    return \(own.value)", "def \(other)(x):", "    return \(slope)"]
      keys = "forward: \(name), derivative: \(other)"
    case .methods, .pair:
      let methods = form == .methods ? ("fn", "grad") : ("activation", "derivative")
      lines = [
        "class A\(name):", "    def \(methods.0)(self, x):", "        return \(own.value)",
        "    def \(methods.1)(self, x):", "        return \(slope)",
      ]
      keys = "class: A\(name)"
    case .backward:
      lines = [
        "class A\(name):", "    def forward(self, x):", "        self.x = x", "        return \(own.value)",
        "    def backward(self, grad):", "        x = self.x", "        return grad * (\(slope))",
      ]
      keys = "class: A\(name)"
    }
    return Variant(
      name: "\(name), \(form.rawValue)\(isWrong ? ", wrong" : "")",
      code: lines.joined(separator: "\n"), keys: keys + ", inputs: {x: {normal: [5, 4]}}", arrays: ["x"],
      fault: isWrong ? Fault(arrays: ["x"], causes: own.causes) : nil)
  }

  // MARK: Tensors

  private static func tensor(_ number: Int, product: String, adds: Bool) -> String {
    """
    class Var\(number):
        def __init__(self, value, parents=()):
            self.value, self.parents, self.grad = np.asarray(value, dtype=float), parents, 0.0
        def __add__(self, other):
            return Var\(number)(self.value + other.value, ((self, 1.0), (other, 1.0)))
        def __mul__(self, other):
            return Var\(number)(self.value * other.value, ((self, \(product)), (other, self.value)))
        def tanh(self):
            y = np.tanh(self.value)
            return Var\(number)(y, ((self, 1 - y * y),))
        def backward(self, upstream=1.0):
            upstream = getattr(upstream, "value", upstream)
            self.grad = \(adds ? "self.grad + upstream" : "upstream")
            for parent, slope in self.parents:
                parent.backward(upstream * slope)
    """
  }

  private static var tensors: [Variant] {
    let keys = "inputs: {a: {normal: [3, 2]}, b: {normal: [3, 2]}}, expression: a * b + (a * a).tanh()"
    func variant(_ number: Int, _ name: String, _ product: String, adds: Bool, _ fault: Fault?) -> Variant {
      Variant(
        name: "tensor \(name)", code: tensor(number, product: product, adds: adds),
        keys: "tensor: {class: Var\(number), value: value, gradient: grad}, \(keys)", arrays: ["a", "b"], fault: fault,
        warning: adds ? .accumulates : nil)
    }
    return [
      variant(1, "right", "other.value", adds: true, nil),
      variant(
        2, "assigned", "other.value", adds: false, Fault(arrays: ["a"], causes: [.overwritten, .unknown, .arrayOnly])),
      variant(3, "wrong sign", "-other.value", adds: true, Fault(arrays: ["a"], causes: [.unknown, .arrayOnly])),
    ]
  }
}
