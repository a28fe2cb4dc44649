import Tensors

/// A claim about a member of a family, with what a checker must not do with it.
public struct Trial: Sendable {
  /// What would be a mistake of the checker.
  public enum Demand: Sendable {
    /// The claim is right: failing it is a false alarm.
    case mustNotFail
    /// The claim is wrong beyond doubt: passing it is a miss.
    case mustNotPass
    /// Wrong by so little that passing it is counted, not judged.
    case counted
  }

  /// The function and point.
  public let member: FamilyMember
  /// What is claimed, for the table.
  public let label: String
  /// The claimed derivative.
  public let claim: Double
  /// What must not happen.
  public let demand: Demand

  /// The trials of a smooth member: right, and with mistakes of each size.
  public static func smooth(_ generator: inout SeededGenerator) -> [Trial] {
    slopes(SmoothFamily.member(&generator), prefix: "")
  }

  /// The trials of one member of each piecewise kind.
  public static func piecewise(_ generator: inout SeededGenerator) -> [Trial] {
    PiecewiseFamily.Kind.allCases.flatMap { kind -> [Trial] in
      let member = PiecewiseFamily.member(kind, &generator)
      let prefix = kind.rawValue + ": "
      switch member.truth {
      case .slope: return slopes(member, prefix: prefix)
      case .kink(let left, let right): return kink(member, left, right, prefix, generator.uniform())
      case .singular:
        return [
          Trial(member: member, label: prefix + "claimed 0", claim: 0, demand: .mustNotPass),
          Trial(member: member, label: prefix + "claimed 1", claim: 1, demand: .mustNotPass),
        ]
      }
    }
  }

  private static func slopes(_ member: FamilyMember, prefix: String) -> [Trial] {
    guard case .slope(let slope, let kinkDistance) = member.truth else { return [] }
    // Nearer than eight units in the last place no checker can tell a kink at the point from one beside it.
    let isTooNear = kinkDistance < 8
    return Mistake.allCases.compactMap { mistake in
      guard mistake == .none || slope != 0 else { return nil }
      let demand: Demand =
        mistake == .none
        ? .mustNotFail : mistake.isGross && !isTooNear ? .mustNotPass : .counted
      return Trial(member: member, label: prefix + mistake.rawValue, claim: mistake.claim(slope), demand: demand)
    }
  }

  private static func kink(
    _ member: FamilyMember, _ left: Double, _ right: Double, _ prefix: String, _ share: Double
  ) -> [Trial] {
    let (low, high) = (min(left, right), max(left, right))
    let size = max(abs(low), abs(high))
    func trial(_ label: String, _ claim: Double, _ demand: Demand) -> Trial {
      Trial(member: member, label: prefix + label, claim: claim, demand: demand)
    }
    return [
      trial("left slope", left, .mustNotFail), trial("right slope", right, .mustNotFail),
      trial("between", low + share * (high - low), .mustNotFail),
      trial("outside by 1", high + size, .mustNotPass), trial("outside by 1e-2", low - 0.01 * size, .mustNotPass),
      trial("outside by 1e-4", high + 1e-4 * size, .counted),
    ]
  }
}
