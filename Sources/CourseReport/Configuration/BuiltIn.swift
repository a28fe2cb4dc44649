import Configuration
import Networks

/// A built-in that a configuration names (a data set, a layer, a loss, an optimizer), with where it stands.
public struct BuiltIn: Sendable {
  /// The name and its settings.
  public var specification: Specification
  /// Where it was written; `nil` for the built-in course.
  public var node: ConfigurationNode?

  /// Names a built-in and its settings.
  public init(_ specification: Specification, at node: ConfigurationNode? = nil) {
    self.specification = specification
    self.node = node
  }

  /// Reads `relu`, `{dense: 16}`, `{sgd: {rate: 0.1}}` or `{csv: my.csv, label: species}`.
  ///
  /// - Throws: `ConfigurationError` with line, column and key path.
  init(_ node: ConfigurationNode, among names: [String]) throws(ConfigurationError) {
    self.node = node
    if case .text = node.content {
      specification = Specification(try node.word(among: names))
      return
    }
    let entries = try node.entries()
    guard let first = entries.first else {
      throw node.error("expected one of \(names.joined(separator: ", ")), found \(node.kindName)")
    }
    guard names.contains(first.key) else {
      let hint = suggestion(for: first.key, among: names).map { "; did you mean '\($0)'?" } ?? ""
      throw ConfigurationError(
        file: node.file, line: first.line, column: first.column, path: node.path,
        message: "expected one of \(names.joined(separator: ", ")), found '\(first.key)'\(hint)")
    }
    let rest = entries.dropFirst().map { SettingEntry($0.key, Self.setting($0.value)) }
    switch first.value.content {
    case .null: specification = Specification(first.key, rest)
    case .mapping(let inner):
      specification = Specification(
        first.key, inner.map { SettingEntry($0.key, Self.setting($0.value)) } + rest)
    default: specification = Specification(first.key, main: Self.setting(first.value), rest)
    }
  }

  private static func setting(_ node: ConfigurationNode) -> Setting {
    switch node.content {
    case .null: .text("")
    case .number(let number, _): .number(number)
    case .flag(let flag): .flag(flag)
    case .text(let text): .text(text)
    case .list(let nodes): .list(nodes.map(setting))
    case .mapping(let entries): .mapping(entries.map { SettingEntry($0.key, setting($0.value)) })
    }
  }

  /// The error of a built-in that cannot be made as it was described, at the place where it was.
  func located(_ error: NetworkError) -> ReportError {
    let own = ReportError(error)
    switch error {
    case .shape, .setting, .unknown:
      guard let node else { return own }
      return ReportError(.content, node.error(error.description).description)
    case .data, .unreadable, .unavailable: return own
    }
  }
}
