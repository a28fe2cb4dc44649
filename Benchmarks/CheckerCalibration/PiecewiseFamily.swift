import RealModule
import Tensors

/// Functions with kinks at and near the point, jumps, cusps and smooth joints, with slopes from 1e-4 to 1e4.
public enum PiecewiseFamily {
  /// What a member does, and where.
  public enum Kind: String, Sendable, CaseIterable {
    case kinkHere = "kink at the point"
    case kinkNear = "kink nearby"
    case jumpHere = "jump at the point"
    case jumpNear = "jump nearby"
    case cusp = "cusp"
    case tangent = "vertical tangent"
    case joint = "smooth joint"
  }

  /// Draws a member of a kind; equal generators give equal members.
  public static func member(_ kind: Kind, _ generator: inout SeededGenerator) -> FamilyMember {
    let kink = generator.uniform() < 0.3 ? 0 : generator.sign() * Double.pow(10, generator.uniform(-3, 3))
    let left = generator.sign() * Double.pow(10, generator.uniform(-4, 4))
    let right = generator.sign() * Double.pow(10, generator.uniform(-4, 4))
    let size = max(abs(left), abs(right))
    let curve = generator.normal() * size * 0.1
    let distance = generator.sign() * Double.pow(10, generator.uniform(-12, -2))
    let near = kink == 0 ? distance : kink + distance * abs(kink)
    let name = "\(kind.rawValue) \(kink), slopes \(left) and \(right)"
    switch kind {
    case .kinkHere, .kinkNear:
      let value: @Sendable (Double) -> Double = { x in
        let d = x - kink
        return (d > 0 ? right * d : left * d) + curve * d * d
      }
      if kind == .kinkHere {
        return FamilyMember(name: name, value: value, x: kink, truth: .kink(left: left, right: right))
      }
      let d = near - kink
      return FamilyMember(
        name: name + ", point \(near)", value: value, x: near,
        truth: .slope((d > 0 ? right : left) + 2 * curve * d, kinkDistance: abs(d) / near.ulp))
    case .jumpHere, .jumpNear:
      let height = generator.sign() * size * Double.pow(10, generator.uniform(-3, 1))
      let isRight = generator.uniform() < 0.5
      let value: @Sendable (Double) -> Double = { x in
        let d = x - kink
        let isOver = isRight ? d > 0 : d >= 0
        return (isOver ? height : 0) + left * d + curve * d * d
      }
      if kind == .jumpHere { return FamilyMember(name: name, value: value, x: kink, truth: .singular) }
      let d = near - kink
      return FamilyMember(
        name: name + ", height \(height), point \(near)", value: value, x: near,
        truth: .slope(left + 2 * curve * d, kinkDistance: abs(d) / near.ulp))
    case .cusp, .tangent:
      let power = generator.uniform(0.25, 0.7)
      let isOdd = kind == .tangent
      return FamilyMember(
        name: name + ", power \(power)",
        value: { x in
          let d = x - kink
          return size * Double.pow(abs(d), power) * (isOdd && d < 0 ? -1 : 1) + left * d * 1e-3
        }, x: kink, truth: .singular)
    case .joint:
      return FamilyMember(
        name: name,
        value: { x in
          let d = x - kink
          return left * d + (d > 0 ? right * d * d : -left * d * d)
        }, x: kink, truth: .slope(left, kinkDistance: .infinity))
    }
  }
}

extension SeededGenerator {
  /// 1 or −1.
  mutating func sign() -> Double { uniform() < 0.5 ? -1 : 1 }
}
