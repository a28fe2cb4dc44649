import Networks
import Tensors
import Testing

@Suite struct SoftmaxTests {
  @Test func `each row of the last axis adds up to 1`() {
    let output = Softmax<Double>().forward(.normal([2, 3, 5], seed: 1), context: ForwardContext()).output
    for row in 0..<6 { #expect(abs(output.elements[(5 * row)..<(5 * row + 5)].reduce(0, +) - 1) < 1e-15) }
  }

  @Test func `an upstream gradient that is the same everywhere is lost`() {
    let layer = Softmax<Double>()
    let (_, cache) = layer.forward(.normal([2, 4], seed: 2), context: ForwardContext())
    let gradient = layer.backward(Tensor(shape: [2, 4], repeating: 3), cache: cache).input
    #expect(gradient.elements.allSatisfy { abs($0) < 1e-15 })
  }

  @Test func `logits of any size give shares`() {
    let output = CourseTools.shares([1e308, 0, -1e308])
    #expect(output == [1, 0, 0])
    #expect(CourseTools.shares([-1e308, -1e308]) == [0.5, 0.5])
    #expect(CourseTools.shares([0, .nan]).allSatisfy { $0.isNaN })
  }
}
