import _Differentiation

extension FunctionSubject {
  /// A function that the compiler differentiates: its derivative, or one registered with `@derivative(of:)`, is the claim.
  ///
  /// ```swift
  /// import _Differentiation
  ///
  /// @differentiable(reverse)
  /// @Sendable func product(_ x: [Double]) -> Double { x[0] * x[1] }
  ///
  /// FunctionSubject(name: "product", point: [2, 3], differentiable: product)
  /// ```
  ///
  /// - Parameters:
  ///   - name: what results call it.
  ///   - point: where to check.
  ///   - parts: how the list is named and shaped, in order; one vector `x` without.
  ///   - function: the function, whose derivative the compiler makes.
  public init(
    name: String, point: [Double], parts: [Part]? = nil,
    differentiable function: @escaping @differentiable(reverse) @Sendable ([Double]) -> Double
  ) {
    self.init(
      name: name, point: point, parts: parts, value: { function($0) },
      gradient: { point in
        // An element that the function does not use may be left out at the end.
        let slopes = _Differentiation.gradient(at: point, of: function).base
        return slopes + [Double](repeating: 0, count: max(0, point.count - slopes.count))
      })
  }
}
