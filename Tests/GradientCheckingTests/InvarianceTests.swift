import Networks
import Tensors
import Testing

@testable import GradientChecking

/// What must not change a result: units, threads, neighbours, shards.
struct InvarianceTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let value: @Sendable ([Double]) -> Double
    let point: [Double]
    let claim: [Double]
    var testDescription: String { name }
  }

  private static let cases = [
    Case(name: "smooth", value: { $0[0] * $0[0] * $0[1] + $0[1] }, point: [1.5, -0.7], claim: [-2.1, 3.25]),
    Case(
      name: "one per cent off", value: { $0[0] * $0[0] * $0[1] + $0[1] }, point: [1.5, -0.7], claim: [-2.1, 3.2825]),
    Case(name: "kink nearby", value: { abs($0[0] - 1) + $0[1] }, point: [1.0000001, 2], claim: [1, 1]),
    Case(name: "on a kink", value: { max($0[0], $0[1]) }, point: [3, 3], claim: [1, 0]),
    Case(name: "jump", value: { ($0[0] * 8).rounded() / 8 + $0[1] }, point: [0.3125, 1], claim: [0, 1]),
    Case(name: "zero slope", value: { ($0[0] - 2) * ($0[0] - 2) + $0[1] }, point: [2, 1], claim: [0, 1]),
    Case(name: "lost in an offset", value: { 1e16 + $0[0] * $0[0] + 0 * $0[1] }, point: [1, 1], claim: [2, 0]),
  ]

  private static func statuses(_ entry: Case, x: Double, f: Double) -> [ElementStatus] {
    let subject = FunctionSubject(
      name: "scaled", point: entry.point.map { $0 * x }, value: { p in entry.value(p.map { $0 / x }) * f },
      gradient: { _ in entry.claim.map { $0 * f / x } })
    return GradientChecker().check(subject).arrays.flatMap(\.elements).map(\.status)
  }

  @Test(arguments: cases)
  private func `powers of two in x and f change no status`(_ entry: Case) {
    let plain = Self.statuses(entry, x: 1, f: 1)
    for (x, f) in [(40, 0), (-40, 0), (0, 40), (0, -40), (40, 40), (-40, 40), (40, -40)] {
      let scaled = Self.statuses(entry, x: Self.power(x), f: Self.power(f))
      #expect(scaled == plain, "x · 2^\(x), f · 2^\(f)")
    }
  }

  private static func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }

  private static func network(_ activation: String = "relu") throws -> NetworkSubject {
    var generator = SeededGenerator(seed: 5)
    let network = try Network(
      inputShape: [9],
      specifications: [
        Specification("dense", main: .number(11)), Specification(activation), Specification("dense", main: .number(4)),
      ], generator: &generator)
    let input = Tensor(shape: [6, 9], elements: (0..<54).map { _ in generator.normal() })
    return try NetworkSubject(
      name: "network",
      objective: Objective(network: network, loss: SoftmaxCrossEntropy<Double>(), regularization: 0.01),
      input: input, targets: .classes([0, 1, 2, 3, 0, 1]))
  }

  @Test(arguments: ["relu", "tanh"])
  func `an element does not depend on its neighbours`(_ activation: String) throws {
    let subject = try Self.network(activation)
    let whole = GradientChecker().check(subject)
    for sample in [1, 2, 3, 7] {
      var options = CheckOptions()
      options.sample = sample
      let part = GradientChecker(options: options).check(subject)
      for (own, other) in zip(part.arrays, whole.arrays) {
        let matching = other.elements.filter { element in own.elements.contains { $0.offset == element.offset } }
        #expect(Array(own.elements) == matching, "\(own.name)")
      }
    }
  }

  @Test(arguments: [2, 3, 7])
  func `shards joined are the whole, to the bit`(_ count: Int) throws {
    let subject = try Self.network()
    let whole = GradientChecker().check([subject])
    let parts = (1...count).map { index in
      var options = CheckOptions()
      options.shard = (index, count)
      return GradientChecker(options: options).check([subject])
    }
    let joined = try CheckResult.merged(parts)
    #expect(joined.subjects[0].arrays.map(\.elements) == whole.subjects[0].arrays.map(\.elements))
    #expect(joined.subjects[0].verdict == whole.subjects[0].verdict)
    #expect(joined.subjects[0].message == whole.subjects[0].message)
  }
}
