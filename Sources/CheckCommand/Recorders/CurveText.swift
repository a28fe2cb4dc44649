import Foundation
import GradientChecking

/// A small V-curve of dots: how far the slopes at each step are from the one that was taken.
///
/// Across runs log₁₀ h from small to large steps, upwards log₁₀ |slope(h) − slope taken|. Rounding falls with the step,
/// truncation rises: a V. The dashed line is where the claimed gradient lies; a wrong one lies far above the V's tip.
struct CurveText {
  let curve: StepCurve
  let claimed: Double
  let numeric: Double

  private static let width = 44
  private static let height = 9

  /// The lines of the picture; empty where there are too few steps.
  func lines() -> [String] {
    let points = curve.points.map { (x: log10($0.step), y: log10(abs($0.slope - numeric)), step: $0.step) }
      .filter { $0.x.isFinite && !$0.y.isNaN && $0.y < .infinity }
    let claim = log10(abs(claimed - numeric))
    let heights = (points.map(\.y) + [claim]).filter(\.isFinite)
    guard points.count >= 4, claim.isFinite, let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      right > left, let lowest = heights.min(), let highest = heights.max()
    else { return [] }
    let (bottom, top) = (lowest.rounded(.down), max(highest.rounded(.up), lowest.rounded(.down) + 1))
    func row(_ y: Double) -> Int {
      // Exact agreement lies on the floor.
      let level = y.isFinite ? (y - bottom) / (top - bottom) : 0
      return Self.height - 1 - Int(level * Double(Self.height - 1) + 0.5)
    }
    var rows = [[Character]](repeating: [Character](repeating: " ", count: Self.width), count: Self.height)
    rows[row(claim)] = (0..<Self.width).map { $0.isMultiple(of: 2) ? "-" : " " }
    let chosen = points.indices.min { distance(points[$0].step) < distance(points[$1].step) }
    for (index, point) in points.enumerated() {
      let column = Int((point.x - left) / (right - left) * Double(Self.width - 1) + 0.5)
      rows[row(point.y)][column] = index == chosen ? "●" : "·"
    }
    var lines = ["|slope(h) − measured|  · each step h  ● the step that decided  - - the claimed gradient"]
    for (index, row) in rows.enumerated() {
      let label = index == 0 ? exponent(top) : index == Self.height - 1 ? exponent(bottom) : ""
      lines.append(padded(label, to: 7) + "│" + String(row).trimmingSuffix(of: " "))
    }
    let (first, last) = (exponent(left), exponent(right))
    lines.append(padded("", to: 7) + "└" + String(repeating: "─", count: Self.width))
    lines.append(padded("", to: 8) + padded(first, to: Self.width - last.count) + last + "  h")
    return lines
  }

  private func distance(_ step: Double) -> Double { abs(log10(step / curve.chosenStep)) }

  private func exponent(_ value: Double) -> String { "1e\(Int(value.rounded()))" }

  private func padded(_ text: String, to count: Int) -> String {
    text + String(repeating: " ", count: max(0, count - text.count))
  }
}
