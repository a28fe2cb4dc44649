import ComplexModule
import Networks
import RealModule
import Tensors
import Testing
import _Differentiation

@testable import GradientChecking

/// The ways of measuring a slope, on functions whose slopes are published.
struct MethodTests {
  /// g of the first example of micrograd (github.com/karpathy/micrograd).
  private struct Micrograd: ScalarFunction {
    func callAsFunction<S: DifferentiableScalar>(_ x: [S]) -> S {
      let (a, b, one) = (x[0], x[1], S.constant(1))
      // Both ReLUs of the example are on or off for good at its point: b + a is below 0, b − a above.
      let (off, on) = (S.constant(0), b - a)
      var c = a + b
      var d = a * b + b * b * b
      c = c + c + one
      c = c + one + c - a
      d = d + d * S.constant(2) + off
      d = d + S.constant(3) * d + on
      let e = c - d
      let f = e * e
      return f / S.constant(2) + S.constant(10) / f
    }
  }

  /// y of micrograd's own test; z = 3x + 2 is below 0 at its point.
  private struct Sanity: ScalarFunction {
    func callAsFunction<S: DifferentiableScalar>(_ x: [S]) -> S {
      let z = S.constant(2) * x[0] + S.constant(2) + x[0]
      let q = z * x[0]
      return z * z + q + q * x[0]
    }
  }

  /// The sum of 3a³ − b², from PyTorch's introduction to automatic differentiation.
  private struct Cubes: ScalarFunction {
    func callAsFunction<S: DifferentiableScalar>(_ x: [S]) -> S {
      let three = S.constant(3)
      return three * x[0] * x[0] * x[0] - x[2] * x[2] + three * x[1] * x[1] * x[1] - x[3] * x[3]
    }
  }

  /// eˣ / √(sin³x + cos³x), with which Squire and Trapp (1998) introduced the complex step.
  private struct SquireTrapp: ScalarFunction {
    func callAsFunction<S: DifferentiableScalar>(_ x: [S]) -> S {
      let (s, c) = (S.sin(x[0]), S.cos(x[0]))
      return S.exp(x[0]) / S.sqrt(s * s * s + c * c * c)
    }
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let function: any ScalarFunction
    let point: [Double]
    let value: Double
    let slopes: [Double]
    var testDescription: String { name }
  }

  static let examples = [
    Example(
      name: "micrograd-readme", function: Micrograd(), point: [-4, 2], value: 24.70408163265306,
      slopes: [138.83381924198252, 645.5772594752186]),
    Example(name: "micrograd-sanity", function: Sanity(), point: [-4], value: 100 + 40 - 160, slopes: [46]),
    Example(
      name: "torch-autograd-Q", function: Cubes(), point: [2, 3, 6, 4], value: -12 + 65, slopes: [36, 81, -12, -8]),
    Example(
      name: "complex-step-1.5", function: SquireTrapp(), point: [1.5], value: 4.497780053946162,
      slopes: [4.05342789389862]),
  ]

  private func subject(_ example: Example, claim: [Double]? = nil) -> FunctionSubject {
    func open(_ function: some ScalarFunction) -> FunctionSubject {
      FunctionSubject(
        name: example.name, point: example.point, function: function, gradient: { _ in claim ?? example.slopes })
    }
    return open(example.function)
  }

  private func options(_ method: DifferenceMethod) -> CheckOptions {
    var options = CheckOptions()
    options.method = method
    return options
  }

  @Test(arguments: examples) func `a published value is reproduced`(example: Example) throws {
    let value = try subject(example).makeSession().values(at: [[example.point]])[0]
    #expect(abs(value - example.value) <= 1e-14 * abs(example.value))
  }

  @Test(arguments: examples, DifferenceMethod.allCases)
  func `every method passes published slopes and fails slopes that are 1 % off`(
    example: Example, method: DifferenceMethod
  ) {
    let checker = GradientChecker(options: options(method))
    #expect(checker.check(subject(example)).verdict == .pass)
    let wrong = example.slopes.map { $0 * 1.01 }
    #expect(checker.check(subject(example, claim: wrong)).verdict == .fail)
  }

  @Test(arguments: examples, [DifferenceMethod.complex, .dual])
  func `exact methods find published slopes to the last digits`(example: Example, method: DifferenceMethod) {
    let result = GradientChecker(options: options(method)).check(subject(example))
    for (element, slope) in zip(result.arrays[0].elements, example.slopes) {
      #expect(abs(element.numeric - slope) <= 4e-15 * abs(slope))
    }
  }

  @Test(arguments: [DifferenceMethod.complex, .dual])
  func `what runs in double alone says so instead of taking differences`(method: DifferenceMethod) {
    let subject = FunctionSubject(name: "plain", point: [1], value: { $0[0] }, gradient: { _ in [1] })
    let result = GradientChecker(options: options(method)).check(subject)
    #expect(result.verdict == .error)
    #expect(result.error?.type == "method")
    #expect(result.message.contains("'\(method.rawValue)' needs a function that runs on any scalar"))
  }

  /// 3x² − 4x at 1, where the slope is 2; the numbers that Dive into Deep Learning prints.
  @Test func `forward differences of a parabola are off by three steps`() {
    let printed = [(0.1, 2.30000), (0.01, 2.03000), (0.001, 2.00300), (0.0001, 2.00030), (0.00001, 2.00003)]
    for (h, slope) in printed {
      let found = DifferenceScheme.forward.slope(of: { 3 * $0 * $0 - 4 * $0 }, at: 1, step: h)
      #expect(abs(found - slope) < 5e-6)
      #expect(abs(DifferenceScheme.central.slope(of: { 3 * $0 * $0 - 4 * $0 }, at: 1, step: h) - 2) < 1e-10)
    }
  }

  @Test(arguments: [DifferenceScheme.forward, .central, .fivePoint, .richardson])
  func `the error falls with the order`(scheme: DifferenceScheme) {
    let x = 0.7
    func error(_ h: Double) -> Double { abs(scheme.slope(of: { Double.sin($0) }, at: x, step: h) - Double.cos(x)) }
    let h = scheme.order > 4 ? 0.25 : 0.05
    let order = Double.log(error(h) / error(h / 2)) / Double.log(2)
    #expect(abs(order - Double(scheme.order)) < 0.1)
  }
}

/// Functions that the compiler differentiates.
struct DifferentiableFunctionTests {
  @Test func `the derivative of the compiler passes`() {
    let subject = FunctionSubject(name: "compiled", point: [1.5, 2, 3], differentiable: compiled)
    let result = GradientChecker().check(subject)
    #expect(result.verdict == .pass)
    #expect(result.arrays[0].elements.map(\.analytic) == [6, 2.25, 0])
  }

  @Test func `a derivative that was registered wrongly fails with its factor`() {
    let subject = FunctionSubject(name: "registered", point: [1.5, 2], differentiable: registered)
    let result = GradientChecker().check(subject)
    #expect(result.verdict == .fail)
    #expect(result.arrays[0].diagnosis.first?.code == .scale)
  }
}

@differentiable(reverse)
@Sendable private func compiled(_ x: [Double]) -> Double { x[0] * x[0] * x[1] }

@Sendable private func registered(_ x: [Double]) -> Double { x[0] * x[1] }

@derivative(of: registered)
private func registeredDerivative(
  _ x: [Double]
) -> (value: Double, pullback: (Double) -> [Double].DifferentiableView) {
  (x[0] * x[1], { [Double].DifferentiableView([2 * x[1] * $0, 2 * x[0] * $0]) })
}

/// The full Jacobian of a layer.
struct JacobianTests {
  @Test func `each output is a subject, and a wrong row names it`() {
    let layer = Dense<Double>(
      weights: Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6]), bias: Tensor(shape: [3], elements: [0, 1, 2]))
    let input = Tensor<Double>(shape: [2, 2], elements: [0.5, -1, 2, 0.25])
    let right = LayerSubject.jacobian(name: "dense", layer: layer, input: input)
    #expect(right.map(\.name) == (0..<2).flatMap { n in (0..<3).map { "dense.output[\(n), \($0)]" } })
    let rows = GradientChecker().check(right).subjects
    #expect(rows.allSatisfy { $0.verdict == .pass })
    // ∂y[1, 2]/∂x[1, ·] is column 2 of the weights.
    #expect(rows[5].arrays[0].elements.map(\.numeric).map { ($0 * 1e9).rounded() / 1e9 } == [0, 0, 3, 6])
    let wrong = LayerSubject.jacobian(name: "dense", layer: layer, input: input) { claimed in
      var claimed = claimed
      // The bias of output 2 is forgotten.
      if case .values(var values) = claimed.arrays[2] {
        values[2] = 0
        claimed.arrays[2] = .values(values)
      }
      return claimed
    }
    let failed = GradientChecker().check(wrong).subjects.filter { $0.verdict == .fail }.map(\.name)
    #expect(failed == ["dense.output[0, 2]", "dense.output[1, 2]"])
  }
}
