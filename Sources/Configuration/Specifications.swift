import Networks

extension ConfigurationNode {
  /// The value as a setting of a built-in.
  public func setting() throws(ConfigurationError) -> Setting {
    switch content {
    case .null: return .mapping([])
    case .number(let number, _): return .number(number)
    case .flag(let flag): return .flag(flag)
    case .text(let text): return .text(text)
    case .list(let nodes):
      var settings: [Setting] = []
      for node in nodes { settings.append(try node.setting()) }
      return .list(settings)
    case .mapping(let entries):
      var settings: [SettingEntry] = []
      for entry in entries { settings.append(SettingEntry(entry.key, try entry.value.setting())) }
      return .mapping(settings)
    }
  }

  /// A built-in as configurations write it: `relu`, `{dense: 64}`, `{leaky-relu: {slope: 0.1}}`.
  public func specification() throws(ConfigurationError) -> Specification {
    do { return try Specification(try setting()) } catch let error as ConfigurationError { throw error } catch {
      throw self.error("expected a name, or a name with its settings, found \(kindName)")
    }
  }

  /// The same error of a network, at this place of the file.
  public func located(_ error: NetworkError) -> ConfigurationError {
    var located = self.error(error.description)
    if case .unreadable = error { located.isUnreadable = true }
    return located
  }
}
