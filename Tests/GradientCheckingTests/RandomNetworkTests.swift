import Networks
import Tensors
import Testing

@testable import GradientChecking

/// Right networks of random make, most of them badly conditioned: saturated, sure, cancelling before a normalisation.
struct RandomNetworkTests {
  private static let activations = [
    "relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh", "softmax", "batch-normalization",
    "layer-normalization",
  ]

  private struct Make {
    let seed: UInt64
    let weightSizes: [Double]
    let inputSizes: [Double]

    func subject(_ scalar: ScalarKind) throws -> NetworkSubject {
      var generator = SeededGenerator(seed: seed).fork("network")
      let (features, classes) = (1 + generator.integer(below: 6), 2 + generator.integer(below: 3))
      var layers: [Specification] = []
      for _ in 0..<(1 + generator.integer(below: 4)) {
        layers.append(dense(1 + generator.integer(below: 6)))
        guard generator.integer(below: 3) > 0 else { continue }
        layers.append(
          Specification(RandomNetworkTests.activations[generator.integer(below: RandomNetworkTests.activations.count)]))
      }
      layers.append(dense(classes))
      var network = try Network<Double>(inputShape: [features], specifications: layers, generator: &generator)
      let weightSize = weightSizes[generator.integer(below: weightSizes.count)]
      let inputSize = inputSizes[generator.integer(below: inputSizes.count)]
      var parameters = network.parameters
      for index in parameters.indices {
        parameters[index].value = parameters[index].value.map { ($0 + 0.3 * generator.normal()) * weightSize }
      }
      network.parameters = parameters
      let samples = 1 + generator.integer(below: 5)
      let input = Tensor(
        shape: [samples, features], elements: (0..<(samples * features)).map { _ in inputSize * generator.normal() })
      let entry = LossCatalog.entries[generator.integer(below: LossCatalog.entries.count)]
      let loss = try entry.make(Settings(place: entry.name))
      let targets = entry.randomTargets(outputShape: [samples, classes], generator: &generator)
      let objective = Objective(
        network: network, loss: loss, regularization: generator.integer(below: 4) == 0 ? 0.01 : 0)
      let names = (layers.map(\.name) + [entry.name]).joined(separator: " ")
      return try NetworkSubject(name: names, objective: objective, input: input, targets: targets, scalar: scalar)
    }

    private func dense(_ units: Int) -> Specification {
      Specification("dense", [SettingEntry("units", .number(Double(units)))])
    }
  }

  private func check(_ make: Make, _ scalar: ScalarKind) throws -> SubjectResult {
    var options = CheckOptions()
    options.probe = false
    return GradientChecker(options: options).check(try make.subject(scalar))
  }

  @Test(arguments: 0..<10)
  func `no right network fails, however large or small its weights and inputs`(_ block: Int) throws {
    var (undecided, all) = (0, 0)
    for seed in UInt64(100 * block)..<UInt64(100 * block + 100) {
      let make = Make(
        seed: seed, weightSizes: [0.01, 0.3, 1, 1, 1, 3, 10, 30], inputSizes: [0.001, 0.1, 1, 1, 1, 10, 100, 1000])
      let result = try check(make, .double)
      #expect(result.verdict != .fail && result.verdict != .error, "seed \(seed) \(result.name): \(result.message)")
      undecided += result.arrays.reduce(0) { $0 + $1.counts.inconclusive }
      all += result.arrays.reduce(0) { $0 + $1.checked }
    }
    #expect(Double(undecided) <= 0.02 * Double(all))
  }

  @Test(arguments: 0..<4)
  func `no Float twin of a right network fails`(_ block: Int) throws {
    for seed in UInt64(100 * block)..<UInt64(100 * block + 100) {
      let result = try check(Make(seed: seed, weightSizes: [0.3, 1, 3], inputSizes: [0.1, 1, 10]), .float)
      #expect(result.verdict != .fail && result.verdict != .error, "seed \(seed) \(result.name): \(result.message)")
    }
  }

  @Test(arguments: [0.0, 0.5, 0.99, 1.01, 2, -1])
  func `a wrong factor fails in each of them that has slopes to be seen`(_ factor: Double) throws {
    var (caught, all) = (0, 0)
    for seed in 0..<100 as Range<UInt64> {
      let right = Make(seed: seed, weightSizes: [0.3, 1, 3], inputSizes: [0.1, 1, 10])
      let subject = try right.subject(.double)
      let last = subject.objective.network.parameters.count - 1
      let wrong = try NetworkSubject(
        name: subject.name, objective: subject.objective, input: subject.input, targets: subject.targets
      ) { gradient, _, _ in
        var parameters = gradient.parameters
        parameters[last] = parameters[last].map { $0 * factor }
        return ObjectiveGradient(
          cost: gradient.cost, output: gradient.output, input: gradient.input, parameters: parameters)
      }
      var options = CheckOptions()
      options.probe = false
      let result = GradientChecker(options: options).check(wrong)
      // A hinge that is met by all samples has no slope to be wrong about.
      guard let bias = result.arrays.last, bias.elements.contains(where: { abs($0.numeric) > 1e-6 }) else { continue }
      all += 1
      caught += bias.verdict == .fail ? 1 : 0
    }
    #expect(caught == all && all > 80)
  }
}
