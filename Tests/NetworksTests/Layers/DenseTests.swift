import Networks
import Tensors
import Testing

@Suite struct DenseTests {
  // The affine layer of CS231n's second assignment.
  @Test func `the printed output of CS231n is reproduced`() {
    let layer = Dense(
      weights: .evenlySpaced(-0.2, 0.3, [120, 3]), bias: .evenlySpaced(-0.3, 0.1, [3]))
    let output = layer.forward(.evenlySpaced(-0.1, 0.5, [2, 120]), context: ForwardContext()).output
    let printed = [1.49834967, 1.70660132, 1.91485297, 3.25553199, 3.5141327, 3.77273342]
    #expect(output.distance(to: printed) < 5.1e-9)
  }

  @Test func `the bias is not regularised`() {
    let layer = Dense<Double>(weights: .zeros([2, 3]), bias: .zeros([3]))
    #expect(layer.parameters.map(\.name) == ["weights", "bias"])
    #expect(layer.parameters.map(\.isRegularized) == [true, false])
  }

  @Test func `an input that does not fit is named`() {
    let layer = Dense<Double>(weights: .zeros([2, 3]), bias: .zeros([3]))
    #expect(throws: NetworkError.shape(place: "", expected: "an input of shape [N, 2]", found: "[1, 4]")) {
      try layer.outputShape(for: [1, 4])
    }
  }
}
