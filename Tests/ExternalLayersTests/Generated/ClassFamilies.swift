import GradientChecking

/// Layers as objects: parameters and gradients as attributes, in lists, in dictionaries; made at the first forward;
/// gradients that add up; and the two profiles that speak through attributes alone.
enum ClassFamilies {
  enum Form: String, CaseIterable, Sendable {
    case attributes, lists, dictionaries, accessors, lazy, sums, dinputs, dXdY
  }

  /// Names for each form.
  private static func naming(_ form: Form) -> Naming {
    switch form {
    case .attributes: Naming(name: form.rawValue, rename: ["w": "W"])
    case .lists: Naming(name: form.rawValue, prefix: "grad_", upstream: "grad")
    case .dictionaries: Naming(name: form.rawValue, rename: ["w": "W"], upstream: "delta")
    case .accessors: Naming(name: form.rawValue, prefix: "", suffix: "_grad", upstream: "error")
    case .lazy: Naming(name: form.rawValue, prefix: "d_", upstream: "dy")
    case .sums: Naming(name: form.rawValue, rename: ["w": "weight", "b": "bias"], prefix: "grad_", upstream: "dy")
    case .dinputs:
      Naming(
        name: form.rawValue, rename: ["x": "inputs", "w": "weights", "b": "biases"], upstream: "dvalues",
        out: "output")
    case .dXdY: Naming(name: form.rawValue, rename: ["x": "X", "w": "W"], upstream: "dY", out: "Y")
    }
  }

  static func variants() -> [Variant] {
    var made: [Variant] = []
    for operation in Operations.all {
      let forms = Form.allCases.filter { suits(operation, $0) }
      for form in forms { made.append(variant(operation, form, bug: nil, number: made.count)) }
      for (index, bug) in operation.bugs.enumerated() where bug.causes != [.notImplemented] {
        // What adds up cannot have another shape, and hides nothing else.
        let own = forms.filter { $0 != .sums || !bug.causes.contains(.wrongShape) }
        made.append(variant(operation, own[index % own.count], bug: bug, number: made.count))
      }
    }
    return made
  }

  private static func suits(_ operation: Operation, _ form: Form) -> Bool {
    let hasParameters = operation.arguments.contains(where: \.isParameter)
    let inputs = operation.arguments.filter { !$0.isParameter && $0.hasGradient }
    switch form {
    case .attributes: return true
    case .dinputs, .dXdY: return inputs.count == 1
    default: return hasParameters
    }
  }

  private static func variant(_ operation: Operation, _ form: Form, bug: Bug?, number: Int) -> Variant {
    let own = operation.planted(bug)
    let naming = naming(form)
    let parameters = own.arguments.filter(\.isParameter)
    // Settings go to the constructor, as people do it; indices are inputs.
    let settings = own.arguments.filter { !$0.isParameter && !$0.hasGradient && !$0.input.hasPrefix("{integers") }
    let inputs = own.arguments.filter { argument in
      !argument.isParameter && !settings.contains { $0.name == argument.name }
    }
    let name = "\(operation.name.prefix(1).uppercased())\(operation.name.dropFirst())\(number)"
    let writer = ClassWriter(
      form: form, naming: naming, operation: own, name: name, parameters: parameters, settings: settings,
      inputs: inputs)
    var keys = "class: \(name), inputs: {\(yaml(inputs, naming))}"
    let initial = form == .lazy ? settings : parameters + settings
    if !initial.isEmpty { keys += ", init: {\(yaml(initial, naming))}" }
    if form == .dinputs || form == .dXdY { keys += ", profile: \(form.rawValue)" }
    func label(_ argument: String) -> String {
      if form == .lists, let place = parameters.firstIndex(where: { $0.name == argument }) { return "params.\(place)" }
      return naming.argument(argument)
    }
    return Variant(
      name: [name, form.rawValue, bug?.name].compactMap(\.self).joined(separator: ", "), code: writer.text, keys: keys,
      arrays: Set(own.gradients.map { label($0.name) }),
      fault: bug.map { Fault(arrays: Set($0.wrong.map(label)), causes: $0.causes) },
      warning: form == .sums ? .accumulates : nil)
  }

  private static func yaml(_ arguments: [Operation.Argument], _ naming: Naming) -> String {
    arguments.map { "\(naming.argument($0.name)): \($0.input)" }.joined(separator: ", ")
  }
}

/// Writes one class.
struct ClassWriter {
  let form: ClassFamilies.Form
  let naming: Naming
  let operation: Operation
  let name: String
  let parameters: [Operation.Argument]
  let settings: [Operation.Argument]
  let inputs: [Operation.Argument]

  private func names(_ arguments: [Operation.Argument]) -> [String] { arguments.map { naming.argument($0.name) } }
  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  var text: String {
    let speaks = form == .dXdY
    let kept = names(inputs + settings) + [naming.out] + operation.saved
    var lines = ["class \(name):"]
    lines += constructor.indented()
    lines.append("    def forward(\(list(["self"] + (speaks ? [] : names(inputs))))):")
    if speaks { lines += names(inputs).map { "\($0) = self.\($0)" }.indented(2) }
    lines += (lazy + fetched + naming.text(operation.forward, of: operation)).indented(2)
    lines.append("        self.kept = (\(list(kept)),)")
    switch form {
    case .dinputs, .dXdY: lines.append("        self.\(naming.out) = \(naming.out)")
    default: lines.append("        return \(naming.out)")
    }
    lines.append("    def backward(\(list(["self"] + (speaks ? [] : [naming.upstream])))):")
    if speaks { lines.append("        \(naming.upstream) = self.\(naming.upstream)") }
    lines.append("        (\(list(kept)),) = self.kept")
    lines += (fetched + naming.text(operation.backward, of: operation) + stored + returned).indented(2)
    return (lines + accessors.indented()).joined(separator: "\n")
  }

  private var constructor: [String] {
    let given = form == .lazy ? settings : parameters + settings
    var body = names(settings).map { "self.\($0) = \($0)" }
    switch form {
    case .lists:
      body.append("self.params = [\(list(names(parameters)))]")
      body.append("self.grads = [np.zeros_like(p) for p in self.params]")
    case .dictionaries:
      body.append("self.params = {\(list(names(parameters).map { "'\($0)': \($0)" }))}")
      body.append("self.grads = {}")
    case .lazy: body += names(parameters).map { "self.\($0) = None" }
    case .sums:
      body += names(parameters).map { "self.\($0) = \($0)" }
      body += parameters.map { "self.\(naming.gradient($0.name)) = np.zeros_like(self.\(naming.argument($0.name)))" }
    default: body += names(parameters).map { "self.\($0) = \($0)" }
    }
    return ["def __init__(\(list(["self"] + names(given)))):"] + (body.isEmpty ? ["pass"] : body).indented()
  }

  /// Parameters that the first forward makes.
  private var lazy: [String] {
    guard form == .lazy else { return [] }
    return parameters.map { argument in
      let shape = argument.input.drop { $0 != "[" }.prefix { $0 != "]" } + "]"
      let name = naming.argument(argument.name)
      return "if self.\(name) is None: self.\(name) = np.random.RandomState(3).randn(*\(shape))"
    }
  }

  /// Parameters and settings under their own names.
  private var fetched: [String] {
    let own = names(parameters).enumerated().map { place, name in
      switch form {
      case .lists: "\(name) = self.params[\(place)]"
      case .dictionaries: "\(name) = self.params['\(name)']"
      default: "\(name) = self.\(name)"
      }
    }
    return own + names(settings).map { "\($0) = self.\($0)" }
  }

  private var stored: [String] {
    parameters.enumerated().map { place, argument in
      let gradient = naming.gradient(argument.name)
      switch form {
      case .lists: return "self.grads[\(place)] = \(gradient)"
      case .dictionaries: return "self.grads['\(naming.argument(argument.name))'] = \(gradient)"
      case .sums: return "self.\(gradient) += \(gradient)"
      default: return "self.\(gradient) = \(gradient)"
      }
    }
  }

  private var returned: [String] {
    let gradients = inputs.filter(\.hasGradient).map { naming.gradient($0.name) }
    guard !gradients.isEmpty else { return [] }
    switch form {
    case .dinputs, .dXdY: return gradients.map { "self.\($0) = \($0)" }
    default: return ["return \(list(gradients))"]
    }
  }

  private var accessors: [String] {
    switch form {
    case .accessors:
      ["def params(self):", "    return {\(list(names(parameters).map { "'\($0)': self.\($0)" }))}"]
        + ["def param_grads(self):"]
        + ["    return {\(list(parameters.map { "'\(naming.argument($0.name))': self.\(naming.gradient($0.name))" }))}"]
    case .sums:
      ["def zero_grad(self):"] + parameters.map { "self.\(naming.gradient($0.name))[...] = 0" }.indented()
    default: []
    }
  }
}
