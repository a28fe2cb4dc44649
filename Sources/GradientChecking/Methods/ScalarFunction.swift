import ComplexModule

/// A function of numbers that runs on any scalar, so that its slopes can be computed exactly, too.
///
/// ```swift
/// struct Product: ScalarFunction {
///   func callAsFunction<Scalar: DifferentiableScalar>(_ x: [Scalar]) -> Scalar { x[0] * Scalar.exp(x[1]) }
/// }
/// ```
public protocol ScalarFunction: Sendable {
  /// The value for a list of numbers.
  func callAsFunction<Scalar: DifferentiableScalar>(_ x: [Scalar]) -> Scalar
}

extension FunctionSubject {
  /// A function that runs on any scalar, with the gradient that is claimed for it; `DifferenceMethod.complex` and
  /// `.dual` measure it without a step's error.
  ///
  /// - Parameters:
  ///   - name: what results call it.
  ///   - point: where to check.
  ///   - parts: how the list is named and shaped, in order; one vector `x` without.
  ///   - function: the function.
  ///   - gradient: the gradient that is claimed for it, at a point.
  public init(
    name: String, point: [Double], parts: [Part]? = nil, function: some ScalarFunction,
    gradient: @escaping @Sendable ([Double]) throws -> [Double]
  ) {
    self.init(name: name, point: point, parts: parts, value: { function($0) }, gradient: gradient)
    exactSlope = { rule, point, place in
      switch rule {
      case .complex:
        ExactDerivative.complexStep(
          of: { moved in
            var list = point.map { Complex($0) }
            list[place] = moved
            return function(list)
          }, at: point[place])
      case .dual:
        ExactDerivative.dual(
          of: { moved in
            var list = point.map { Dual($0) }
            list[place] = moved
            return function(list)
          }, at: point[place])
      }
    }
  }
}
