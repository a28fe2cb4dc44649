import RealModule
import Tensors

/// Smooth functions `scale · g(x / unit) + offset` with scales from 1e-8 to 1e8.
public enum SmoothFamily {
  private struct Shape: Sendable {
    let name: String
    let value: @Sendable (Double) -> Double
    let slope: @Sendable (Double) -> Double
  }

  private static let shapes: [Shape] = [
    Shape(name: "sin", value: { .sin($0) }, slope: { .cos($0) }),
    Shape(name: "cos", value: { .cos($0) }, slope: { -.sin($0) }),
    Shape(name: "exp", value: { .exp($0) }, slope: { .exp($0) }),
    Shape(name: "tanh", value: { .tanh($0) }, slope: { 1 - .tanh($0) * .tanh($0) }),
    Shape(name: "square", value: { $0 * $0 }, slope: { 2 * $0 }),
    Shape(name: "cubic", value: { $0 * $0 * $0 - $0 }, slope: { 3 * $0 * $0 - 1 }),
    Shape(name: "log", value: { .log(onePlus: $0 * $0) }, slope: { 2 * $0 / (1 + $0 * $0) }),
    Shape(
      name: "sigmoid", value: { 1 / (1 + .exp(-$0)) }, slope: { 1 / ((1 + .exp(-$0)) * (1 + .exp($0))) }),
    Shape(
      name: "bell", value: { 1 / (1 + $0 * $0) }, slope: { -2 * $0 / ((1 + $0 * $0) * (1 + $0 * $0)) }),
    Shape(name: "decay", value: { $0 * .exp(-$0) }, slope: { (1 - $0) * .exp(-$0) }),
    Shape(name: "root", value: { .sqrt(1 + $0 * $0) }, slope: { $0 / .sqrt(1 + $0 * $0) }),
    Shape(
      name: "softplus", value: { max($0, 0) + .log(onePlus: .exp(-abs($0))) }, slope: { 1 / (1 + .exp(-$0)) }),
    Shape(
      name: "packet", value: { .sin(3 * $0) * .exp(-$0 * $0 / 2) },
      slope: { (3 * .cos(3 * $0) - $0 * .sin(3 * $0)) * .exp(-$0 * $0 / 2) }),
    Shape(
      name: "quintic", value: { $0 * $0 * ($0 * $0 * $0 - 2) + $0 }, slope: { 5 * $0 * $0 * $0 * $0 - 4 * $0 + 1 }),
    Shape(name: "atan", value: { .atan($0) }, slope: { 1 / (1 + $0 * $0) }),
    Shape(name: "line", value: { 3 * $0 }, slope: { _ in 3 }),
  ]

  /// Draws a member; equal generators give equal members.
  public static func member(_ generator: inout SeededGenerator) -> FamilyMember {
    let shape = shapes[generator.integer(below: shapes.count)]
    let unit = Double.pow(10, generator.uniform(-8, 8))
    let scale = Double.pow(10, generator.uniform(-8, 8)) * (generator.uniform() < 0.5 ? -1 : 1)
    let offset =
      generator.uniform() < 0.4 ? 0 : scale * Double.pow(10, generator.uniform(-2, 2)) * generator.normal()
    let place = generator.uniform()
    var u = generator.uniform(-2, 2)
    if place < 0.05 { u = 0 }
    if place > 0.9 { u *= Double.pow(10, generator.uniform(-6, 0)) }
    let x = u * unit
    return FamilyMember(
      name: "\(shape.name) at \(x), unit \(unit), scale \(scale), offset \(offset)",
      value: { scale * shape.value($0 / unit) + offset }, x: x,
      truth: .slope(scale / unit * shape.slope(x / unit), kinkDistance: .infinity))
  }
}
