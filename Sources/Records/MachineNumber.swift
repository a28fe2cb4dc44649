import Foundation

/// Numbers as programs read them: point, ASCII minus, exponent as `e-8`, shortest digits that read back.
public enum MachineNumber {
  /// The text of a finite number, `nil` where it is not finite. Negative zero is written as zero.
  public static func text(_ number: Double) -> String? {
    guard number.isFinite else { return nil }
    if number == 0 { return "0.0" }
    let text = "\(number)"
    guard let e = text.firstIndex(of: "e") else { return text }
    // Swift pads the exponent to two digits and writes a plus: `1e-08`, `1e+16`.
    return text[..<e] + "e\(Int(text[text.index(after: e)...]) ?? 0)"
  }

  /// The word for a number that is not finite; empty for one that is.
  public static func status(of number: Double) -> String {
    if number.isNaN { return "nan" }
    if number == .infinity { return "+inf" }
    return number == -.infinity ? "-inf" : ""
  }

  /// Seconds as JUnit wants them: digits, a point and three decimals.
  public static func seconds(_ seconds: Double) -> String {
    let milliseconds = Int((max(0, min(seconds, 1e12)) * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// A number rounded to `digits` significant digits, for people: `1.230e-8`, `0.3330`, `42.00`.
  public static func short(_ number: Double, digits: Int = 4) -> String {
    if number.isNaN { return "not a number" }
    if number.isInfinite { return number > 0 ? "+infinity" : "-infinity" }
    if number == 0 { return "0" }
    // C's own rounding first: 9.99996 has become 10.00 before its exponent is looked at.
    let decimals = max(0, min(digits, 17) - 1)
    let scientific = String(format: "%.\(decimals)e", number)
    guard let e = scientific.firstIndex(of: "e"), let exponent = Int(scientific[scientific.index(after: e)...]) else {
      return scientific
    }
    guard (-4..<7).contains(exponent) else { return scientific[..<e] + "e\(exponent)" }
    return String(format: "%.\(max(0, decimals - exponent))f", number)
  }
}
