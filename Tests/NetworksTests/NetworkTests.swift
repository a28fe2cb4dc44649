import Networks
import Tensors
import Testing

@Suite struct NetworkTests {
  private func network(_ layers: [Specification], input: [Int], seed: UInt64 = 1) throws -> Network<Double> {
    var generator = SeededGenerator(seed: seed)
    return try Network(inputShape: input, specifications: layers, generator: &generator)
  }

  private let images: [Specification] = [
    Specification("convolution-2d", main: .number(4), [SettingEntry("padding", .number(1))]),
    Specification("batch-normalization"), Specification("relu"), Specification("max-pooling"),
    Specification("flatten"), Specification("dropout", main: .number(0.25)),
    Specification("dense", main: .number(3)),
  ]

  @Test func `parameters are named by their paths`() throws {
    let network = try network(images, input: [2, 6, 6])
    #expect(
      network.parameters.map(\.name) == [
        "layers.0.weights", "layers.0.bias", "layers.1.scale", "layers.1.shift", "layers.6.weights",
        "layers.6.bias",
      ])
    #expect(network.state.map(\.name) == ["layers.1.runningMean", "layers.1.runningVariance"])
    #expect(network.parameterCount == 4 * 2 * 9 + 4 + 8 + 36 * 3 + 3)
    #expect(try network.outputShape(samples: 5) == [5, 3])
  }

  @Test func `parameters and state can be replaced`() throws {
    var first = try network(images, input: [2, 6, 6])
    let second = try network(images, input: [2, 6, 6], seed: 2)
    let input = Tensor.normal([3, 2, 6, 6], seed: 3)
    #expect(first.predict(input) != second.predict(input))
    first.parameters = second.parameters
    first.state = second.state
    #expect(first.predict(input) == second.predict(input))
  }

  @Test func `the same seed gives the same network`() throws {
    let (first, second) = (try network(images, input: [2, 6, 6]), try network(images, input: [2, 6, 6]))
    #expect(first.parameters == second.parameters)
    #expect(first.parameters != (try network(images, input: [2, 6, 6], seed: 9)).parameters)
  }

  @Test func `the gradients of an objective agree with central differences`() throws {
    let objective = Objective(
      network: try network(images, input: [2, 6, 6]), loss: SoftmaxCrossEntropy(), regularization: 0.1)
    let (input, targets) = (Tensor.normal([4, 2, 6, 6], seed: 3), Targets<Double>.classes([0, 2, 1, 2]))
    let context = ForwardContext(seed: 7)
    let gradient = objective.gradients(input, targets, context: context)
    #expect(gradient.cost == objective.cost(input, targets, context: context))
    for (index, parameter) in objective.network.parameters.enumerated() {
      let slopes = CentralDifferences.slopes(at: parameter.value.elements, step: 1e-5) {
        var moved = objective
        moved.network.parameters[index].value.elements = $0
        return moved.cost(input, targets, context: context)
      }
      #expect(
        CentralDifferences.distance(gradient.parameters[index].elements, slopes) < 1e-7, "\(parameter.name)")
    }
    let slopes = CentralDifferences.slopes(at: input.elements, step: 1e-5) {
      objective.cost(Tensor(shape: input.shape, elements: $0), targets, context: context)
    }
    #expect(CentralDifferences.distance(gradient.input.elements, slopes) < 1e-7)
  }

  @Test func `regularisation adds half λ times the squared weights and leaves biases out`() throws {
    let layer = Dense<Double>(weights: Tensor(rows: [[1, -2], [3, 0]]), bias: Tensor([5, 6]))
    let network = try Network(inputShape: [2], layers: [layer])
    let objective = Objective(network: network, loss: SquaredError(), regularization: 0.5)
    #expect(objective.penalty == 0.5 * 0.5 * 14)
    let zero = Tensor<Double>.zeros([1, 2])
    let gradient = objective.gradients(zero, .values(Tensor(rows: [[5, 6]])), context: ForwardContext())
    #expect(gradient.parameters[0] == Tensor(rows: [[0.5, -1], [1.5, 0]]))
    #expect(gradient.parameters[1] == Tensor([0, 0]))
  }

  @Test func `a layer that does not fit is named with what it expects and gets`() {
    #expect(
      throws: NetworkError.shape(
        place: "layers.1.dense", expected: "an input of shape [N, features] (flatten goes before it)",
        found: "[1, 4, 6, 6]")
    ) { try network([images[0], Specification("dense", main: .number(3))], input: [2, 6, 6]) }
    let layers: [any Layer<Double>] = [
      Dense(weights: .zeros([2, 3]), bias: .zeros([3])), Dense(weights: .zeros([4, 3]), bias: .zeros([3])),
    ]
    #expect(
      throws: NetworkError.shape(place: "layers.1", expected: "an input of shape [N, 4]", found: "[1, 3]")
    ) {
      try Network(inputShape: [2], layers: layers)
    }
  }

  @Test func `a network of an absurd size is refused before it is built`() {
    #expect(
      throws: NetworkError.setting(
        place: "layers.0.dense.units", expected: "at most 100000000 parameters", found: "1000000000")
    ) { try network([Specification("dense", main: .number(10_000_000))], input: [100]) }
  }
}
