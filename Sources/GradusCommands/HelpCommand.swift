import ArgumentParser
import CheckCommand
import Foundation
import Networks
import Records

/// `gradus help`, `gradus help COMMAND` and `gradus help config`.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explain a command, or the keys of configuration files (help config).",
    discussion: """
      Examples:
        gradus help check
        gradus help config
      """)

  @Argument(help: "A command, or config.")
  var topic: [String] = []

  func run() throws {
    guard let first = topic.first else {
      try StandardOutput.write(Gradus.helpMessage() + "\n")
      return
    }
    if first == "config" {
      for name in ["check", "report"] { try StandardOutput.write(try SchemaHelp(named: name).text + "\n") }
      return
    }
    let commands = Gradus.configuration.subcommands
    guard let command = commands.first(where: { $0._commandName == first }) else {
      let known = commands.map { $0._commandName } + ["config"]
      let hint = suggestion(for: first, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        .usage, "help: expected one of \(known.joined(separator: ", ")), found '\(first)'\(hint)")
    }
    try StandardOutput.write(Gradus.helpMessage(for: command) + "\n")
  }
}

/// The keys of a configuration file, as its JSON Schema documents them.
struct SchemaHelp {
  let schema: [String: Any]

  init(named name: String) throws {
    let url = try SharedFiles.locate().folder(.schemas).appendingPathComponent("\(name).schema.json")
    guard let data = try? Data(contentsOf: url),
      let schema = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else {
      throw CommandFailure(.unavailable, "\(url.path): the schema is missing: install gradus with its share folder")
    }
    self.schema = schema
  }

  var text: String {
    var lines = [schema["title"] as? String ?? "", schema["description"] as? String ?? "", ""]
    lines += describe(schema, indentation: 1)
    let definitions = schema["$defs"] as? [String: [String: Any]] ?? [:]
    for name in definitions.keys.sorted() {
      guard let definition = definitions[name], definition["properties"] != nil else { continue }
      lines += ["", "  \(name):"] + describe(definition, indentation: 2)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func describe(_ object: [String: Any], indentation: Int) -> [String] {
    let properties = object["properties"] as? [String: [String: Any]] ?? [:]
    let required = Set(object["required"] as? [String] ?? [])
    var lines: [String] = []
    for key in properties.keys.sorted() {
      guard let property = properties[key] else { continue }
      var text = property["description"] as? String ?? ""
      if let reference = (property["items"] as? [String: Any])?["$ref"] ?? property["$ref"] {
        text += " See \(String(describing: reference).split(separator: "/").last ?? ""), below."
      }
      if let words = (property["enum"] ?? (property["items"] as? [String: Any])?["enum"]) as? [String] {
        text += " One of \(words.joined(separator: ", "))."
      }
      if let standard = property["default"] { text += " Default: \(standardText(standard))." }
      if required.contains(key) { text += " Required." }
      let label = String(repeating: "  ", count: indentation) + key
      lines.append(label + String(repeating: " ", count: max(1, 20 - label.count)) + text)
      if property["properties"] != nil { lines += describe(property, indentation: indentation + 1) }
    }
    return lines
  }

  private func standardText(_ value: Any) -> String {
    if let list = value as? [Any] { return list.map(standardText).joined(separator: ", ") }
    if let number = value as? NSNumber, String(cString: number.objCType) == "c" {
      return number.boolValue ? "true" : "false"
    }
    return "\(value)"
  }
}
