import Networks

/// One value of a configuration file, with where it stands.
///
/// Reading is typed and strict: each accessor throws a sentence with file, line, column, key path, what was
/// expected and what was found. Unknown keys are errors, never ignored.
public struct ConfigurationNode: Sendable, Equatable {
  /// What a value is.
  public enum Content: Sendable, Equatable {
    /// Nothing, `null` or `~`.
    case null
    /// A number, with the text that was written (a number without point or exponent is whole).
    case number(Double, text: String)
    /// `true` or `false`.
    case flag(Bool)
    /// Text.
    case text(String)
    /// A list.
    case list([ConfigurationNode])
    /// Keys and values in the order of the file.
    case mapping([ConfigurationEntry])
  }

  /// The file, as the user named it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int
  /// The key path from the top.
  public let path: String
  /// The value.
  public let content: Content

  /// Makes a node.
  public init(file: String, line: Int, column: Int, path: String, content: Content) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.content = content
  }

  /// An error at this node.
  public func error(_ message: String) -> ConfigurationError {
    ConfigurationError(file: file, line: line, column: column, path: path, message: message)
  }

  /// What the value is, in a word, for messages.
  public var kindName: String {
    switch content {
    case .null: "nothing"
    case .number(_, let text): "the number \(text)"
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): "the text '\(text.prefix(60))'"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A key and its value.
public struct ConfigurationEntry: Sendable, Equatable {
  /// The key.
  public let key: String
  /// The line of the key, from 1.
  public let line: Int
  /// The column of the key, from 1.
  public let column: Int
  /// The value.
  public let value: ConfigurationNode

  /// Makes an entry.
  public init(key: String, line: Int, column: Int, value: ConfigurationNode) {
    self.key = key
    self.line = line
    self.column = column
    self.value = value
  }
}

extension ConfigurationNode {
  /// The entries of a mapping.
  public func entries() throws(ConfigurationError) -> [ConfigurationEntry] {
    switch content {
    case .mapping(let entries): return entries
    case .null: return []
    default: throw error("expected a mapping, found \(kindName)")
    }
  }

  /// The entries of a mapping that may hold only `keys`.
  public func entries(allowing keys: [String]) throws(ConfigurationError) -> ConfigurationMapping {
    let entries = try entries()
    for entry in entries where !keys.contains(entry.key) {
      let hint = suggestion(for: entry.key, among: keys).map { "did you mean '\($0)'?" }
      throw ConfigurationError(
        file: file, line: entry.line, column: entry.column, path: path,
        message: "unknown key '\(entry.key)'; " + (hint ?? "expected one of \(keys.joined(separator: ", "))"))
    }
    return ConfigurationMapping(node: self, entries: entries)
  }

  /// The values of a list.
  public func list() throws(ConfigurationError) -> [ConfigurationNode] {
    guard case .list(let nodes) = content else { throw error("expected a list, found \(kindName)") }
    return nodes
  }

  /// A text.
  public func text() throws(ConfigurationError) -> String {
    guard case .text(let text) = content else { throw error("expected a text, found \(kindName)") }
    return text
  }

  /// A text, or a number as it was written (a title may be `2026`).
  public func anyText() throws(ConfigurationError) -> String {
    switch content {
    case .text(let text): return text
    case .number(_, let text): return text
    default: throw error("expected a text, found \(kindName)")
    }
  }

  /// One of a few words.
  public func word(among words: [String]) throws(ConfigurationError) -> String {
    let found = try text()
    guard words.contains(found) else {
      let hint = suggestion(for: found, among: words).map { "; did you mean '\($0)'?" } ?? ""
      throw error("expected one of \(words.joined(separator: ", ")), found '\(found)'\(hint)")
    }
    return found
  }

  /// A finite number within bounds.
  public func number(
    in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
    expected: String = "a number"
  ) throws(ConfigurationError) -> Double {
    guard case .number(let number, _) = content, range.contains(number) else {
      throw error("expected \(expected), found \(kindName)")
    }
    return number
  }

  /// A whole number within bounds.
  public func integer(in range: ClosedRange<Int>, expected: String? = nil) throws(ConfigurationError) -> Int {
    let wanted = expected ?? "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let number, _) = content, let whole = Int(exactly: number), range.contains(whole) else {
      throw error("expected \(wanted), found \(kindName)")
    }
    return whole
  }

  /// `true` or `false`.
  public func flag() throws(ConfigurationError) -> Bool {
    guard case .flag(let flag) = content else { throw error("expected true or false, found \(kindName)") }
    return flag
  }

  /// A seed: a whole number from 0 to 2⁵³ − 1.
  public func seed() throws(ConfigurationError) -> UInt64 {
    UInt64(try integer(in: 0...9_007_199_254_740_991))
  }
}

/// A mapping whose keys are known to be allowed.
public struct ConfigurationMapping: Sendable {
  /// The mapping.
  public let node: ConfigurationNode
  /// Its entries in the order of the file.
  public let entries: [ConfigurationEntry]

  /// The value of a key, where it is given.
  public subscript(key: String) -> ConfigurationNode? { entries.first { $0.key == key }?.value }

  /// The value of a key that must be given.
  public func required(_ key: String) throws(ConfigurationError) -> ConfigurationNode {
    guard let value = self[key] else { throw node.error("the key '\(key)' is missing") }
    return value
  }
}
