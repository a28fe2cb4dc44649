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
      throw .unknown(
        kind: "key of \(place)", name: entry.key, suggestion: suggestion(for: entry.key, among: keys))
    }
  }

  /// A number within bounds, or a default.
  public func number(
    _ key: String, default standard: Double? = nil, in range: ClosedRange<Double>, expected: String
  ) throws(NetworkError) -> Double {
    guard let setting = self[key] else {
      guard let standard else {
        throw .setting(place: "\(place).\(key)", expected: expected, found: "nothing")
      }
      return standard
    }
    guard case .number(let number) = setting, range.contains(number) else {
      throw .setting(place: "\(place).\(key)", expected: expected, found: setting.summary)
    }
    return number
  }

  /// A whole number within bounds, or a default.
  public func integer(_ key: String, default standard: Int? = nil, in range: ClosedRange<Int>)
    throws(NetworkError) -> Int
  {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let setting = self[key] else {
      guard let standard else {
        throw .setting(place: "\(place).\(key)", expected: expected, found: "nothing")
      }
      return standard
    }
    guard case .number(let number) = setting, let whole = Int(exactly: number), range.contains(whole) else {
      throw .setting(place: "\(place).\(key)", expected: expected, found: setting.summary)
    }
    return whole
  }

  /// One of a few words; without it the default, or else the first.
  public func word(
    _ key: String, among words: [String], default standard: String? = nil
  ) throws(NetworkError) -> String {
    guard let setting = self[key] else { return standard ?? words.first ?? "" }
    guard case .text(let word) = setting, words.contains(word) else {
      throw .setting(
        place: "\(place).\(key)", expected: "one of \(words.joined(separator: ", "))", found: setting.summary)
    }
    return word
  }

  /// Rows and columns: one whole number for both, or a list of two.
  public func extent(
    _ key: String, default standard: Extent2D, in range: ClosedRange<Int>
  ) throws(NetworkError) -> Extent2D {
    guard let setting = self[key] else { return standard }
    let parts: [Setting] = if case .list(let list) = setting { list } else { [setting, setting] }
    var sizes: [Int] = []
    for case .number(let number) in parts {
      if let whole = Int(exactly: number), range.contains(whole) { sizes.append(whole) }
    }
    guard sizes.count == 2, parts.count == 2 else {
      throw .setting(
        place: "\(place).\(key)",
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound), or a list of two",
        found: setting.summary)
    }
    return Extent2D(height: sizes[0], width: sizes[1])
  }

  /// A list of built-ins with their settings.
  public func specifications(_ key: String) throws(NetworkError) -> [Specification] {
    guard case .list(let list)? = self[key] else {
      throw .setting(
        place: "\(place).\(key)", expected: "a list of layers", found: self[key]?.summary ?? "nothing")
    }
    var specifications: [Specification] = []
    for (index, setting) in list.enumerated() {
      do { specifications.append(try Specification(setting)) } catch {
        throw error.inside("\(place).\(key).\(index)")
      }
    }
    return specifications
  }

  /// A text.
  public func text(_ key: String) throws(NetworkError) -> String {
    guard case .text(let text)? = self[key] else {
      throw .setting(place: "\(place).\(key)", expected: "a text", found: self[key]?.summary ?? "nothing")
    }
    return text
  }
}
