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
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
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

/// The settings of one thing, read strictly: what is wrong is said with the place, what was expected and what
/// was found.
public struct Settings: Sendable, Equatable {
  /// The place in messages, such as `dense`.
  public let place: String
  /// Names and values.
  public let entries: [SettingEntry]

  /// Collects settings.
  public init(place: String, _ entries: [SettingEntry] = []) {
    self.place = place
    self.entries = entries
  }

  /// The value of a name.
  public subscript(key: String) -> Setting? { entries.first { $0.key == key }?.value }

  /// Throws where a name is not among those that are known.
  public func allow(_ keys: [String]) throws(NetworkError) {
    for entry in entries where !keys.contains(entry.key) {
      throw .unknown(kind: "key of \(place)", name: entry.key, suggestion: suggestion(for: entry.key, among: keys))
    }
  }

  /// A number within bounds, or a default.
  public func number(
    _ key: String, default standard: Double? = nil, in range: ClosedRange<Double>, expected: String
  ) throws(NetworkError) -> Double {
    guard let setting = self[key] else {
      guard let standard else { throw .setting(place: "\(place).\(key)", expected: expected, found: "nothing") }
      return standard
    }
    guard case .number(let number) = setting, range.contains(number) else {
      throw .setting(place: "\(place).\(key)", expected: expected, found: setting.summary)
    }
    return number
  }

  /// A whole number within bounds, or a default.
  public func integer(_ key: String, default standard: Int? = nil, in range: ClosedRange<Int>) throws(NetworkError) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let setting = self[key] else {
      guard let standard else { throw .setting(place: "\(place).\(key)", expected: expected, found: "nothing") }
      return standard
    }
    guard case .number(let number) = setting, let whole = Int(exactly: number), range.contains(whole) else {
      throw .setting(place: "\(place).\(key)", expected: expected, found: setting.summary)
    }
    return whole
  }

  /// One of a few words, or the first.
  public func word(_ key: String, among words: [String]) throws(NetworkError) -> String {
    guard let setting = self[key] else { return words.first ?? "" }
    guard case .text(let word) = setting, words.contains(word) else {
      throw .setting(place: "\(place).\(key)", expected: "one of \(words.joined(separator: ", "))", found: setting.summary)
    }
    return word
  }

  /// A text.
  public func text(_ key: String) throws(NetworkError) -> String {
    guard case .text(let text)? = self[key] else {
      throw .setting(place: "\(place).\(key)", expected: "a text", found: self[key]?.summary ?? "nothing")
    }
    return text
  }
}

/// What a key of a built-in means.
public struct KeyDescription: Sendable, Equatable {
  /// The key.
  public let name: String
  /// What it is for.
  public let meaning: String
  /// The value without it; `nil` where it must be given.
  public let standard: String?

  /// Describes a key.
  public init(_ name: String, _ meaning: String, default standard: String? = nil) {
    self.name = name
    self.meaning = meaning
    self.standard = standard
  }
}

/// A built-in with its settings: `{dense: 64}`, `relu`, `{leaky-relu: {slope: 0.1}}`.
public struct Specification: Sendable, Equatable {
  /// The built-in's name.
  public let name: String
  /// A single value, which means the built-in's main key.
  public let main: Setting?
  /// Named settings.
  public let entries: [SettingEntry]

  /// Names a built-in and its settings.
  public init(_ name: String, main: Setting? = nil, _ entries: [SettingEntry] = []) {
    self.name = name
    self.main = main
    self.entries = entries
  }

  /// The settings, with the single value under the main key's name.
  func settings(mainKey: String?) throws(NetworkError) -> Settings {
    guard let main else { return Settings(place: name, entries) }
    guard let mainKey else {
      throw .setting(place: name, expected: "no value", found: main.summary)
    }
    return Settings(place: name, [SettingEntry(mainKey, main)] + entries)
  }
}
