/// Losses: functions that return value and gradient, models whose loss returns gradients, and loss objects.
enum LossFamilies {
  private static let labels = Operation.Argument(name: "target", input: "{integers: [6], below: 4}", hasGradient: false)
  private static let data = Operation.Argument(name: "x", input: "{normal: [6, 5]}", hasGradient: false)
  private static let reg = Operation.Argument(name: "reg", input: "0.3", hasGradient: false)
  private static let weights = Operation.Argument(name: "w", input: "{normal: [5, 4]}")

  static let softmax = Operation(
    name: "softmax_loss", arguments: [weights, data, labels, reg],
    forward: [
      "scores = $x.dot($w)", "e = np.exp(scores - scores.max(axis=1, keepdims=True))",
      "p = e / e.sum(axis=1, keepdims=True)", "rows = np.arange(len($target))",
      "$out = -np.mean(np.log(p[rows, $target])) + 0.5 * $reg * np.sum($w * $w)",
    ],
    backward: ["d = p.copy()", "d[rows, $target] -= 1", "$dw = $x.T.dot(d) / len($x) + $reg * $w"],
    bugs: [
      Bug("decay twice", "+ $reg * $w", "+ 2 * $reg * $w", wrong: ["w"], .regularization),
      Bug("decay left out", " + $reg * $w", "", wrong: ["w"], .regularization),
      Bug("labels left out", "d[rows, $target] -= 1", "pass", wrong: ["w"], .unknown, .arrayOnly, .nonzeroWhereFlat),
      Bug("nothing yet", "$x.T.dot(d) / len($x) + $reg * $w", "np.zeros_like($w)", wrong: ["w"], .zero),
    ])

  static let hinge = Operation(
    name: "svm_loss", arguments: [weights, data, labels],
    forward: [
      "scores, rows = $x.dot($w), np.arange(len($target))",
      "margins = np.maximum(0, scores - scores[rows, $target][:, None] + 1)", "margins[rows, $target] = 0",
      "$out = margins.sum() / len($target)",
    ],
    backward: [
      "m = (margins > 0) * 1.0", "m[rows, $target] = -m.sum(axis=1)", "$dw = $x.T.dot(m) / len($target)",
    ],
    bugs: [
      Bug("mean left out", "$x.T.dot(m) / len($target)", "$x.T.dot(m)", wrong: ["w"], .missingMean),
      Bug("sign", "$dw = $x.T", "$dw = -$x.T", wrong: ["w"], .sign),
    ])

  static let squared = Operation(
    name: "squared_loss",
    arguments: [
      .init(name: "x", input: "{normal: [5, 3]}"), .init(name: "t", input: "{normal: [5, 3]}", hasGradient: false),
    ],
    forward: ["$out = 0.5 * np.sum(($x - $t) ** 2) / len($x)"], backward: ["$dx = ($x - $t) / len($x)"],
    bugs: [
      Bug("mean left out", "($x - $t) / len($x)", "($x - $t) * 1.0", wrong: ["x"], .missingMean),
      Bug("sign", "$dx = ($x - $t)", "$dx = ($t - $x)", wrong: ["x"], .sign),
      Bug("half left out", "$dx = ($x", "$dx = 2 * ($x", wrong: ["x"], .scale),
    ])

  static let logistic = Operation(
    name: "logistic_loss",
    arguments: [
      .init(name: "w", input: "{normal: [4, 1]}"), .init(name: "b", input: "{values: 0.3}"),
      .init(name: "x", input: "{normal: [4, 7]}", hasGradient: false),
      .init(name: "t", input: "{uniform: [1, 7], low: 0, high: 1}", hasGradient: false),
    ],
    forward: [
      "a = 1 / (1 + np.exp(-($w.T.dot($x) + $b)))",
      "$out = -np.mean($t * np.log(a) + (1 - $t) * np.log(1 - a))",
    ],
    backward: ["$dw = $x.dot((a - $t).T) / $x.shape[1]", "$db = np.mean(a - $t)"],
    bugs: [
      Bug("bias summed", "np.mean(a - $t)", "np.sum(a - $t)", wrong: ["b"], .missingMean, .scale),
      Bug("weights summed", " / $x.shape[1]", "", wrong: ["w"], .missingMean, .scale),
    ])

  /// What a loss function returns.
  private enum Returned: CaseIterable { case tuple, dictionary, nested, gradientsFirst }

  static func variants() -> [Variant] {
    var made: [Variant] = []
    for operation in [softmax, hinge, squared, logistic] {
      for (index, form) in Returned.allCases.enumerated() {
        made.append(function(operation, Naming.all[index], form, bug: nil, number: made.count))
      }
      for (index, bug) in operation.bugs.enumerated() {
        let naming = Naming.all[(index + 1) % 6]
        made.append(function(operation, naming, Returned.allCases[index % 4], bug: bug, number: made.count))
      }
    }
    for operation in [softmax, hinge, logistic] {
      for (index, bug) in ([nil] + operation.bugs.map(Optional.some)).enumerated() {
        made.append(model(operation, Naming.all[index % 2], bug: bug, number: made.count))
      }
    }
    for (index, methods) in [("loss", "grad"), ("forward", "backward"), ("calculate", "backward")].enumerated() {
      for bug in [nil] + squared.bugs.map(Optional.some) {
        made.append(object(squared, Naming.all[index], methods, bug: bug, number: made.count))
      }
    }
    return made
  }

  private static func function(
    _ operation: Operation, _ naming: Naming, _ form: Returned, bug: Bug?, number: Int
  ) -> Variant {
    let own = operation.planted(bug)
    let name = "\(operation.name)\(number)"
    let arguments = own.arguments.map { naming.argument($0.name) }.joined(separator: ", ")
    let gradients = own.gradients.map { naming.gradient($0.name) }
    let pairs = "{\(gradients.map { "'\($0)': \($0)" }.joined(separator: ", "))}"
    let returned =
      switch form {
      case .tuple: ([naming.out] + gradients).joined(separator: ", ")
      case .dictionary: "\(naming.out), \(pairs)"
      case .nested: "\(naming.out), (\(gradients.joined(separator: ", ")),)"
      case .gradientsFirst: "\(pairs), \(naming.out)"
      }
    let lines =
      ["def \(name)(\(arguments)):"] + naming.text(own.forward + own.backward, of: own).indented()
      + ["    return \(returned)"]
    return variant(
      "\(name), \(naming.name)", own, naming, lines, "loss: \(name), inputs: {\(yaml(own.arguments, naming))}", bug)
  }

  /// An object that holds the parameters, with `loss(X, y)`.
  private static func model(_ operation: Operation, _ naming: Naming, bug: Bug?, number: Int) -> Variant {
    let own = operation.planted(bug)
    let name = "Model\(number)"
    let parameters = own.gradients
    let inputs = own.arguments.filter { !$0.hasGradient }
    let names = parameters.map { naming.argument($0.name) }
    func list(_ arguments: [Operation.Argument]) -> String {
      (["self"] + arguments.map { naming.argument($0.name) }).joined(separator: ", ")
    }
    let fetched = names.map { "\($0) = self.params['\($0)']" }
    let gradients = parameters.map { "'\(naming.argument($0.name))': \(naming.gradient($0.name))" }
    let lines =
      [
        "class \(name):", "    def __init__(\(list(parameters))):",
        "        self.params = {\(names.map { "'\($0)': \($0)" }.joined(separator: ", "))}",
        "    def loss(\(list(inputs))):",
      ] + (fetched + naming.text(own.forward + own.backward, of: own)).indented(2)
      + ["        return \(naming.out), {\(gradients.joined(separator: ", "))}"]
    return variant(
      "\(name), \(operation.name)", own, naming, lines,
      "class: \(name), init: {\(yaml(parameters, naming))}, inputs: {\(yaml(inputs, naming))}", bug)
  }

  /// A loss object whose gradient has a method of its own.
  private static func object(
    _ operation: Operation, _ naming: Naming, _ methods: (String, String), bug: Bug?, number: Int
  ) -> Variant {
    let own = operation.planted(bug)
    let name = "Loss\(number)"
    let arguments = (["self"] + own.arguments.map { naming.argument($0.name) }).joined(separator: ", ")
    var lines = ["class \(name):", "    def \(methods.0)(\(arguments)):"]
    lines +=
      naming.text(own.forward, of: own).indented(2) + [
        "        self.kept = (\(naming.argument("x")), \(naming.argument("t")))"
      ]
    lines.append("        return \(naming.out)")
    if methods.0 == "forward" {
      lines.append("    def \(methods.1)(self, \(naming.upstream)=1):")
      lines.append("        \(naming.argument("x")), \(naming.argument("t")) = self.kept")
    } else {
      lines.append("    def \(methods.1)(\(arguments)):")
    }
    lines += naming.text(own.backward, of: own).indented(2) + ["        return \(naming.gradient("x"))"]
    return variant(
      "\(name), \(methods.0)", own, naming, lines,
      "class: \(name), loss: \(methods.0), inputs: {\(yaml(own.arguments, naming))}", bug)
  }

  private static func variant(
    _ name: String, _ own: Operation, _ naming: Naming, _ lines: [String], _ keys: String, _ bug: Bug?
  ) -> Variant {
    Variant(
      name: [name, bug?.name].compactMap(\.self).joined(separator: ", "), code: lines.joined(separator: "\n"),
      keys: keys, arrays: Set(own.gradients.map { naming.argument($0.name) }),
      fault: bug.map { Fault(arrays: Set($0.wrong.map(naming.argument)), causes: $0.causes) })
  }

  private static func yaml(_ arguments: [Operation.Argument], _ naming: Naming) -> String {
    arguments.map { "\(naming.argument($0.name)): \($0.input)" }.joined(separator: ", ")
  }
}
