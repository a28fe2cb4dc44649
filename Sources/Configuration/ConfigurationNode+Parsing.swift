import Foundation
import Yams

extension ConfigurationNode {
  /// Files larger than this are refused: a configuration is written by a person.
  static let maximumBytes = 16 << 20

  /// More values than this are refused (aliases can multiply a short file into an endless one).
  static let maximumNodes = 1_000_000

  /// Reads a YAML file.
  ///
  /// - Throws: `ConfigurationError` with line and column, or `isUnreadable` where the file cannot be read.
  public static func parse(file: String) throws(ConfigurationError) -> ConfigurationNode {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw ConfigurationError(file: file, message: "there is no such file", isUnreadable: true)
    }
    guard !isDirectory.boolValue else {
      throw ConfigurationError(file: file, message: "expected a file, found a directory", isUnreadable: true)
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ConfigurationError(file: file, message: "the file cannot be read", isUnreadable: true)
    }
    guard data.count <= maximumBytes else {
      throw ConfigurationError(file: file, message: "expected at most 16 MiB, found \(data.count) bytes")
    }
    guard let text = String(validatingUTF8: data) else {
      throw ConfigurationError(file: file, message: "expected text in UTF-8")
    }
    return try parse(text: text, file: file)
  }

  /// Reads YAML text; `file` is what messages call it.
  public static func parse(text: String, file: String) throws(ConfigurationError) -> ConfigurationNode {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    } catch let error as YamlError {
      throw ConfigurationError(yaml: error, file: file)
    } catch {
      throw ConfigurationError(file: file, message: "the file is not valid YAML")
    }
    guard let root else {
      return ConfigurationNode(file: file, line: 1, column: 1, path: "", content: .null)
    }
    var converter = Converter(file: file)
    return try converter.convert(root, path: "", depth: 0)
  }
}

extension String {
  fileprivate init?(validatingUTF8 data: Data) {
    guard let text = String(data: data, encoding: .utf8) else { return nil }
    self = text
  }
}

/// Turns the nodes of the YAML library into ours.
private struct Converter {
  let file: String
  var count = 0

  init(file: String) { self.file = file }

  mutating func convert(_ node: Node, path: String, depth: Int) throws(ConfigurationError) -> ConfigurationNode {
    count += 1
    let line = node.mark?.line ?? 0
    let column = node.mark?.column ?? 0
    guard count <= ConfigurationNode.maximumNodes, depth <= 64 else {
      throw ConfigurationError(
        file: file, line: line, column: column, path: path,
        message: "expected at most \(ConfigurationNode.maximumNodes) values nested at most 64 deep")
    }
    let content: ConfigurationNode.Content
    switch node {
    case .scalar(let scalar):
      content = Self.content(of: scalar)
    case .sequence(let sequence):
      var nodes: [ConfigurationNode] = []
      for (index, element) in sequence.enumerated() {
        nodes.append(try convert(element, path: "\(path)[\(index)]", depth: depth + 1))
      }
      content = .list(nodes)
    case .mapping(let mapping):
      var entries: [ConfigurationEntry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else {
          throw ConfigurationError(
            file: file, line: key.mark?.line ?? line, column: key.mark?.column ?? column, path: path,
            message: "expected a text as a key")
        }
        let inner = path.isEmpty ? name.string : "\(path).\(name.string)"
        entries.append(
          ConfigurationEntry(
            key: name.string, line: name.mark?.line ?? line, column: name.mark?.column ?? column,
            value: try convert(value, path: inner, depth: depth + 1)))
      }
      content = .mapping(entries)
    case .alias:
      throw ConfigurationError(
        file: file, line: line, column: column, path: path, message: "the alias refers to nothing")
    }
    return ConfigurationNode(file: file, line: line, column: column, path: path, content: content)
  }

  /// YAML 1.2's core schema: what YAML 1.1 adds (yes, no, 1:30, 0777) stays text.
  static func content(of scalar: Node.Scalar) -> ConfigurationNode.Content {
    let text = scalar.string
    guard scalar.style == .plain else { return .text(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .flag(true)
    case "false", "False", "FALSE": return .flag(false)
    case ".nan", ".NaN", ".NAN": return .number(.nan, text: text)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity, text: text)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity, text: text)
    default:
      guard let first = text.utf8.first,
        first == 0x2B || first == 0x2D || first == 0x2E || (0x30...0x39).contains(first),
        text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }),
        let number = Double(text)
      else { return .text(text) }
      return .number(number, text: text)
    }
  }
}

extension ConfigurationError {
  init(yaml error: YamlError, file: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let about = context.map { " (\($0.text) at \($0.mark.line):\($0.mark.column))" } ?? ""
      self.init(
        file: file, line: mark.line, column: mark.column, message: "not valid YAML: \(problem)\(about)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(
        file: file, line: context.mark.line, column: context.mark.column,
        message: "expected each key once, found twice: \(duplicates.sorted().joined(separator: ", "))")
    case .reader(let problem, _, _, _):
      self.init(file: file, message: "not valid YAML: \(problem)")
    default:
      self.init(file: file, message: "the file is not valid YAML")
    }
  }
}
