extension Tensor {
  /// The product of two matrices, `[m, k] · [k, n] → [m, n]`.
  public func matrixProduct(_ other: Tensor) -> Tensor {
    precondition(
      rank == 2 && other.rank == 2 && shape[1] == other.shape[0],
      "\(shape) and \(other.shape) do not multiply")
    var product = Tensor.zeros([shape[0], other.shape[1]])
    Scalar.multiply(
      elements, transposed: false, other.elements, transposed: false, into: &product.elements,
      rows: shape[0], inner: shape[1], columns: other.shape[1], accumulating: false)
    return product
  }

  /// The product of this matrix' transpose with another, `[k, m]ᵀ · [k, n] → [m, n]`.
  public func transposedProduct(_ other: Tensor) -> Tensor {
    precondition(
      rank == 2 && other.rank == 2 && shape[0] == other.shape[0],
      "\(shape)ᵀ and \(other.shape) do not multiply")
    var product = Tensor.zeros([shape[1], other.shape[1]])
    Scalar.multiply(
      elements, transposed: true, other.elements, transposed: false, into: &product.elements,
      rows: shape[1], inner: shape[0], columns: other.shape[1], accumulating: false)
    return product
  }

  /// The product of this matrix with another's transpose, `[m, k] · [n, k]ᵀ → [m, n]`.
  public func productWithTransposed(_ other: Tensor) -> Tensor {
    precondition(
      rank == 2 && other.rank == 2 && shape[1] == other.shape[1],
      "\(shape) and \(other.shape)ᵀ do not multiply")
    var product = Tensor.zeros([shape[0], other.shape[0]])
    Scalar.multiply(
      elements, transposed: false, other.elements, transposed: true, into: &product.elements,
      rows: shape[0], inner: shape[1], columns: other.shape[0], accumulating: false)
    return product
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Tensor { exchangingAxes() }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func exchangingAxes() -> Tensor {
    precondition(rank == 2, "only a matrix is transposed, not a tensor of shape \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    var result: [Scalar] = []
    result.reserveCapacity(count)
    for column in 0..<columns { for row in 0..<rows { result.append(elements[row * columns + column]) } }
    return Tensor(shape: [columns, rows], elements: result)
  }
}
