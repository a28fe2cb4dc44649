import RealModule
import Tensors

/// The rules by which other tools accept a derivative, written down to run on the same cases.
public enum CommonRule: String, Sendable, CaseIterable {
  /// Central differences at 1e-5; `|a − n| / (|a| + |n|) ≤ 1e-5`, as course notes advise.
  case course = "CS231n"
  /// Central differences at 1e-6; `|a − n| ≤ 1e-5 + 1e-3·|n|`.
  case torch = "PyTorch"
  /// Central differences at 1e-4 along a normal direction; `|a − n| ≤ 1e-5 + 1e-5·|n|` for the slopes along it.
  case jax = "JAX"
  /// Half a step of 1e-6 along a normal direction on each side; `|a − n| < 1e-6` or `|a − n| < 1e-6·|a + n|`.
  case autograd

  /// Whether the rule accepts the claim.
  public func accepts(_ claim: Double, of f: (Double) -> Double, at x: Double, direction: Double) -> Bool {
    switch self {
    case .course:
      let n = central(f, x, 1e-5)
      let size = abs(claim) + abs(n)
      return size == 0 || abs(claim - n) <= 1e-5 * size
    case .torch:
      let n = central(f, x, 1e-6)
      return abs(claim - n) <= 1e-5 + 1e-3 * abs(n)
    case .jax:
      let n = (f(x + 1e-4 * direction) - f(x - 1e-4 * direction)) / 2e-4
      return abs(claim * direction - n) <= 1e-5 + 1e-5 * abs(n)
    case .autograd:
      let n = (f(x + 0.5e-6 * direction) - f(x - 0.5e-6 * direction)) / 1e-6
      let a = claim * direction
      return abs(a - n) < 1e-6 || abs(a - n) < 1e-6 * abs(a + n)
    }
  }

  private func central(_ f: (Double) -> Double, _ x: Double, _ h: Double) -> Double { (f(x + h) - f(x - h)) / (2 * h) }
}
