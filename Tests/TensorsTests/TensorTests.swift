import Tensors
import Testing

@Suite struct TensorTests {
  @Test func `elements lie in row-major order`() {
    var tensor = Tensor<Double>(shape: [2, 3, 4], elements: (0..<24).map(Double.init))
    #expect(tensor[1, 2, 3] == 23)
    #expect(tensor[1, 0, 2] == 14)
    tensor[0, 1, 1] = -1
    #expect(tensor.elements[5] == -1)
    for place in 0..<24 { #expect(tensor.offset(of: unravel(place, shape: tensor.shape)) == place) }
  }

  @Test func `a number is a tensor of rank 0`() {
    let number = Tensor<Double>(shape: [], elements: [7])
    #expect(number.rank == 0)
    #expect(number.count == 1)
    #expect(number[] == 7)
  }

  @Test func `tensors are values`() {
    let first = Tensor<Float>.zeros([2, 2])
    var second = first
    second[0, 0] = 1
    #expect(first[0, 0] == 0)
    #expect(second.reshaped(to: [4]).elements == [1, 0, 0, 0])
  }

  @Test func `conversion rounds to nearest`() {
    let third = Tensor<Double>([1.0 / 3, 1e300, -0.0])
    let single: Tensor<Float> = third.converted()
    #expect(single.elements[0] == Float(1.0 / 3))
    #expect(single.elements[1] == .infinity)
    #expect(single.elements[2].sign == .minus)
    #expect(third.converted(to: Double.self) == third)
    #expect(single.converted(to: Double.self).elements[0] == Double(Float(1.0 / 3)))
  }
}
