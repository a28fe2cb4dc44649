/// Status, reason and vacuity of an element, in one byte; 0 for a match that is nothing else.
struct Mark: Sendable {
  private let bits: UInt8

  @inline(__always)
  init(_ status: ElementStatus, isVacuous: Bool = false, reason: ElementReason? = nil) {
    let why: UInt8 =
      switch reason {
      case nil: 0
      case .belowResolution: 1
      case .timeBudget: 2
      case .outsideSubgradient: 3
      case .flat: 4
      case .zero: 5
      }
    bits = Self.code(status) | (isVacuous ? 8 : 0) | why << 4
  }

  private static func code(_ status: ElementStatus) -> UInt8 {
    switch status {
    case .match: 0
    case .mismatch: 1
    case .kink: 2
    case .notDifferentiable: 3
    case .nonfinite: 4
    case .inconclusive: 5
    }
  }

  /// 0 for a match.
  var statusBits: UInt8 { bits & 7 }

  var isVacuous: Bool { bits & 8 != 0 }

  var status: ElementStatus {
    switch statusBits {
    case 0: .match
    case 1: .mismatch
    case 2: .kink
    case 3: .notDifferentiable
    case 4: .nonfinite
    default: .inconclusive
    }
  }

  var reason: ElementReason? {
    switch bits >> 4 {
    case 1: .belowResolution
    case 2: .timeBudget
    case 3: .outsideSubgradient
    case 4: .flat
    case 5: .zero
    default: nil
    }
  }
}

extension Double {
  /// Stands for a step of 0.
  static let exponentOfZero = Int16.min

  /// The exponent of a power of two.
  @inline(__always)
  var exponentOfPower: Int16 {
    isNormal ? Int16(truncatingIfNeeded: Int(bitPattern >> 52 & 0x7FF) - 1023) : exponentOfStep ?? Self.exponentOfZero
  }

  /// The exponent of a power of two or 0; `nil` for other numbers.
  var exponentOfStep: Int16? {
    if self == 0 { return Self.exponentOfZero }
    return self > 0 && isFinite && significand == 1 ? Int16(exponent) : nil
  }

  /// The step that an exponent stands for.
  init(exponentOfStep exponent: Int16) {
    self = exponent == Self.exponentOfZero ? 0 : Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }

  /// Equal, or both not a number.
  func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}
