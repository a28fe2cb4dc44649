import CheckCommand
import GradientChecking

@main struct Checks: CheckProgram {
  @OptionGroup var arguments: CheckArguments

  static func subjects(seed: UInt64) throws -> [any Subject] {
    let square = FunctionSubject(name: "square", point: [3, -1], value: { $0[0] * $0[0] * $0[1] }) { x in
      [2 * x[0] * x[1], x[0] * x[0]]
    }
    return [square]
  }
}
