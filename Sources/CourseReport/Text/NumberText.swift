import Foundation

/// How a number is printed in prose and tables.
public enum NumberStyle: Sendable, Hashable {
  /// So many significant digits; as a power of ten below 10⁻⁴ and from 10⁷ on.
  case significant(Int)
  /// At most so many significant digits, without zeros at the end: for settings, as `0.1`.
  case trimmed(Int)
  /// So many digits after the point.
  case fixed(Int)
  /// A share of one as a percentage with so many digits after the point.
  case percent(Int)
  /// A whole number, with commas between thousands.
  case integer
  /// A power of ten always: `2.3×10⁻⁸`, with so many significant digits.
  case scientific(Int)
}

/// Numbers for readers: U+2212 as minus, × 10 to a raised power, words for what is no number.
///
/// Never through a locale: the same digits everywhere. Rounding is the C library's, correct to the last digit.
public enum NumberText {
  /// The text of a number in a language.
  public static func text(_ number: Double, _ style: NumberStyle, in language: Language) -> String {
    guard number.isFinite else {
      if number.isNaN { return language == .ko ? "수가 아님" : "not a number" }
      return number > 0 ? "+∞" : "−∞"
    }
    switch style {
    case .significant(let digits): return significant(number, digits)
    case .trimmed(let digits): return trimmed(number, digits)
    case .scientific(let digits): return scientific(number, digits)
    case .fixed(let decimals): return fixed(number, decimals)
    case .percent(let decimals): return fixed(100 * number, decimals) + "%"
    case .integer: return grouped(number)
    }
  }

  /// The text of a number as programs write it, for tables that may be copied: ASCII minus and exponent.
  static func data(_ number: Double, _ style: NumberStyle, _ language: Language) -> String {
    guard number.isFinite else { return text(number, style, in: language) }
    if case .integer = style { return fixed(number, 0).replacing("−", with: "-") }
    let parts = text(number, style, in: language).replacing("−", with: "-").split(separator: "×10")
    guard parts.count == 2 else { return parts.first.map(String.init) ?? "" }
    let exponent = parts[1].map { character in raisedDigits.firstIndex(of: character).map(String.init) ?? "-"
    }
    return parts[0] + "e" + exponent.joined()
  }

  static func significant(_ number: Double, _ digits: Int) -> String {
    if number == 0 { return "0" }
    let precision = max(1, min(digits, 17))
    let exponent = decimalExponent(number, digits: precision)
    guard (-4..<7).contains(exponent) else { return scientific(number, precision) }
    return fixed(number, max(0, precision - 1 - exponent))
  }

  static func trimmed(_ number: Double, _ digits: Int) -> String {
    let parts = significant(number, digits).split(separator: "×", maxSplits: 1)
    guard var mantissa = parts.first, mantissa.contains(".") else { return significant(number, digits) }
    while mantissa.last == "0" { mantissa.removeLast() }
    if mantissa.last == "." { mantissa.removeLast() }
    return mantissa + (parts.count == 2 ? "×" + parts[1] : "")
  }

  static func scientific(_ number: Double, _ digits: Int) -> String {
    if number == 0 { return "0" }
    let parts = String(format: "%.*e", max(0, min(digits, 17) - 1), number).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(number)" }
    return minus(String(parts[0])) + "×10" + raised(exponent)
  }

  static func fixed(_ number: Double, _ decimals: Int) -> String {
    let text = String(format: "%.*f", max(0, min(decimals, 40)), number)
    // What rounds to zero has no sign.
    let isZero = text.utf8.allSatisfy { !(0x31...0x39).contains($0) }
    return minus(isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text)
  }

  static func grouped(_ number: Double) -> String {
    let digits = String(format: "%.0f", abs(number.rounded()))
    var output = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { output.append(",") }
      output.append(digit)
    }
    return number.rounded() < 0 ? "−" + output : output
  }

  /// An exponent in raised digits.
  public static func raised(_ exponent: Int) -> String {
    String(String(exponent).map { $0.wholeNumberValue.map { raisedDigits[$0] } ?? "⁻" })
  }

  private static let raisedDigits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  /// The exponent of the number when rounded to so many digits (9.99 to two digits is 10, exponent 1).
  private static func decimalExponent(_ number: Double, digits: Int) -> Int {
    let parts = String(format: "%.*e", digits - 1, number).split(separator: "e")
    return parts.count == 2 ? Int(parts[1]) ?? 0 : 0
  }

  private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }
}
