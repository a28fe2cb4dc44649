extension Tensor {
  /// The product of two matrices, `[m, k] · [k, n] → [m, n]`.
  public func matrixProduct(_ other: Tensor) -> Tensor {
    precondition(
      rank == 2 && other.rank == 2 && shape[1] == other.shape[0], "\(shape) and \(other.shape) do not multiply")
    var product = Tensor.zeros([shape[0], other.shape[1]])
    Scalar.multiply(
      elements, transposed: false, other.elements, transposed: false, into: &product.elements, rows: shape[0],
      inner: shape[1], columns: other.shape[1], accumulating: false)
    return product
  }

  /// The product of this matrix' transpose with another, `[k, m]ᵀ · [k, n] → [m, n]`.
  public func transposedProduct(_ other: Tensor) -> Tensor {
    precondition(
      rank == 2 && other.rank == 2 && shape[0] == other.shape[0], "\(shape)ᵀ and \(other.shape) do not multiply")
    var product = Tensor.zeros([shape[1], other.shape[1]])
    Scalar.multiply(
      elements, transposed: true, other.elements, transposed: false, into: &product.elements, rows: shape[1],
      inner: shape[0], columns: other.shape[1], accumulating: false)
    return product
  }

  /// The product of this matrix with another's transpose, `[m, k] · [n, k]ᵀ → [m, n]`.
  public func productWithTransposed(_ other: Tensor) -> Tensor {
    precondition(
      rank == 2 && other.rank == 2 && shape[1] == other.shape[1], "\(shape) and \(other.shape)ᵀ do not multiply")
    var product = Tensor.zeros([shape[0], other.shape[0]])
    Scalar.multiply(
      elements, transposed: false, other.elements, transposed: true, into: &product.elements, rows: shape[0],
      inner: shape[1], columns: other.shape[0], accumulating: false)
    return product
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Tensor {
    precondition(rank == 2, "only a matrix is transposed, not a tensor of shape \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    var result = Tensor.zeros([columns, rows])
    for row in 0..<rows { for column in 0..<columns { result.elements[column * rows + row] = elements[row * columns + column] } }
    return result
  }

  /// The sums over the rows of a matrix, `[m, n] → [n]`.
  public var columnSums: Tensor {
    precondition(rank == 2, "only a matrix has column sums, not a tensor of shape \(shape)")
    var sums = [Scalar](repeating: 0, count: shape[1])
    for row in 0..<shape[0] { for column in 0..<shape[1] { sums[column] += elements[row * shape[1] + column] } }
    return Tensor(sums)
  }

  /// A matrix with a vector added to each row, `[m, n] + [n]`.
  public func addingToRows(_ vector: Tensor) -> Tensor {
    precondition(rank == 2 && vector.shape == [shape[1]], "\(vector.shape) is no row of \(shape)")
    var sum = self
    for row in 0..<shape[0] { for column in 0..<shape[1] { sum.elements[row * shape[1] + column] += vector.elements[column] } }
    return sum
  }

  /// A tensor of the same shape, combined with another element by element.
  public func zipped(with other: Tensor, _ combine: (Scalar, Scalar) -> Scalar) -> Tensor {
    precondition(shape == other.shape, "\(shape) and \(other.shape) differ")
    var result = self
    for place in elements.indices { result.elements[place] = combine(elements[place], other.elements[place]) }
    return result
  }

  /// The sum, element by element.
  public static func + (a: Tensor, b: Tensor) -> Tensor { a.zipped(with: b) { $0 + $1 } }

  /// The difference, element by element.
  public static func - (a: Tensor, b: Tensor) -> Tensor { a.zipped(with: b) { $0 - $1 } }

  /// The tensor times a number.
  public func scaled(by factor: Scalar) -> Tensor { map { $0 * factor } }

  /// √Σx².
  public var norm: Scalar {
    let largest = elements.reduce(Scalar(0)) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return largest }
    return largest * elements.reduce(Scalar(0)) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
