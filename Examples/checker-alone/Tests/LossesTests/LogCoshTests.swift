import GradientChecking
import GradientCheckingTesting
import Losses
import Testing

struct LogCoshTests {
  private let loss = LogCosh(targets: [0, 1, -2])

  @Test(arguments: [[0.5, 0.5, 0.5], [40, -1, 2], [0, 1, -2]])
  func `claims the gradient that is measured`(predictions: [Double]) {
    expectGradients(
      of: FunctionSubject(name: "log-cosh", point: predictions, value: loss.value, gradient: loss.gradient))
  }

  @Test func `a forgotten mean is found, and named`() {
    let wrong = FunctionSubject(name: "log-cosh", point: [0.5, 0.5, 0.5], value: loss.value) { predictions in
      loss.gradient(predictions).map { 3 * $0 }
    }
    let result = GradientChecker().check(wrong)
    #expect(result.verdict == .fail)
    #expect(result.arrays.first?.diagnosis.first?.factor.map { abs($0 - 3) < 1e-6 } == true)
  }
}
