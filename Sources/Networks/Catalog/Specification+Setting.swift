extension Specification {
  /// Reads a specification as configurations write it: `relu`, `{dense: 64}`, `{leaky-relu: {slope: 0.1}}`.
  ///
  /// - Throws: `NetworkError.setting` for anything else.
  public init(_ setting: Setting) throws(NetworkError) {
    switch setting {
    case .text(let name): self.init(name)
    case .mapping(let entries):
      guard let entry = entries.first, entries.count == 1 else {
        throw .setting(
          place: "", expected: "one name with its settings", found: "a mapping of \(entries.count) keys")
      }
      switch entry.value {
      case .mapping(let inner): self.init(entry.key, inner)
      default: self.init(entry.key, main: entry.value)
      }
    default:
      throw .setting(place: "", expected: "a name, or a name with its settings", found: setting.summary)
    }
  }

  /// The specification as configurations write it.
  public var setting: Setting {
    guard let main else {
      return entries.isEmpty ? .text(name) : .mapping([SettingEntry(name, .mapping(entries))])
    }
    // A single value beside named settings goes under its own name.
    let mainKey =
      LayerCatalog.entries.first { $0.name == name }?.mainKey
      ?? LossCatalog.entries.first { $0.name == name }?.mainKey
    guard let mainKey, !entries.isEmpty else { return .mapping([SettingEntry(name, main)]) }
    return .mapping([SettingEntry(name, .mapping([SettingEntry(mainKey, main)] + entries))])
  }
}
