import Foundation
import Testing

/// Bad configurations and data: one sentence with the place, the documented code, nothing left behind.
struct InputErrorTests {
  /// A file that is wrong, and what its sentence must hold.
  struct Mistake: CustomTestStringConvertible {
    let name: String
    let text: String
    let parts: [String]
    var code: Int32 = 65
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ parts: [String], code: Int32 = 65) {
      (self.name, self.text, self.parts, self.code) = (name, text, parts, code)
    }
  }

  private static func network(_ changes: String, input: String = "{normal: [4, 3]}") -> String {
    "subjects:\n  - name: net\n    network:\n      input: \(input)\n      \(changes)\n"
  }

  static let checks = [
    Mistake("not YAML", "subjects:\n  - name: 'open\n", ["checks.yaml:", "not valid YAML"]),
    Mistake("a bad flow", "seed: [1, 2\nsubjects: []\n", ["checks.yaml:2:", "not valid YAML"]),
    Mistake("an unknown key", "seeds: 3\nsubjects: []\n", ["checks.yaml:1:1", "'seeds'", "did you mean 'seed'?"]),
    Mistake("an unknown key inside", "subjects:\n  - nmae: x\n", ["checks.yaml:2:5", "did you mean 'name'?"]),
    Mistake("a key twice", "seed: 1\nseed: 2\nsubjects: []\n", ["twice", "seed"]),
    Mistake("a wrong type", "seed: many\nsubjects: []\n", ["checks.yaml:1:7", "seed", "whole number", "'many'"]),
    Mistake("a negative seed", "seed: -1\nsubjects: []\n", ["seed", "from 0", "-1"]),
    Mistake("half a seed", "seed: 1.5\nsubjects: []\n", ["seed", "1.5"]),
    Mistake("a tolerance of 0", "tolerance: 0\nsubjects: []\n", ["tolerance", "above 0"]),
    Mistake("no subjects", "seed: 1\n", ["'subjects'", "missing"]),
    Mistake("an empty file", "", ["'subjects'", "missing"]),
    Mistake("an empty list", "subjects: []\n", ["subjects", "at least one"]),
    Mistake("a list at the top", "- a\n- b\n", ["mapping", "list"]),
    Mistake("nothing to check", "subjects:\n  - name: x\n", ["network, layer, loss"]),
    Mistake("an unknown layer", network("layers: [{dens: 3}]"), ["'dens'", "did you mean 'dense'?"]),
    Mistake("an unknown loss", network("layers: [{dense: 3}]\n      loss: hing"), ["did you mean 'hinge'?"]),
    Mistake("a negative size", network("layers: [{dense: -3}]"), ["dense", "-3"]),
    Mistake("an absurd size", network("layers: [{dense: 1000000000000}]"), ["dense", "1000000000000"]),
    Mistake("an absurd input", network("layers: [relu]", input: "{normal: [100000, 100000]}"), ["100000000 elements"]),
    Mistake("a negative extent", network("layers: [relu]", input: "{normal: [4, -3]}"), ["input", "-3"]),
    Mistake(
      "a layer that does not fit", network("layers: [{dense: 4}, {convolution-2d: {filters: 2, kernel: 3}}]"),
      ["layers.1", "expected", "found"]),
    Mistake("labels out of range", network("layers: [{dense: 3}]\n      labels: [0, 1, 2, 3]"), ["labels[3]", "3"]),
    Mistake("too few labels", network("layers: [{dense: 3}]\n      labels: [0, 1]"), ["4", "2"]),
    Mistake("ragged values", network("layers: [relu]", input: "{values: [[1, 2], [3]]}"), ["input", "one length"]),
    Mistake("an unknown distribution", network("layers: [relu]", input: "{gauss: [4, 3]}"), ["'gauss'"]),
    Mistake("low above high", network("layers: [relu]", input: "{uniform: [4, 3], low: 2, high: 1}"), ["low", "high"]),
    Mistake(
      "one name twice",
      "subjects:\n  - {name: a, loss: hinge, inputs: {x: {normal: [2, 3]}}}\n"
        + "  - {name: a, loss: hinge, inputs: {x: {normal: [2, 3]}}}\n", ["'a'", "twice"]),
    Mistake(
      "parameters that are not there", network("parameters: nowhere.json"), ["nowhere.json", "cannot be read"], code: 66
    ),
  ]

  @Test(arguments: checks) func `a bad check configuration is told with its place`(mistake: Mistake) throws {
    let workspace = try Workspace()
    try workspace.write(mistake.text, to: "checks.yaml")
    try expectRefusal(mistake, ["check", "--config", "checks.yaml", "--write", "json=out.json"], workspace)
    #expect(!workspace.exists("out.json"))
  }

  private static func csv(_ table: String) -> String { table }

  /// Tables that cannot be learnt from, as `data.csv` with the label column `label`.
  static let tables = [
    Mistake("text in a number column", csv("a,b,label\n1,2,x\n3,four,y\n5,6,x\n"), ["data.csv:3:3", "four", "b"]),
    Mistake("a missing value", csv("a,b,label\n1,2,x\n3,,y\n5,6,x\n"), ["data.csv:3", "b"]),
    Mistake("not a number", csv("a,b,label\n1,nan,x\n3,4,y\n"), ["data.csv:2:3", "nan"]),
    Mistake("infinity", csv("a,b,label\n1,2,x\n3,inf,y\n"), ["data.csv:3:3", "inf"]),
    Mistake("one class only", csv("a,b,label\n1,2,x\n3,4,x\n5,6,x\n"), ["at least 2 classes", "only 'x'"]),
    Mistake("one sample", csv("a,b,label\n1,2,x\n"), ["at least 2 records"]),
    Mistake("an empty file", "", ["data.csv", "empty"]),
    Mistake("a header alone", csv("a,b,label\n"), ["data.csv"]),
    Mistake("no such column", csv("a,b,lable\n1,2,x\n3,4,y\n"), ["data.csv", "'label'", "lable"]),
    Mistake("a short record", csv("a,b,label\n1,2,x\n3,y\n"), ["data.csv:3", "3 fields", "found 2"]),
    Mistake("a quote that stays open", csv("a,b,label\n1,\"2,x\n3,4,y\n"), ["data.csv:2:3", "quote"]),
    Mistake("text after a quote", csv("a,b,label\n\"1\"0,2,x\n3,4,y\n"), ["data.csv:2", "quote"]),
    Mistake("a column twice", csv("a,a,label\n1,2,x\n3,4,y\n"), ["data.csv:1:3", "'a'", "twice"]),
    Mistake("the label alone", csv("label\nx\ny\n"), ["data.csv"]),
    Mistake(
      "a hundred thousand columns",
      csv((0..<100_000).map { "c\($0)" }.joined(separator: ",") + ",label\n"), ["at most 10000 columns", "100001"]),
  ]

  @Test(arguments: tables) func `a bad table is told with line and column`(mistake: Mistake) throws {
    let workspace = try Workspace()
    try workspace.write(mistake.text, to: "data.csv")
    try workspace.write("dataset: {csv: data.csv, label: label}\n", to: "course.yaml")
    try workspace.write("kept", to: "run/history.csv")
    try expectRefusal(mistake, ["train", "course.yaml", "--output", "run", "--save", "model.json"], workspace)
    #expect(try workspace.bytes(below: "run") == ["history.csv": Data("kept".utf8)])
    #expect(!workspace.exists("model.json"))
  }

  /// Report configurations that are wrong.
  static let reports = [
    Mistake("an unknown lesson", "lessons: [softmaxx]\n", ["course.yaml:1", "did you mean 'softmax'?"]),
    Mistake("an unknown data set", "dataset: {iris2: {}}\n", ["iris2", "did you mean 'iris'?"]),
    Mistake("too many samples", "dataset: {blobs: {samples: 1000000000000}}\n", ["samples"]),
    Mistake("a negative number of epochs", "training: {epochs: -1}\n", ["epochs", "-1"]),
    Mistake("a share above 1", "training: {validation: 1.5}\n", ["validation", "1.5"]),
    Mistake("a rate of 0", "training: {optimizer: {sgd: {rate: 0}}}\n", ["rate", "0"]),
    Mistake("an unknown optimizer", "training: {optimizer: {adma: {}}}\n", ["did you mean 'adam'?"]),
    Mistake("a colour that is none", "accent: blueish\n", ["course.yaml:1:9", "accent"]),
    Mistake(
      "a layer that does not fit", "network: {layers: [{dense: 4}, {max-pooling: {size: 2}}, {dense: 3}]}\n",
      ["layers.1", "expected", "found"]),
    Mistake(
      "fewer outputs than classes", "network: {layers: [{dense: 4}, relu, {dense: 2}]}\n",
      ["course.yaml:1", "layers.2: expected 3 outputs, one a class of the data, found 2"]),
    Mistake(
      "fewer values than classes", "network: {layers: [{dense: 2}], loss: squared-error}\n",
      ["course.yaml:1", "layers.0: expected 3 outputs", "found 2"]),
    Mistake("a table that is not there", "dataset: {csv: no.csv, label: x}\n", ["no.csv", "no such file"], code: 66),
    Mistake("a folder as table", "dataset: {csv: ., label: x}\n", ["directory"], code: 66),
  ]

  @Test(arguments: reports) func `a bad report configuration leaves the old report as it was`(mistake: Mistake) throws {
    let workspace = try Workspace()
    try workspace.write(mistake.text, to: "course.yaml")
    try workspace.write("{\"schema\": \"gradus.report/1\", \"files\": []}", to: "output/manifest.json")
    let before = try workspace.bytes(below: "output")
    try expectRefusal(mistake, ["report", "course.yaml"], workspace)
    #expect(try workspace.bytes(below: "output") == before)
  }

  /// Files that cannot be read at all.
  static let unreadable = [
    ["check", "--config", "nowhere.yaml"], ["check", "--config", "/"], ["report", "nowhere.yaml"],
    ["train", "nowhere.yaml"], ["plot", "--csv", "nowhere.csv"], ["plot", "--csv", "/"], ["merge", "nowhere.json"],
    ["new", "layer", "gate", "--dependency", "nowhere"],
  ]

  @Test(arguments: unreadable) func `an input that cannot be read ends with 66`(arguments: [String]) throws {
    let workspace = try Workspace()
    let outcome = try Program.run(arguments, in: workspace.root)
    #expect(outcome.code == 66)
    let sentence = try #require(outcome.sentence, "not one sentence: \(outcome.errors)")
    #expect(arguments.contains { sentence.contains($0) })
    #expect(try workspace.bytes().isEmpty)
  }

  @Test func `shared files that are missing end with 69`() throws {
    let workspace = try Workspace()
    let outcome = try Program.run(["report"], in: workspace.root, environment: ["GRADUS_SHARE": workspace.root])
    #expect(outcome.code == 69)
    #expect(outcome.sentence?.contains("GRADUS_SHARE") == true)
  }

  private func expectRefusal(_ mistake: Mistake, _ arguments: [String], _ workspace: Workspace) throws {
    let outcome = try Program.run(arguments, in: workspace.root)
    #expect(outcome.code == mistake.code, "\(outcome.errors)")
    let sentence = try #require(outcome.sentence, "not one sentence: \(outcome.errors)")
    for part in mistake.parts { #expect(sentence.contains(part), "\(sentence)") }
  }
}
