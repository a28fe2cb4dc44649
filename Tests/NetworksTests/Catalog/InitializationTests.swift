import Networks
import Tensors
import Testing

@Suite struct InitializationTests {
  @Test(arguments: Initialization.allCases)
  func `weights have mean 0 and the variance of the rule`(_ rule: Initialization) {
    var generator = SeededGenerator(seed: 1)
    let weights = rule.weights([300, 100], inputs: 300, outputs: 100, generator: &generator).elements
    let expected: Double =
      switch rule {
      case .he, .heUniform: 2.0 / 300
      case .glorot, .glorotUniform: 2.0 / 400
      }
    let count = Double(weights.count)
    let variance = weights.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(weights.reduce(0, +) / count) < 4 * (expected / count).squareRoot())
    // The variance of x² is at most 2 σ⁴: four standard errors.
    #expect(abs(variance - expected) < 4 * expected * (2 / count).squareRoot())
    if rule == .heUniform || rule == .glorotUniform {
      #expect((weights.map { abs($0) }.max() ?? 0) <= (3 * expected).squareRoot())
    }
  }

  private func deviation(_ layers: [Specification]) throws -> Double {
    var generator = SeededGenerator(seed: 2)
    let network = try Network(inputShape: [400], specifications: layers, generator: &generator)
    let weights = network.parameters[0].value.elements
    return (weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)).squareRoot()
  }

  @Test func `weights before a relu start by the rule of He, others by that of Glorot`() throws {
    let dense = Specification("dense", main: .number(100))
    let (he, glorot) = ((2.0 / 400).squareRoot(), (2.0 / 500).squareRoot())
    #expect(abs(try deviation([dense, Specification("relu")]) - he) < 0.001)
    #expect(
      abs(try deviation([dense, Specification("batch-normalization"), Specification("gelu")]) - he) < 0.001)
    #expect(abs(try deviation([dense, Specification("tanh")]) - glorot) < 0.001)
    #expect(abs(try deviation([dense]) - glorot) < 0.001)
    let chosen = Specification("dense", main: .number(100), [SettingEntry("initialization", .text("glorot"))])
    #expect(abs(try deviation([chosen, Specification("relu")]) - glorot) < 0.001)
  }
}
