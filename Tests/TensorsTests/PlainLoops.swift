import Tensors

/// The products as anyone would write them down: i-j-k, one accumulator.
enum PlainLoops {
  static func product<Scalar: TensorScalar>(
    _ a: (Int, Int) -> Scalar, _ b: (Int, Int) -> Scalar, rows: Int, inner: Int, columns: Int,
    into start: [Scalar]
  ) -> [Scalar] {
    var result: [Scalar] = []
    for i in 0..<rows {
      for j in 0..<columns {
        var sum = start[i * columns + j]
        for k in 0..<inner { sum += a(i, k) * b(k, j) }
        result.append(sum)
      }
    }
    return result
  }

  /// Numbers of very different sizes: every change of the order of additions shows.
  static func numbers<Scalar: TensorScalar>(_ count: Int, _ generator: inout SeededGenerator) -> [Scalar] {
    (0..<count).map { _ in Scalar(generator.normal() * Double.exp(3 * generator.normal())) }
  }
}
