import Networks
import Tensors
import Testing

@testable import GradientChecking

/// A network with a mistake in its gradient must fail with the right cause, for every seed and shape.
struct PlantedBugTests {
  private static let expected: [PlantedBug: Set<DiagnosisCode>] = [
    .sign: [.sign], .doubled: [.scale, .missingMean], .missingMean: [.missingMean],
    .transpose: [.transpose, .permuted],
    .missingRegularization: [.regularization], .extraMean: [.extraMean], .element: [.singleElement],
  ]

  private static func subject(seed: UInt64, bug: PlantedBug?) throws -> NetworkSubject {
    var generator = SeededGenerator(seed: seed)
    let inputs = 3 + Int(seed % 4)
    let hidden = 4 + Int(seed % 3)
    let samples = 3 + Int(seed % 5)
    let activation = ["tanh", "relu", "sigmoid", "softplus", "leaky-relu"][Int(seed % 5)]
    let network = try Network(
      inputShape: [inputs],
      specifications: [
        Specification("dense", main: .number(Double(hidden))), Specification(activation),
        Specification("dense", main: .number(3)),
      ],
      generator: &generator)
    var objective = Objective(network: network, loss: SoftmaxCrossEntropy<Double>(), regularization: 0.1)
    var parameters = objective.network.parameters
    for index in parameters.indices where !parameters[index].isRegularized {
      parameters[index].value = parameters[index].value.map { $0 + 0.2 * generator.normal() }
    }
    objective.network.parameters = parameters
    let input = Tensor(shape: [samples, inputs], elements: (0..<(samples * inputs)).map { _ in generator.normal() })
    let labels = (0..<samples).map { _ in generator.integer(below: 3) }
    let final = objective
    return try NetworkSubject(name: "network", objective: final, input: input, targets: .classes(labels)) {
      gradient, objective, input in
      bug.map { $0.spoil(gradient, objective: objective, input: input) } ?? gradient
    }
  }

  @Test(arguments: PlantedBug.allCases)
  func `every planted bug is caught and named`(_ bug: PlantedBug) throws {
    for seed in 0..<25 as Range<UInt64> {
      let result = GradientChecker().check(try Self.subject(seed: seed, bug: bug))
      #expect(result.verdict == .fail, "seed \(seed)")
      let codes = Set(result.arrays.flatMap(\.diagnosis).map(\.code))
      #expect(!codes.isDisjoint(with: Self.expected[bug] ?? []), "seed \(seed): \(codes)")
    }
  }

  @Test func `right networks pass for many seeds`() throws {
    for seed in 0..<100 as Range<UInt64> {
      let result = GradientChecker().check(try Self.subject(seed: seed, bug: nil))
      #expect(result.verdict == .pass, "seed \(seed): \(result.message)")
    }
  }

  @Test func `a right smooth network costs at most four evaluations an element`() throws {
    var (evaluations, elements) = (0, 0)
    for seed in [0, 2, 3, 5, 7, 8, 10, 12] as [UInt64] {
      let result = GradientChecker().check(try Self.subject(seed: seed, bug: nil))
      elements += result.arrays.reduce(0) { $0 + $1.checked }
      evaluations += result.evaluations
    }
    #expect(Double(evaluations) <= 4 * Double(elements), "\(evaluations) for \(elements)")
  }

  @Test func `the number of threads changes nothing`() throws {
    var generator = SeededGenerator(seed: 9)
    let network = try Network(
      inputShape: [200],
      specifications: [
        Specification("dense", main: .number(60)), Specification("relu"), Specification("dense", main: .number(30)),
        Specification("tanh"), Specification("dense", main: .number(5)),
      ],
      generator: &generator)
    let input = Tensor(shape: [3, 200], elements: (0..<600).map { _ in generator.normal() })
    let subject = try NetworkSubject(
      name: "wide", objective: Objective(network: network, loss: SoftmaxCrossEntropy<Double>()), input: input,
      targets: .classes([0, 1, 2]))
    var one = CheckOptions()
    one.jobs = 1
    var many = one
    many.jobs = 4
    let first = GradientChecker(options: one).check(subject)
    let second = GradientChecker(options: many).check(subject)
    #expect(first.arrays.flatMap(\.elements) == second.arrays.flatMap(\.elements))
    #expect(first.evaluations == second.evaluations)
    #expect(first.forwardPasses == second.forwardPasses)
  }

  @Test func `networks that sit on kinks pass with kinks reported`() throws {
    // XOR with zero biases: the sample (0, 0) puts every hidden unit on its kink.
    var generator = SeededGenerator(seed: 4)
    let network = try Network(
      inputShape: [2],
      specifications: [
        Specification("dense", main: .number(4)), Specification("relu"), Specification("dense", main: .number(2)),
      ],
      generator: &generator)
    let subject = try NetworkSubject(
      name: "xor", objective: Objective(network: network, loss: SoftmaxCrossEntropy<Double>()),
      input: Dataset.xor.inputs,
      targets: Dataset.xor.targets)
    let result = GradientChecker().check(subject)
    #expect(result.verdict == .pass, "\(result.message)")
    #expect(result.arrays.reduce(0) { $0 + $1.counts.kink } > 0)
  }
}
