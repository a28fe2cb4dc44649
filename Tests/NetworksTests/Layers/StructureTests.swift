import Networks
import Tensors
import Testing

@Suite struct StructureTests {
  @Test func `the gradients of an index that is used twice add up`() {
    let layer = Embedding<Double>(weights: .zeros([4, 2]))
    let (_, cache) = layer.forward(Tensor(rows: [[1, 3, 1]]), context: ForwardContext())
    let gradient = layer.backward(Tensor(shape: [1, 3, 2], elements: [1, 2, 3, 4, 5, 6]), cache: cache)
    #expect(gradient.parameters[0] == Tensor(rows: [[0, 0], [6, 8], [0, 0], [3, 4]]))
    #expect(gradient.input == .zeros([1, 3]))
    #expect(!layer.hasInputGradient)
  }

  @Test(arguments: [-1, 4, 0.5, .nan, .infinity, 1e300])
  func `what is no index gives a row that is not a number`(_ index: Double) {
    let layer = Embedding<Double>(weights: Tensor(shape: [4, 2], repeating: 1))
    let (output, cache) = layer.forward(Tensor([index, 2]), context: ForwardContext())
    #expect(output.elements[0].isNaN && output.elements[1].isNaN)
    #expect(Array(output.elements[2...]) == [1, 1])
    #expect(
      layer.backward(Tensor(rows: [[1, 1], [1, 1]]), cache: cache).parameters[0].elements.reduce(0, +) == 2)
  }

  private func block() -> Residual<Double> {
    Residual([
      Dense(weights: .normal([3, 4], seed: 1), bias: .normal([4], seed: 2)), Elementwise(ReLU<Double>()),
      Dense(weights: .normal([4, 3], seed: 3), bias: .normal([3], seed: 4)),
    ])
  }

  @Test func `a residual block adds its input`() throws {
    let (block, input) = (block(), Tensor.normal([2, 3], seed: 5))
    let inner = try Network(inputShape: [3], layers: block.inner).predict(input)
    #expect(block.forward(input, context: ForwardContext()).output == input + inner)
  }

  @Test func `inner parameters are named by their place and can be set`() {
    var block = block()
    #expect(
      block.parameters.map(\.name) == ["inner.0.weights", "inner.0.bias", "inner.2.weights", "inner.2.bias"])
    #expect(block.parameters.map(\.isRegularized) == [true, false, true, false])
    block.parameters[3].value = Tensor([7, 8, 9])
    #expect(block.inner[2].parameters[1].value == Tensor([7, 8, 9]))
    #expect(block.inner[2].parameters[0].value == .normal([4, 3], seed: 3))
  }

  @Test func `the pieces of inner layers are those of the block`() {
    let block = block()
    let (_, cache) = block.forward(.normal([2, 3], seed: 5), context: ForwardContext())
    #expect(block.activePieces(cache).count == 8)
  }

  @Test func `running statistics reach layers inside a block`() {
    var block = Residual<Double>([
      Dense(weights: .normal([2, 2], seed: 1), bias: .zeros([2])),
      BatchNormalization(scale: Tensor([1, 1]), shift: Tensor([0, 0]), momentum: 0),
    ])
    let input = Tensor.normal([6, 2], seed: 2)
    block.absorb(block.forward(input, context: ForwardContext()).cache)
    let sums = block.inner[0].evaluate(input, context: ForwardContext()).output.columnSums
    #expect(block.state.map(\.name) == ["inner.1.runningMean", "inner.1.runningVariance"])
    #expect(block.state[0].value.distance(to: sums.elements.map { $0 / 6 }) < 1e-15)
  }

  @Test func `a block that changes the shape is refused`() {
    let block = Residual<Double>([Dense(weights: .zeros([3, 4]), bias: .zeros([4]))])
    #expect(
      throws: NetworkError.shape(
        place: "", expected: "inner layers that keep the shape [2, 3]", found: "an output of shape [2, 4]")
    ) { try block.outputShape(for: [2, 3]) }
    #expect(
      throws: NetworkError.shape(place: "inner.0", expected: "an input of shape [N, 3]", found: "[2, 5]")
    ) {
      try block.outputShape(for: [2, 5])
    }
  }

  @Test func `flatten keeps the order`() {
    let layer = Flatten<Double>()
    let input = Tensor.normal([2, 3, 2, 2], seed: 1)
    let (output, cache) = layer.forward(input, context: ForwardContext())
    #expect(output == input.reshaped(to: [2, 12]))
    #expect(layer.backward(output, cache: cache).input == input)
  }
}
