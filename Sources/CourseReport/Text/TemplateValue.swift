/// What a template can be given: named numbers, texts, flags, lists and records of them.
///
/// Numbers carry how they are to be printed, so that a template holds words only and no formatting.
public indirect enum TemplateValue: Sendable, Equatable {
  /// Text of our own, the same in both languages; escaped when it is inserted.
  case text(String)
  /// Text from outside (a column's name, a class, a layer): escaped, and isolated from the direction of the
  /// text around it (`<bdi>` in pages, isolate characters in plain text).
  case user(String)
  /// Text in the language of the page.
  case localized(LocalizedText)
  /// A number with the way in which it is printed.
  case number(Double, NumberStyle)
  /// The place of a figure of the lesson within a list: `{{{figure}}}` under the name `figure`.
  case figure(String)
  /// Whether a section is shown.
  case flag(Bool)
  /// A section that is repeated.
  case list([TemplateValue])
  /// Named values, reached by a section or with dots.
  case record(TemplateValues)

  /// A number with at most so many significant digits: `0.3333`, `0.25`, `1.234×10⁻⁸`.
  public static func number(_ number: Double, digits: Int = 4) -> TemplateValue {
    .number(number, .trimmed(digits))
  }

  /// A setting, with no more digits than it has: `0.1`, `1×10⁻⁶`.
  public static func setting(_ number: Double) -> TemplateValue { .number(number, .trimmed(6)) }

  /// A number with so many digits after the point: `0.30`.
  public static func fixed(_ number: Double, _ decimals: Int) -> TemplateValue {
    .number(number, .fixed(decimals))
  }

  /// A whole number, with commas between thousands: `4,810`.
  public static func integer(_ integer: Int) -> TemplateValue { .number(Double(integer), .integer) }

  /// A share of one as a percentage: `.percent(0.9667)` is `96.7%`.
  public static func percent(_ share: Double, _ decimals: Int = 1) -> TemplateValue {
    .number(share, .percent(decimals))
  }

  /// A row of numbers, printed alike.
  public static func numbers(_ numbers: [Double], _ style: NumberStyle) -> TemplateValue {
    .list(numbers.map { .number($0, style) })
  }

  /// The rows of a matrix, printed alike: `{{#rows}}{{#.}}{{.}}{{/.}}{{/rows}}`.
  public static func matrix(_ rows: [[Double]], _ style: NumberStyle) -> TemplateValue {
    .list(rows.map { .numbers($0, style) })
  }
}

/// Named template values.
public typealias TemplateValues = [String: TemplateValue]

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A flag.
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  /// A list.
  public init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }
  /// A record; of equal keys the last counts.
  public init(dictionaryLiteral elements: (String, TemplateValue)...) {
    self = .record(TemplateValues(elements, uniquingKeysWith: { $1 }))
  }
}
