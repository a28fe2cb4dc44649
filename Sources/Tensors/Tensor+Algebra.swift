extension Tensor {
  /// A tensor of the same shape, combined with another element by element.
  @inlinable
  public func zipped(with other: Tensor, _ combine: (Scalar, Scalar) -> Scalar) -> Tensor {
    precondition(shape == other.shape, "\(shape) and \(other.shape) differ")
    return Tensor(
      shape: shape, elements: elements.indices.map { combine(elements[$0], other.elements[$0]) })
  }

  /// The sum, element by element.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    var sum = a
    sum.add(1, times: b)
    return sum
  }

  /// The difference, element by element.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    var difference = a
    difference.add(-1, times: b)
    return difference
  }

  /// Adds `factor` times another tensor of the same shape.
  public mutating func add(_ factor: Scalar, times other: Tensor) {
    precondition(shape == other.shape, "\(shape) and \(other.shape) differ")
    Scalar.add(factor, times: other.elements, to: &elements)
  }

  /// The tensor times a number.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func scaled(by factor: Scalar) -> Tensor { map { $0 * factor } }

  /// A matrix with a vector added to each row, `[m, n] + [n]`.
  public func addingToRows(_ vector: Tensor) -> Tensor {
    precondition(rank == 2 && vector.shape == [shape[1]], "\(vector.shape) is no row of \(shape)")
    var sum = self
    Scalar.add(row: vector.elements, toRowsOf: &sum.elements)
    return sum
  }

  /// The sums over the rows of a matrix, `[m, n] → [n]`.
  public var columnSums: Tensor {
    precondition(rank == 2, "only a matrix has column sums, not a tensor of shape \(shape)")
    var sums = Tensor.zeros([shape[1]])
    Scalar.addColumnSums(of: elements, to: &sums.elements)
    return sums
  }

  /// √Σx², without overflow or underflow on the way.
  public var norm: Scalar { euclideanNorm() }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func euclideanNorm() -> Scalar {
    var largest: Scalar = 0
    for element in elements { largest = abs(element) <= largest ? largest : abs(element) }
    guard largest > 0, largest.isFinite else { return largest }
    var sum: Scalar = 0
    for element in elements { sum += (element / largest) * (element / largest) }
    return largest * sum.squareRoot()
  }
}
