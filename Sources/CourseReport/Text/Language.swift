/// A language of the report.
public enum Language: String, Sendable, CaseIterable, Comparable {
  /// Korean.
  case ko
  /// English.
  case en

  /// Korean before English.
  public static func < (a: Language, b: Language) -> Bool { a == .ko && b == .en }
}

/// The same text in both languages.
public struct LocalizedText: Sendable, Hashable {
  /// Korean.
  public var ko: String
  /// English.
  public var en: String

  /// Pairs the two.
  public init(ko: String, en: String) {
    self.ko = ko
    self.en = en
  }

  /// The same letters in both languages: a name, a symbol.
  public init(_ both: String) { self.init(ko: both, en: both) }

  /// The text in one language.
  public subscript(language: Language) -> String {
    get { language == .ko ? ko : en }
    set { if language == .ko { ko = newValue } else { en = newValue } }
  }

  /// Builds both, first Korean.
  public init<Failure: Error>(each make: (Language) throws(Failure) -> String) throws(Failure) {
    self.init(ko: try make(.ko), en: try make(.en))
  }
}
