import RealModule
import Tensors
import Testing

@Suite struct ProductTests {
  /// Rows, inner extent, columns: empty, single, odd, around the tile's 4 rows and 8 or 16 columns.
  static let shapes = [
    (0, 3, 2), (3, 0, 2), (2, 3, 0), (1, 1, 1), (2, 3, 5), (1, 7, 8), (4, 8, 8), (3, 5, 16), (5, 9, 17),
    (8, 1, 24),
    (7, 13, 31), (4, 64, 16), (33, 65, 67), (32, 64, 64), (65, 33, 9), (6, 2, 33), (64, 1, 1), (1, 100, 1),
  ]

  @Test(arguments: shapes)
  func `products have the bits of the plain loop`(_ shape: (rows: Int, inner: Int, columns: Int)) {
    check(Double.self, shape.rows, shape.inner, shape.columns)
    check(Float.self, shape.rows, shape.inner, shape.columns)
  }

  private func check<Scalar: TensorScalar>(_ type: Scalar.Type, _ rows: Int, _ inner: Int, _ columns: Int) {
    var generator = SeededGenerator(seed: UInt64(rows * 10_000 + inner * 100 + columns))
    let a: [Scalar] = PlainLoops.numbers(rows * inner, &generator)
    let b: [Scalar] = PlainLoops.numbers(inner * columns, &generator)
    let start: [Scalar] = PlainLoops.numbers(rows * columns, &generator)
    let zeros = [Scalar](repeating: 0, count: rows * columns)
    for accumulating in [false, true] {
      for (isATransposed, isBTransposed) in [(false, false), (true, false), (false, true)] {
        let expected = PlainLoops.product(
          { isATransposed ? a[$1 * rows + $0] : a[$0 * inner + $1] },
          { isBTransposed ? b[$1 * inner + $0] : b[$0 * columns + $1] }, rows: rows, inner: inner,
          columns: columns,
          into: accumulating ? start : zeros)
        var product = start
        Scalar.multiply(
          a, transposed: isATransposed, b, transposed: isBTransposed, into: &product, rows: rows,
          inner: inner,
          columns: columns, accumulating: accumulating)
        #expect(
          product == expected, "\(Scalar.scalarName), \(isATransposed), \(isBTransposed), \(accumulating)")
      }
    }
  }

  @Test func `not a number and infinity go through a product`() {
    let a = Tensor<Double>(rows: [[.infinity, 1], [0, .nan], [2, 3], [4, 5]])
    let b = Tensor<Double>(shape: [2, 9], elements: (0..<18).map(Double.init))
    let product = a.matrixProduct(b)
    #expect(product[0, 1] == .infinity)
    #expect(product[0, 0].isNaN)  // ∞ · 0
    #expect(product[1, 8].isNaN)
    #expect(product[2, 0] == 27)
  }

  @Test func `the products of tensors are those of their matrices`() {
    let a = Tensor<Double>(rows: [[1, 2, 3], [4, 5, 6]])
    let b = Tensor<Double>(rows: [[7, 8], [9, 10], [11, 12]])
    let product = Tensor<Double>(rows: [[58, 64], [139, 154]])
    #expect(a.matrixProduct(b) == product)
    #expect(a.transposed.transposedProduct(b) == product)
    #expect(a.productWithTransposed(b.transposed) == product)
    #expect(a.transposed == Tensor(rows: [[1, 4], [2, 5], [3, 6]]))
  }
}
