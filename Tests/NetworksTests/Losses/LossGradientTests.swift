import Networks
import Tensors
import Testing

@Suite struct LossGradientTests {
  static let examples = LossCatalog.entries.flatMap { entry in
    entry.examples.indices.map { Example(name: entry.name, index: $0) }
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let index: Int
    var testDescription: String { "\(name) \(index + 1)" }

    func make(seed: UInt64) throws -> (
      loss: any Loss<Double>, output: Tensor<Double>, targets: Targets<Double>
    ) {
      let entry = try LossCatalog.entry(named: name)
      let example = entry.examples[index]
      var generator = SeededGenerator(seed: seed).fork(name)
      let count = example.outputShape.reduce(1, *)
      let output = Tensor(
        shape: example.outputShape, elements: (0..<count).map { _ in 2 * generator.normal() })
      let targets = entry.randomTargets(outputShape: example.outputShape, generator: &generator)
      let loss = try entry.make(Settings(place: name, example.entries))
      try loss.validate(targets, outputShape: example.outputShape)
      return (loss, output, targets)
    }
  }

  @Test(arguments: examples, [UInt64(1), 2, 3, 4])
  func `gradients of the mean loss agree with central differences`(_ example: Example, seed: UInt64) throws {
    let (loss, output, targets) = try example.make(seed: seed)
    let slopes = CentralDifferences.slopes(at: output.elements, step: 1e-4) {
      loss.cost(Tensor(shape: output.shape, elements: $0), targets)
    }
    let gradient = loss.gradient(output, targets)
    #expect(gradient.shape == output.shape)
    #expect(CentralDifferences.distance(gradient.elements, slopes) < 1e-8)
  }

  @Test(arguments: examples)
  func `the cost is the mean of the losses, one a sample`(_ example: Example) throws {
    let (loss, output, targets) = try example.make(seed: 5)
    let losses = loss.losses(output, targets)
    #expect(losses.count == output.shape[0])
    #expect(losses.allSatisfy { $0 >= 0 })
    #expect(abs(loss.cost(output, targets) - losses.reduce(0, +) / Double(losses.count)) < 1e-15)
  }

  @Test(arguments: examples)
  func `the Float twin agrees to the precision of Float`(_ example: Example) throws {
    let (loss, output, targets) = try example.make(seed: 6)
    let twin = try #require(loss.converted(to: Float.self))
    let single: Targets<Float> =
      switch targets {
      case .classes(let labels): .classes(labels)
      case .values(let values): .values(values.converted())
      }
    #expect(twin.kind == loss.kind)
    #expect(
      CentralDifferences.distance(
        loss.losses(output, targets), twin.losses(output.converted(), single).map(Double.init)) < 1e-6)
    #expect(
      CentralDifferences.distance(
        loss.gradient(output, targets).elements,
        twin.gradient(output.converted(), single).elements.map(Double.init)) < 1e-6)
  }

  @Test(arguments: examples)
  func `not a number in an output is not hidden`(_ example: Example) throws {
    var (loss, output, targets) = try example.make(seed: 7)
    output.elements[0] = .nan
    #expect(loss.losses(output, targets)[0].isNaN)
    #expect(loss.gradient(output, targets).elements[0].isNaN)
  }
}
