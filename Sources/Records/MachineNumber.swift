/// Numbers as programs read them: point, ASCII minus, exponent as `e-8`, shortest digits that read back.
public enum MachineNumber {
  /// The text of a finite number, `nil` where it is not finite. Negative zero is written as zero.
  public static func text(_ number: Double) -> String? {
    guard number.isFinite else { return nil }
    if number == 0 { return "0.0" }
    return "\(number)".replacing("e+", with: "e")
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

  /// A number with at most `digits` significant digits, for people: `1.23e-8`, `0.333`.
  public static func short(_ number: Double, digits: Int = 4) -> String {
    if number.isNaN { return "not a number" }
    if number.isInfinite { return number > 0 ? "+infinity" : "-infinity" }
    if number == 0 { return "0" }
    let exponent = Int(_decimalExponent(number))
    let scientific = exponent < -4 || exponent >= 7
    let mantissa = scientific ? number / _powerOfTen(exponent) : number
    let decimals = scientific ? digits - 1 : max(0, digits - 1 - exponent)
    let text = _fixed(mantissa, decimals: decimals)
    return scientific ? "\(text)e\(exponent)" : text
  }

  private static func _decimalExponent(_ number: Double) -> Double {
    // The shortest digits tell the exponent without a logarithm's rounding.
    let text = "\(abs(number))"
    if let e = text.firstIndex(of: "e") { return Double(text[text.index(after: e)...]) ?? 0 }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if let whole = parts.first, whole != "0" { return Double(whole.count - 1) }
    let zeros = parts.count > 1 ? parts[1].prefix { $0 == "0" }.count : 0
    return Double(-zeros - 1)
  }

  private static func _powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 1 }

  private static func _fixed(_ number: Double, decimals: Int) -> String {
    guard decimals > 0 else { return String(Int(number.rounded())) }
    let scale = _powerOfTen(min(decimals, 15))
    let scaled = (abs(number) * scale).rounded()
    guard scaled < 9e15 else { return "\(number)" }
    let whole = Int(scaled) / Int(scale)
    let rest = String(Int(scaled) % Int(scale))
    let text = "\(whole)." + String(repeating: "0", count: min(decimals, 15) - rest.count) + rest
    return (number < 0 ? "-" : "") + text
  }
}
