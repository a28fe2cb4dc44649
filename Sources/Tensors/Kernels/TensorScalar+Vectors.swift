import CKernels

// The sizes are checked right before the pointers of the arrays are handed over.

extension Double {
  /// See `TensorScalar`.
  public static func add(_ factor: Double, times x: [Double], to y: inout [Double]) {
    precondition(x.count == y.count, "a sum needs vectors of one length, not \(x.count) and \(y.count)")
    gradus_axpy_d(factor, x, &y, x.count)
  }

  /// See `TensorScalar`.
  public static func add(row: [Double], toRowsOf matrix: inout [Double]) {
    gradus_add_to_rows_d(row, &matrix, rows(of: matrix.count, width: row.count), row.count)
  }

  /// See `TensorScalar`.
  public static func addColumnSums(of matrix: [Double], to sums: inout [Double]) {
    gradus_add_column_sums_d(matrix, &sums, rows(of: matrix.count, width: sums.count), sums.count)
  }
}

extension Float {
  /// See `TensorScalar`.
  public static func add(_ factor: Float, times x: [Float], to y: inout [Float]) {
    precondition(x.count == y.count, "a sum needs vectors of one length, not \(x.count) and \(y.count)")
    gradus_axpy_f(factor, x, &y, x.count)
  }

  /// See `TensorScalar`.
  public static func add(row: [Float], toRowsOf matrix: inout [Float]) {
    gradus_add_to_rows_f(row, &matrix, rows(of: matrix.count, width: row.count), row.count)
  }

  /// See `TensorScalar`.
  public static func addColumnSums(of matrix: [Float], to sums: inout [Float]) {
    gradus_add_column_sums_f(matrix, &sums, rows(of: matrix.count, width: sums.count), sums.count)
  }
}

/// The number of rows of a matrix of so many elements.
private func rows(of count: Int, width: Int) -> Int {
  let rows = width == 0 ? 0 : count / width
  precondition(rows * width == count, "\(count) elements are no rows of \(width)")
  return rows
}
