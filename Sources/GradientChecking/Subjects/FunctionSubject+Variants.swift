import Tensors

extension FunctionSubject: VariableSubject {
  /// Smaller batches and rounder values.
  public func smaller() -> [(change: String, subject: any VariableSubject)] {
    let point = arrays.flatMap(\.values)
    return Rounding.units.compactMap { name, unit in
      let rounded = Rounding.round(point, to: unit)
      return rounded == point ? nil : ("values in \(name)", moved(rounded))
    }
  }

  /// Settings that hide mistakes, moved.
  public func variants(seed: UInt64) -> [(setting: String, subject: any Subject)] {
    var generator = SeededGenerator(seed: seed).fork("explore").fork(name)
    let point = arrays.flatMap(\.values)
    let scale = arrays.flatMap { array -> [Double] in
      let largest = array.values.largestMagnitude
      return array.values.map { _ in largest > 0 ? largest : 1 }
    }
    return [
      ("the values with the other sign", moved(point.map { -$0 })),
      ("the values moved at random", moved(zip(point, scale).map { $0 + 0.3 * $1 * generator.normal() })),
      ("other values at random", moved(scale.map { $0 * generator.normal() })),
    ]
  }

  private func moved(_ point: [Double]) -> FunctionSubject {
    let parts = arrays.map { Part(name: $0.name, role: $0.role, shape: $0.shape) }
    var other = FunctionSubject(
      name: name, point: point, parts: parts, scalar: scalar, mutatingValue: value, mutatingGradient: gradient)
    other.kind = kind
    other.hints = hints
    return other
  }
}
