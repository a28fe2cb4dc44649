import GradientChecking

/// One function of one variable whose derivative is known, at one point.
public struct FamilyMember: Sendable {
  /// What is known of the function at the point.
  public enum Truth: Sendable {
    /// It has a slope; `kinkDistance` is the distance to the nearest kink in units in the last place of x.
    case slope(Double, kinkDistance: Double)
    /// It has two slopes.
    case kink(left: Double, right: Double)
    /// It has none.
    case singular
  }

  /// What the member is, for messages.
  public let name: String
  /// The function.
  public let value: @Sendable (Double) -> Double
  /// The point.
  public let x: Double
  /// What is true there.
  public let truth: Truth

  /// Describes a member.
  public init(name: String, value: @escaping @Sendable (Double) -> Double, x: Double, truth: Truth) {
    self.name = name
    self.value = value
    self.x = x
    self.truth = truth
  }

  /// Whether double precision holds enough digits of f to tell its slope: `ε·|f| < 1e-6·|x·f′|`.
  public var isDecidable: Bool {
    guard case .slope(let slope, _) = truth else { return true }
    return 0x1p-52 * abs(value(x)) < 1e-6 * abs(x * slope)
  }

  /// The member as a subject that claims a derivative.
  public func subject(claiming claim: Double) -> FunctionSubject {
    let value = value
    return FunctionSubject(name: name, point: [x], value: { value($0[0]) }, gradient: { _ in [claim] })
  }
}

/// A mistake of a known size in a derivative.
public enum Mistake: String, Sendable, CaseIterable {
  case none = "right"
  case sign
  case doubled = "factor 2"
  case percent = "1e-2"
  case small = "1e-4"
  case tiny = "1e-6"

  /// The derivative with the mistake.
  public func claim(_ slope: Double) -> Double {
    switch self {
    case .none: slope
    case .sign: -slope
    case .doubled: 2 * slope
    case .percent: slope * 1.01
    case .small: slope * 1.0001
    case .tiny: slope * 1.000001
    }
  }

  /// Whether a checker must never let it pass.
  public var isGross: Bool { self == .sign || self == .doubled || self == .percent }
}
