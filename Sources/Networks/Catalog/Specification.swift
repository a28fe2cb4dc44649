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
