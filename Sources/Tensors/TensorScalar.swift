import RealModule

/// A scalar that tensors hold: `Float` or `Double`.
///
/// Hot loops are static requirements with concrete implementations in `CKernels`, so that generic code pays
/// one call a kernel instead of one a number. All kernels add in the order of the plain loop and without
/// contraction: the same bits on every processor.
public protocol TensorScalar: BinaryFloatingPoint, Real, Sendable, Codable, SIMDScalar {
  /// The name that configurations and results use: `float` or `double`.
  static var scalarName: String { get }

  /// `C = op(A) · op(B)` (or `C += …`) for row-major matrices, where op transposes or not; `inner` is the
  /// extent that is summed over, in ascending order and without contraction.
  static func multiply(
    _ a: [Self], transposed isATransposed: Bool, _ b: [Self], transposed isBTransposed: Bool,
    into c: inout [Self],
    rows: Int, inner: Int, columns: Int, accumulating: Bool)

  /// `y += factor · x`, element by element.
  static func add(_ factor: Self, times x: [Self], to y: inout [Self])

  /// Adds a row to each row of a row-major matrix that is as wide.
  static func add(row: [Self], toRowsOf matrix: inout [Self])

  /// `sums[j] += Σ_i matrix[i, j]`, the rows in ascending order; the matrix is as wide as `sums`.
  static func addColumnSums(of matrix: [Self], to sums: inout [Self])
}
