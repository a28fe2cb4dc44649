import Tensors
import Testing

@Suite struct AlgebraTests {
  @Test(arguments: [0, 1, 3, 8, 17, 100])
  func `sums over vectors and rows have the bits of the plain loop`(_ width: Int) {
    check(Double.self, width)
    check(Float.self, width)
  }

  private func check<Scalar: TensorScalar>(_ type: Scalar.Type, _ width: Int) {
    var generator = SeededGenerator(seed: UInt64(width))
    let rows = 7
    let row = Tensor<Scalar>(PlainLoops.numbers(width, &generator))
    let matrix = Tensor<Scalar>(shape: [rows, width], elements: PlainLoops.numbers(rows * width, &generator))
    let other = Tensor<Scalar>(shape: [rows, width], elements: PlainLoops.numbers(rows * width, &generator))
    var sums = [Scalar](repeating: 0, count: width)
    for i in 0..<rows { for j in 0..<width { sums[j] += matrix[i, j] } }
    #expect(matrix.columnSums.elements == sums)
    let places = matrix.elements.indices
    #expect(
      matrix.addingToRows(row).elements
        == places.map { matrix.elements[$0] + row.elements[$0 % max(width, 1)] })
    #expect((matrix + other).elements == places.map { matrix.elements[$0] + other.elements[$0] })
    #expect((matrix - other).elements == places.map { matrix.elements[$0] - other.elements[$0] })
    #expect(matrix.scaled(by: 3).elements == places.map { matrix.elements[$0] * 3 })
    #expect(
      matrix.zipped(with: other) { $0 * $1 }.elements
        == places.map { matrix.elements[$0] * other.elements[$0] })
    var moved = matrix
    moved.add(0.7, times: other)
    #expect(moved.elements == places.map { matrix.elements[$0] + 0.7 * other.elements[$0] })
  }

  @Test func `the norm neither overflows nor underflows`() {
    #expect(Tensor<Double>([3, 4]).norm == 5)
    #expect(Tensor<Double>([3e300, 4e300]).norm == 5e300)
    #expect(Tensor<Double>([3e-300, 4e-300]).norm == 5e-300)
    #expect(Tensor<Double>([0, 0]).norm == 0)
    #expect(Tensor<Double>([1, -.infinity]).norm == .infinity)
    #expect(Tensor<Double>([1, .nan]).norm.isNaN)
  }
}
