import CKernels
import RealModule

// The unsafe pointers live in this folder: buffers of arrays whose sizes are checked right before the call.

extension Double: TensorScalar {
  /// `double`.
  public static var scalarName: String { "double" }

  /// See `TensorScalar.multiply`.
  public static func multiply(
    _ a: [Double], transposed isATransposed: Bool, _ b: [Double], transposed isBTransposed: Bool,
    into c: inout [Double], rows: Int, inner: Int, columns: Int, accumulating: Bool
  ) {
    checkProduct(a.count, b.count, c.count, rows, inner, columns)
    precondition(!(isATransposed && isBTransposed), "no product of two transposed matrices is needed")
    if isATransposed {
      gradus_product_ta_d(a, b, &c, rows, inner, columns, accumulating ? 1 : 0)
    } else if isBTransposed {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, inner * gradus_product_strip)) { scratch in
        gradus_product_tb_d(a, b, &c, rows, inner, columns, accumulating ? 1 : 0, scratch.baseAddress)
      }
    } else {
      gradus_product_d(a, b, &c, rows, inner, columns, accumulating ? 1 : 0)
    }
  }
}

extension Float: TensorScalar {
  /// `float`.
  public static var scalarName: String { "float" }

  /// See `TensorScalar.multiply`.
  public static func multiply(
    _ a: [Float], transposed isATransposed: Bool, _ b: [Float], transposed isBTransposed: Bool,
    into c: inout [Float], rows: Int, inner: Int, columns: Int, accumulating: Bool
  ) {
    checkProduct(a.count, b.count, c.count, rows, inner, columns)
    precondition(!(isATransposed && isBTransposed), "no product of two transposed matrices is needed")
    if isATransposed {
      gradus_product_ta_f(a, b, &c, rows, inner, columns, accumulating ? 1 : 0)
    } else if isBTransposed {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, inner * gradus_product_strip)) { scratch in
        gradus_product_tb_f(a, b, &c, rows, inner, columns, accumulating ? 1 : 0, scratch.baseAddress)
      }
    } else {
      gradus_product_f(a, b, &c, rows, inner, columns, accumulating ? 1 : 0)
    }
  }
}

private func checkProduct(_ a: Int, _ b: Int, _ c: Int, _ rows: Int, _ inner: Int, _ columns: Int) {
  precondition(
    a == rows * inner && b == inner * columns && c == rows * columns,
    "a product of \(rows)×\(inner) and \(inner)×\(columns) needs matrices of these sizes")
}
