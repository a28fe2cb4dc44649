import Networks
import Tensors
import Testing

@Suite struct NormalizationTests {
  private func batchLayer(_ features: Int) -> BatchNormalization<Double> {
    BatchNormalization(scale: .normal([features], seed: 1), shift: .normal([features], seed: 2))
  }

  /// Mean and biased variance of some numbers.
  private func moments(_ numbers: [Double]) -> (mean: Double, variance: Double) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    return (mean, numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count))
  }

  @Test(arguments: [[50, 3], [4, 3, 5, 2]])
  func `in training each feature has the learnt mean and deviation`(_ shape: [Int]) {
    let input = Tensor.normal(shape, seed: 3).map { 12 + 5 * $0 }
    let layer = batchLayer(3)
    let output = layer.forward(input, context: ForwardContext()).output
    let width = shape.dropFirst(2).reduce(1, *)
    for feature in 0..<3 {
      let own = output.elements.indices.filter { $0 / width % 3 == feature }.map { output.elements[$0] }
      let (mean, variance) = moments(own)
      #expect(abs(mean - layer.shift[feature]) < 1e-12)
      #expect(abs(variance.squareRoot() - abs(layer.scale[feature])) < 1e-5)
    }
  }

  @Test func `in use the running statistics count and a sample stands alone`() {
    var layer = batchLayer(2)
    let batch = Tensor.normal([40, 2], seed: 4).map { 3 + 2 * $0 }
    for _ in 0..<200 { layer.absorb(layer.forward(batch, context: ForwardContext()).cache) }
    for feature in 0..<2 {
      let (mean, variance) = moments((0..<40).map { batch[$0, feature] })
      #expect(abs(layer.runningMean[feature] - mean) < 1e-6)
      #expect(abs(layer.runningVariance[feature] - variance) < 1e-6)
    }
    let inUse = ForwardContext(isTraining: false)
    let all = layer.forward(batch, context: inUse).output
    let one = layer.forward(Tensor(shape: [1, 2], elements: Array(batch.elements[6..<8])), context: inUse)
      .output
    #expect(one.elements == Array(all.elements[6..<8]))
  }

  @Test func `one batch moves the running statistics by its share`() {
    var layer = BatchNormalization<Double>(scale: Tensor([1]), shift: Tensor([0]), momentum: 0.75)
    layer.absorb(layer.forward(Tensor(rows: [[2], [6]]), context: ForwardContext()).cache)
    #expect(layer.runningMean.elements == [0.25 * 4])
    #expect(layer.runningVariance.elements == [0.75 * 1 + 0.25 * 4])
    let before = layer
    layer.absorb(layer.forward(Tensor(rows: [[9], [7]]), context: ForwardContext(isTraining: false)).cache)
    #expect(layer.state == before.state)
    #expect(layer.state.map(\.name) == ["runningMean", "runningVariance"])
  }

  @Test func `a feature that never changes gives its shift, and no gradient`() {
    let layer = batchLayer(1)
    let (output, cache) = layer.forward(Tensor(rows: [[4], [4], [4]]), context: ForwardContext())
    #expect(output.elements == Array(repeating: layer.shift[0], count: 3))
    let gradient = layer.backward(Tensor(rows: [[1], [2], [-3]]), cache: cache)
    #expect(gradient.input.elements.allSatisfy { $0.isFinite })
    #expect(gradient.parameters[0].elements == [0])
  }

  @Test func `layer normalisation does not depend on the other rows`() {
    let layer = LayerNormalization<Double>(
      scale: Tensor([1, 1, 1, 1]), shift: Tensor([0, 0, 0, 0]), epsilon: 0)
    let rows = Tensor<Double>(rows: [[1, 2, 3, 4], [-10, 30, 5, 7]])
    let output = layer.forward(rows, context: ForwardContext()).output
    let (mean, variance) = moments(Array(output.elements[4..<8]))
    #expect(abs(mean) < 1e-15)
    #expect(abs(variance - 1) < 1e-15)
    // (x − 5/2) / √(5/4)
    let row = [-3, -1, 1, 3].map { $0 / 5.0.squareRoot() }
    #expect(Tensor(Array(output.elements[0..<4])).distance(to: row) < 1e-15)
  }

  @Test func `scaling a row changes nothing but epsilon's share`() {
    let layer = LayerNormalization<Double>(scale: Tensor([2, -1, 3]), shift: Tensor([0, 1, 2]), epsilon: 0)
    let row = Tensor.normal([1, 3], seed: 5)
    let (small, large) = (
      layer.forward(row, context: ForwardContext()).output,
      layer.forward(row.scaled(by: 1024), context: ForwardContext()).output
    )
    #expect(small == large)
  }
}
