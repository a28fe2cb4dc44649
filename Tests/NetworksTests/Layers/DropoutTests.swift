import Networks
import Tensors
import Testing

@Suite struct DropoutTests {
  private let ones = Tensor<Double>(shape: [100, 200], repeating: 1)

  @Test(arguments: [0.1, 0.5, 0.8])
  func `the share that is dropped is the rate and the mean stays`(_ rate: Double) {
    let output = Dropout<Double>(rate: rate).forward(ones, context: ForwardContext(seed: 1)).output
    let dropped = Double(output.elements.filter { $0 == 0 }.count) / 20_000
    // Four standard errors.
    #expect(abs(dropped - rate) < 4 * (rate * (1 - rate) / 20_000).squareRoot())
    #expect(Set(output.elements) == [0, 1 / (1 - rate)])
  }

  @Test func `in use nothing is dropped`() {
    #expect(
      Dropout<Double>(rate: 0.5).forward(ones, context: ForwardContext(isTraining: false)).output == ones)
    #expect(Dropout<Double>(rate: 0).forward(ones, context: ForwardContext()).output == ones)
  }

  @Test func `the mask follows from the pass and the layer`() {
    let (first, second) = (Dropout<Double>(rate: 0.5, seed: 1), Dropout<Double>(rate: 0.5, seed: 2))
    let (one, two) = (ForwardContext(seed: 1), ForwardContext(seed: 2))
    let mask = first.forward(ones, context: one).output
    #expect(first.forward(ones, context: one).output == mask)
    #expect(first.forward(ones, context: two).output != mask)
    #expect(second.forward(ones, context: one).output != mask)
    #expect(
      Dropout<Float>(rate: 0.5, seed: 1).forward(ones.converted(), context: one).output.converted() == mask)
  }

  @Test func `the gradient goes through the same mask`() {
    let layer = Dropout<Double>(rate: 0.3, seed: 4)
    let (output, cache) = layer.forward(ones, context: ForwardContext(seed: 9))
    #expect(layer.backward(ones, cache: cache).input == output)
  }
}
