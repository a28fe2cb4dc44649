import Networks
import Tensors
import Testing

@Suite struct LayerGradientTests {
  /// Every example of every built-in layer.
  static let examples = LayerCatalog.entries.flatMap { entry in
    entry.examples.indices.map { Example(name: entry.name, index: $0) }
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let index: Int
    var testDescription: String { "\(name) \(index + 1)" }

    /// The layer with parameters that are not at their start (biases at 0 hide bugs), and an input.
    func make(seed: UInt64) throws -> (layer: any Layer<Double>, input: Tensor<Double>) {
      let entry = try LayerCatalog.entry(named: name)
      let example = entry.examples[index]
      var generator = SeededGenerator(seed: seed).fork(name)
      let input = example.input(generator: &generator)
      var layer = try entry.make(
        Settings(place: name, example.entries), inputShape: example.inputShape, generator: &generator)
      layer.parameters = layer.parameters.map {
        Parameter($0.name, $0.value.map { $0 + 0.3 * generator.normal() }, isRegularized: $0.isRegularized)
      }
      return (layer, input)
    }
  }

  @Test(arguments: examples, [UInt64(1), 2, 3])
  func `gradients agree with central differences`(_ example: Example, seed: UInt64) throws {
    let (layer, input) = try example.make(seed: seed)
    // No input of these seeds is nearer to a kink than the step.
    for (name, distance) in LayerProbe(layer, input).distances() {
      #expect(distance < 1e-8, "\(name)")
    }
  }

  @Test(arguments: examples)
  func `in use gradients agree with central differences too`(_ example: Example) throws {
    let (layer, input) = try example.make(seed: 8)
    let probe = LayerProbe(layer, input, context: ForwardContext(isTraining: false))
    for (name, distance) in probe.distances() { #expect(distance < 1e-8, "\(name)") }
  }

  @Test(arguments: examples)
  func `the output has the shape that is foretold`(_ example: Example) throws {
    let (layer, input) = try example.make(seed: 4)
    let output = layer.evaluate(input, context: ForwardContext()).output
    let foretold = try layer.outputShape(for: input.shape)
    #expect(foretold == output.shape)
    #expect(output.elements.allSatisfy { $0.isFinite })
  }

  @Test(arguments: examples)
  func `the same pass gives the same bits`(_ example: Example) throws {
    let (layer, input) = try example.make(seed: 5)
    let context = ForwardContext(seed: 17)
    let (first, second) = (layer.evaluate(input, context: context), layer.evaluate(input, context: context))
    #expect(first.output == second.output)
    #expect(first.pieces == second.pieces)
    let upstream = first.output.map { $0 - 0.5 }
    let gradient = first.pullback(upstream)
    #expect(gradient == second.pullback(upstream))
    #expect(gradient == first.pullback(upstream))
  }

  @Test(arguments: examples)
  func `the Float twin agrees to the precision of Float`(_ example: Example) throws {
    let (layer, input) = try example.make(seed: 6)
    let twin = try #require(layer.converted(to: Float.self))
    #expect(twin.kind == layer.kind)
    #expect(twin.parameters.map(\.name) == layer.parameters.map(\.name))
    let exact = layer.evaluate(input, context: ForwardContext(seed: 3))
    let single = twin.evaluate(input.converted(), context: ForwardContext(seed: 3))
    var generator = SeededGenerator(seed: 7)
    let upstream = exact.output.map { _ in generator.normal() }
    let (gradient, other) = (exact.pullback(upstream), single.pullback(upstream.converted()))
    let pairs =
      [(exact.output, single.output), (gradient.input, other.input)]
      + zip(gradient.parameters, other.parameters)
    for (double, float) in pairs {
      #expect(float.shape == double.shape)
      // A gradient that is 0 in truth (a bias before a normalisation) has rounding noise of the others' size.
      let distance = CentralDifferences.distance(
        double.elements, float.converted(to: Double.self).elements, floor: 1)
      #expect(distance < 2e-6)
    }
  }

  @Test(arguments: examples)
  func `parameters can be replaced and read back`(_ example: Example) throws {
    var (layer, _) = try example.make(seed: 9)
    var next = 0.0
    let replaced = layer.parameters.map { parameter in
      Parameter(
        parameter.name,
        parameter.value.map { _ in
          next += 1
          return next
        }, isRegularized: parameter.isRegularized)
    }
    layer.parameters = replaced
    #expect(layer.parameters == replaced)
    #expect(Set(replaced.map(\.name)).count == replaced.count)
  }
}
