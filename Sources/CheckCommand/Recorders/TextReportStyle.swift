/// How results for people look.
public struct TextReportStyle: Sendable, Equatable {
  /// The language of what students read in Gradescope.
  public enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case korean = "ko"
  }

  /// Whether words are coloured with ANSI escapes.
  public var usesColor = false
  /// Whether every array of every subject is listed.
  public var isVerbose = false
  /// The language.
  public var language = Language.english

  /// Plain text without colours.
  public init() {}

  func green(_ text: String) -> String { usesColor ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
  func red(_ text: String) -> String { usesColor ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
  func yellow(_ text: String) -> String { usesColor ? "\u{1B}[33m\(text)\u{1B}[0m" : text }
  func dim(_ text: String) -> String { usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
