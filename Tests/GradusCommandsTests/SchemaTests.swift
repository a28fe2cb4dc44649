import Foundation
import Testing

/// The schemas that editors complete from know the keys that the readers accept, and no others.
struct SchemaTests {
  /// Keys of subjects in another process, which a build without the module that runs them does not accept.
  static let processKeys: Set<String> = [
    "python", "interpreter", "pythonPath", "forward", "backward", "gradient", "derivative", "class", "init", "setup",
    "tensor", "expression", "samples", "settings",
    "profile", "torch", "jax", "reseed", "timeout",
  ]

  /// A place in a configuration: where its keys are in the schema, and a text with an unknown key there.
  struct Place: CustomTestStringConvertible {
    let schema: String
    let path: [String]
    let text: String
    var testDescription: String { ([schema] + path).joined(separator: "/") }
  }

  static let places = [
    Place(schema: "check", path: ["properties"], text: "qqqqqqqqqqqqqq: 1\n"),
    Place(schema: "check", path: ["$defs", "subject", "properties"], text: "subjects: [{qqqqqqqqqqqqqq: 1}]\n"),
    Place(
      schema: "check", path: ["$defs", "network", "properties"],
      text: "subjects: [{network: {qqqqqqqqqqqqqq: 1}}]\n"),
    Place(
      schema: "check", path: ["$defs", "array", "properties"],
      text: "subjects: [{network: {input: {qqqqqqqqqqqqqq: 1}, layers: [relu]}}]\n"),
    Place(schema: "report", path: ["properties"], text: "qqqqqqqqqqqqqq: 1\n"),
    Place(schema: "report", path: ["properties", "network", "properties"], text: "network: {qqqqqqqqqqqqqq: 1}\n"),
    Place(schema: "report", path: ["properties", "training", "properties"], text: "training: {qqqqqqqqqqqqqq: 1}\n"),
  ]

  @Test(arguments: places) func `a schema has the keys that are read`(place: Place) throws {
    let workspace = try Workspace()
    try workspace.write(place.text, to: "a.yaml")
    let command = place.schema == "check" ? ["check", "--config", "a.yaml"] : ["train", "a.yaml"]
    let sentence = try #require(try Program.run(command, in: workspace.root).sentence)
    let list = try #require(sentence.firstMatch(of: /expected one of (.*)$/)?.output.1, "\(sentence)")
    let read = Set(list.split(separator: ", ").map(String.init))
    let root = URL(filePath: #filePath).appending(path: "../../../schemas/\(place.schema).schema.json").standardized
    var schema = try JSONSerialization.jsonObject(with: Data(contentsOf: root)) as? [String: Any]
    for key in place.path { schema = schema?[key] as? [String: Any] }
    let known = Set(try #require(schema).keys)
    #expect(read.subtracting(known).sorted() == [], "read, but not in the schema")
    #expect(known.subtracting(read).subtracting(Self.processKeys).sorted() == [], "in the schema, but not read")
  }

  @Test(arguments: ["check", "report"]) func `help config documents every key`(name: String) throws {
    let help = try Program.run(["help", "config"]).output
    for place in Self.places where place.schema == name {
      let root = URL(filePath: #filePath).appending(path: "../../../schemas/\(name).schema.json").standardized
      var schema = try JSONSerialization.jsonObject(with: Data(contentsOf: root)) as? [String: Any]
      for key in place.path { schema = schema?[key] as? [String: Any] }
      for (key, value) in try #require(schema) {
        let description = try #require((value as? [String: Any])?["description"] as? String, "\(key)")
        #expect(help.contains(key) && help.contains(description.prefix(30)), "\(key)")
      }
    }
  }
}
