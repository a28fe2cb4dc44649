/// The constants of the engine for one precision; see the article on verdicts for where they come from.
struct Precision: Sendable, Equatable {
  /// Machine epsilon.
  let epsilon: Double
  /// The relative tolerance without another.
  let tolerance: Double
  /// A match needs an uncertainty below this share of the slope.
  let certainty: Double
  /// Disagreements below this share of the function's own local slopes are rounding.
  let floor: Double
  /// A slope around 0 that is with its uncertainty below this share of the local slopes counts as zero.
  let zero: Double

  static let double = Precision(epsilon: 0x1p-52, tolerance: 1e-7, certainty: 1e-3, floor: 1e-12, zero: 1e-9)
  static let float = Precision(epsilon: 0x1p-23, tolerance: 1e-4, certainty: 3e-2, floor: 1e-5, zero: 1e-3)

  static func of(_ scalar: ScalarKind) -> Precision { scalar == .double ? .double : .float }

  /// The nearest value that arithmetic of this precision can hold.
  func representable(_ value: Double) -> Double { self == .float ? Double(Float(value)) : value }
}
