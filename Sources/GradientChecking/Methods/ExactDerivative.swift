import ComplexModule
import RealModule

/// A number with its derivative: arithmetic on it differentiates exactly, without a step.
public struct Dual<Scalar: Real & Sendable>: Sendable, Equatable where Scalar: BinaryFloatingPoint {
  /// The value.
  public var value: Scalar
  /// The derivative.
  public var slope: Scalar

  /// Makes a number with its derivative; constants have slope 0.
  public init(_ value: Scalar, slope: Scalar = 0) {
    self.value = value
    self.slope = slope
  }
}

extension Dual {
  /// The sum.
  public static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, slope: a.slope + b.slope) }
  /// The difference.
  public static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, slope: a.slope - b.slope) }
  /// The negative.
  public static prefix func - (a: Dual) -> Dual { Dual(-a.value, slope: -a.slope) }
  /// The product.
  public static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
  /// The quotient.
  public static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, slope: (a.slope - quotient * b.slope) / b.value)
  }
}

/// What a function must be written with to run on real, dual and complex numbers alike.
public protocol DifferentiableScalar: Sendable {
  /// A constant.
  static func constant(_ value: Double) -> Self
  /// The sum.
  static func + (a: Self, b: Self) -> Self
  /// The difference.
  static func - (a: Self, b: Self) -> Self
  /// The negative.
  static prefix func - (a: Self) -> Self
  /// The product.
  static func * (a: Self, b: Self) -> Self
  /// The quotient.
  static func / (a: Self, b: Self) -> Self
  /// eˣ.
  static func exp(_ x: Self) -> Self
  /// The natural logarithm.
  static func log(_ x: Self) -> Self
  /// The sine.
  static func sin(_ x: Self) -> Self
  /// The cosine.
  static func cos(_ x: Self) -> Self
  /// The hyperbolic tangent.
  static func tanh(_ x: Self) -> Self
  /// The square root.
  static func sqrt(_ x: Self) -> Self
}

extension Double: DifferentiableScalar {
  /// A constant.
  public static func constant(_ value: Double) -> Double { value }
}

extension Complex: DifferentiableScalar where RealType == Double {
  /// A constant.
  public static func constant(_ value: Double) -> Complex { Complex(value) }
}

extension Dual: DifferentiableScalar where Scalar == Double {
  /// A constant.
  public static func constant(_ value: Double) -> Dual { Dual(value) }
  /// eˣ.
  public static func exp(_ x: Dual) -> Dual {
    let e = Double.exp(x.value)
    return Dual(e, slope: e * x.slope)
  }
  /// The natural logarithm.
  public static func log(_ x: Dual) -> Dual { Dual(Double.log(x.value), slope: x.slope / x.value) }
  /// The sine.
  public static func sin(_ x: Dual) -> Dual { Dual(Double.sin(x.value), slope: Double.cos(x.value) * x.slope) }
  /// The cosine.
  public static func cos(_ x: Dual) -> Dual { Dual(Double.cos(x.value), slope: -Double.sin(x.value) * x.slope) }
  /// The hyperbolic tangent.
  public static func tanh(_ x: Dual) -> Dual {
    let t = Double.tanh(x.value)
    return Dual(t, slope: (1 - t * t) * x.slope)
  }
  /// The square root.
  public static func sqrt(_ x: Dual) -> Dual {
    let root = Double.sqrt(x.value)
    return Dual(root, slope: x.slope / (2 * root))
  }
}

/// Derivatives that are exact to rounding, for functions that run on any `DifferentiableScalar`.
public enum ExactDerivative {
  /// A way to get there.
  public enum Rule: String, Sendable, CaseIterable { case complex, dual }

  /// The step of the complex rule: its square vanishes beside 1.
  public static let complexStep = 0x1p-200

  /// By a complex step: `Im f(x + ih) / h` with a step so small that its square vanishes. One evaluation.
  ///
  /// Needs an analytic function: no absolute value, no comparison of values. Source: Squire and Trapp (1998).
  public static func complexStep(of f: (Complex<Double>) -> Complex<Double>, at x: Double) -> Double {
    f(Complex(x, complexStep)).imaginary / complexStep
  }

  /// By dual numbers. One evaluation.
  public static func dual(of f: (Dual<Double>) -> Dual<Double>, at x: Double) -> Double { f(Dual(x, slope: 1)).slope }
}
