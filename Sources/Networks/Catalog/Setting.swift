/// A value of a configuration: what a layer, loss, optimizer or data set is told.
public enum Setting: Sendable, Equatable {
  /// A number.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// A word.
  case text(String)
  /// A list.
  case list([Setting])
  /// Names and values in the order in which they were written.
  case mapping([SettingEntry])

  /// What the value is, for messages.
  public var summary: String {
    switch self {
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): "'\(text)'"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A name and its value.
public struct SettingEntry: Sendable, Equatable {
  /// The name.
  public let key: String
  /// The value.
  public let value: Setting
  /// Makes an entry.
  public init(_ key: String, _ value: Setting) {
    self.key = key
    self.value = value
  }
}
