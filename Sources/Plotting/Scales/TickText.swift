/// The texts of labels: U+2212 for minus, powers with superscripts, one form for a whole axis.
public enum TickText {
  /// Labels of a linear axis.
  static func linear(_ values: [Double]) -> [String] {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return values.map { _ in "0" } }
    let exponent = PowerOfTen.floorLog(largest)
    if (-4...5).contains(exponent) {
      let decimals = values.map { decimalsNeeded($0, largest) }.max() ?? 0
      return values.map { minus(fixed($0, decimals)) }
    }
    let mantissas = values.map { exponent < 0 ? $0 * PowerOfTen.value(-exponent) : $0 / PowerOfTen.value(exponent) }
    let decimals = mantissas.map { decimalsNeeded($0, 10) }.max() ?? 0
    return zip(values, mantissas).map { value, mantissa in
      value == 0 ? "0" : minus(fixed(mantissa, decimals)) + "×10" + superscript(exponent)
    }
  }

  /// Labels of a logarithmic axis.
  static func logarithmic(_ marks: [LogTicks.Mark]) -> [String] {
    guard marks.allSatisfy({ (-3...3).contains($0.exponent) }) else {
      return marks.map { ($0.digit == 1 ? "" : "\($0.digit)×") + "10" + superscript($0.exponent) }
    }
    return marks.map { mark in
      mark.exponent >= 0 ? "\(Int(mark.value.rounded()))" : fixed(mark.value, -mark.exponent)
    }
  }

  /// An exponent in superscript digits.
  public static func superscript(_ exponent: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let text = String(String(abs(exponent)).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    return (exponent < 0 ? "⁻" : "") + text
  }

  /// The text with U+2212 for an ASCII minus.
  public static func minus(_ text: String) -> String { text.replacing("-", with: "−") }

  /// The fewest decimals that show a number, given the size of its neighbours.
  private static func decimalsNeeded(_ value: Double, _ largest: Double) -> Int {
    for decimals in 0...17 {
      let scale = PowerOfTen.value(decimals)
      let scaled = value * scale
      if abs(scaled - scaled.rounded()) <= 1e-9 * max(1, abs(largest) * scale * 1e-4) { return decimals }
    }
    return 17
  }

  /// A number with so many decimals; never `-0`.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scaled = (abs(value) * PowerOfTen.value(decimals)).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    var digits = String(Int(scaled))
    if decimals > 0 {
      while digits.count <= decimals { digits = "0" + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return (value < 0 && scaled > 0 ? "-" : "") + digits
  }
}
