/// Forward and backward functions, with a cache or with the inputs again.
enum FunctionFamilies {
  /// How a pair of functions is written.
  struct Style: Sendable {
    enum Returned { case tuple, list, reversed, dictionary }
    let naming: Naming
    /// `%` is the layer's name.
    let forward: String
    let backward: String
    let returned: Returned
    var passesInputs = false
    var cache = "cache"
  }

  static let styles: [Style] = {
    let naming = Naming.all
    return [
      Style(naming: naming[0], forward: "%_forward", backward: "%_backward", returned: .tuple),
      Style(naming: naming[1], forward: "%_fwd", backward: "%_bwd", returned: .tuple, cache: "memory"),
      Style(naming: naming[2], forward: "forward_%", backward: "backward_%", returned: .reversed, cache: "ctx"),
      Style(naming: naming[3], forward: "%_fprop", backward: "%_bprop", returned: .list, cache: "saved"),
      Style(naming: naming[4], forward: "%_forward_naive", backward: "%_backward_naive", returned: .dictionary),
      Style(naming: naming[0], forward: "%Forward", backward: "%Backward", returned: .tuple, passesInputs: true),
      Style(naming: naming[5], forward: "%_forward", backward: "%_backward", returned: .reversed, passesInputs: true),
    ]
  }()

  /// Every operation in every style; every mistake in two styles.
  static func variants() -> [Variant] {
    var made: [Variant] = []
    for operation in Operations.all {
      for style in styles { made.append(variant(operation, style, bug: nil, number: made.count)) }
      for (index, bug) in operation.bugs.enumerated() {
        for turn in [index, index + 3] {
          made.append(variant(operation, styles[turn % styles.count], bug: bug, number: made.count))
        }
      }
    }
    return made
  }

  private static func variant(_ operation: Operation, _ style: Style, bug: Bug?, number: Int) -> Variant {
    let own = operation.planted(bug)
    let naming = style.naming
    let base = "\(operation.name)\(number)"
    let forward = style.forward.replacing("%", with: base)
    let backward = style.backward.replacing("%", with: base)
    let arguments = own.arguments.map { naming.argument($0.name) }
    let gradients = own.gradients.map { naming.gradient($0.name) }
    let forwardLines = naming.text(own.forward, of: own)
    let kept = (arguments + [naming.out] + own.saved).joined(separator: ", ")
    var lines = ["def \(forward)(\(arguments.joined(separator: ", "))):"] + forwardLines.indented()
    if style.passesInputs {
      lines.append("    return \(naming.out)")
      // The inputs come in another order than forward takes them.
      let again = ([naming.upstream] + arguments.reversed()).joined(separator: ", ")
      lines += ["def \(backward)(\(again)):"] + forwardLines.indented()
    } else {
      lines.append("    return \(naming.out), (\(kept),)")
      lines += ["def \(backward)(\(naming.upstream), \(style.cache)):", "    (\(kept),) = \(style.cache)"]
    }
    lines += naming.text(own.backward, of: own).indented()
    lines.append("    return " + returned(gradients, style.returned))
    let inputs = own.arguments.map { "\(naming.argument($0.name)): \($0.input)" }.joined(separator: ", ")
    return Variant(
      name: [base, naming.name, style.passesInputs ? "inputs again" : nil, bug?.name].compactMap(\.self)
        .joined(separator: ", "),
      code: lines.joined(separator: "\n"), keys: "forward: \(forward), inputs: {\(inputs)}",
      arrays: Set(own.gradients.map { naming.argument($0.name) }),
      fault: bug.map { Fault(arrays: Set($0.wrong.map(naming.argument)), causes: $0.causes) })
  }

  private static func returned(_ gradients: [String], _ form: Style.Returned) -> String {
    switch form {
    case .tuple: gradients.joined(separator: ", ")
    case .reversed: gradients.reversed().joined(separator: ", ")
    case .list: "[\(gradients.joined(separator: ", "))]"
    case .dictionary: "{\(gradients.map { "'\($0)': \($0)" }.joined(separator: ", "))}"
    }
  }
}
