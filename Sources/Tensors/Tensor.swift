/// A row-major, contiguous array of numbers with a shape.
///
/// A tensor is a value: copies share storage until one of them is changed. Rank 0 (shape `[]`) is a single
/// number. Shapes are checked with preconditions, because a wrong shape inside this package is a
/// programmer's mistake; what comes from a user is checked before a tensor is made of it.
public struct Tensor<Scalar: TensorScalar>: Sendable, Equatable {
  /// The number of elements along each axis.
  public let shape: [Int]

  /// The elements in row-major order (the last axis moves fastest).
  public var elements: [Scalar]

  /// Makes a tensor of `shape` from its elements in row-major order.
  public init(shape: [Int], elements: [Scalar]) {
    precondition(
      shape.reduce(1, *) == elements.count,
      "a tensor of shape \(shape) needs \(shape.reduce(1, *)) elements, not \(elements.count)")
    self.shape = shape
    self.elements = elements
  }

  /// Makes a tensor of `shape` whose elements are all `value`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(shape: [Int], repeating value: Scalar) {
    self.init(shape: shape, elements: Array(repeating: value, count: shape.reduce(1, *)))
  }

  /// Makes a tensor of `shape` with zeros.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func zeros(_ shape: [Int]) -> Tensor { Tensor(shape: shape, repeating: 0) }

  /// Makes a matrix from rows of equal length.
  public init(rows: [[Scalar]]) {
    let width = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == width }, "rows of a matrix must have one length")
    self.init(shape: [rows.count, width], elements: rows.flatMap(\.self))
  }

  /// Makes a vector.
  public init(_ elements: [Scalar]) { self.init(shape: [elements.count], elements: elements) }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The number of elements.
  public var count: Int { elements.count }

  /// The element at an index along each axis.
  public subscript(index: Int...) -> Scalar {
    get { elements[offset(of: index)] }
    set { elements[offset(of: index)] = newValue }
  }

  /// The place in `elements` of an index along each axis.
  public func offset(of index: [Int]) -> Int {
    precondition(index.count == shape.count, "an index of \(index.count) axes into a shape of \(shape.count)")
    var offset = 0
    for (position, extent) in zip(index, shape) {
      precondition(position >= 0 && position < extent, "index \(index) is outside of shape \(shape)")
      offset = offset * extent + position
    }
    return offset
  }

  /// The same elements under another shape of as many elements.
  public func reshaped(to shape: [Int]) -> Tensor { Tensor(shape: shape, elements: elements) }

  /// A tensor of the same shape whose elements are `transform` of this one's.
  @inlinable
  public func map(_ transform: (Scalar) -> Scalar) -> Tensor {
    Tensor(shape: shape, elements: elements.map(transform))
  }

  /// The same numbers in another scalar type, rounded to nearest.
  @specialized(where Scalar == Double, Other == Double)
  @specialized(where Scalar == Double, Other == Float)
  @specialized(where Scalar == Float, Other == Double)
  @specialized(where Scalar == Float, Other == Float)
  public func converted<Other: TensorScalar>(to type: Other.Type = Other.self) -> Tensor<Other> {
    Tensor<Other>(shape: shape, elements: elements.map { Other($0) })
  }
}

/// The index along each axis of an element's place in row-major order.
public func unravel(_ offset: Int, shape: [Int]) -> [Int] {
  var rest = offset
  var index = [Int](repeating: 0, count: shape.count)
  for axis in shape.indices.reversed() {
    index[axis] = rest % shape[axis]
    rest /= shape[axis]
  }
  return index
}
