import Networks
import Tensors
import Testing

struct OptimizerTests {
  /// Steps on f(w) = ½ w², whose gradient is w.
  private func path(_ optimizer: any Optimizer, from start: Double, steps: Int) -> [Double] {
    var optimizer = optimizer
    var parameters = [Parameter("w", Tensor<Double>([start]))]
    return (0..<steps).map { _ in
      optimizer.step(parameters: &parameters, gradients: [parameters[0].value])
      return parameters[0].value.elements[0]
    }
  }

  @Test func `plain descent multiplies by 1 - rate`() {
    let path = path(SGD(rate: 0.1), from: 2, steps: 5)
    for (step, w) in path.enumerated() { #expect(abs(w - 2 * pow(0.9, step + 1)) < 1e-15) }
  }

  private func pow(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { p, _ in p * base } }

  @Test func `momentum keeps its share of the last step`() {
    // v = 0.9 v - 0.1 w by hand, from w = 1: -0.1, then -0.09 - 0.09, …
    let path = path(SGD(rate: 0.1, momentum: 0.9), from: 1, steps: 4)
    for (w, wanted) in zip(path, [0.9, 0.72, 0.486, 0.2268]) { #expect(abs(w - wanted) < 1e-15) }
  }

  @Test(arguments: [1e-8, 1, 1e8]) func `the first step of Adam has the size of the rate, whatever the gradient's`(
    scale: Double
  ) {
    let w = path(Adam(rate: 0.01, epsilon: 1e-20), from: scale, steps: 1)[0]
    #expect(abs((scale - w) - 0.01) < 1e-9 * max(scale, 0.01))
  }

  @Test func `Adam follows the paper's recursion`() {
    var (m, v, w) = (0.0, 0.0, 1.0)
    var wanted: [Double] = []
    for t in 1...50 {
      m = 0.9 * m + 0.1 * w
      v = 0.999 * v + 0.001 * w * w
      let (mean, variance) = (m / (1 - pow(0.9, t)), v / (1 - pow(0.999, t)))
      w -= 0.05 * mean / (variance.squareRoot() + 1e-8)
      wanted.append(w)
    }
    for (found, w) in zip(path(Adam(rate: 0.05), from: 1, steps: 50), wanted) { #expect(abs(found - w) < 1e-13) }
  }

  @Test(arguments: OptimizerCatalog.entries.map(\.name)) func `an optimizer refuses settings that cannot be`(
    name: String
  ) {
    for rate in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: NetworkError.self) {
        try OptimizerCatalog.make(Specification(name, main: nil, [SettingEntry("rate", .number(rate))]))
      }
    }
    #expect(throws: NetworkError.self) {
      try OptimizerCatalog.make(Specification(name, main: nil, [SettingEntry("rtae", .number(0.1))]))
    }
  }
}
