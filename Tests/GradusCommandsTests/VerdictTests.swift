import Foundation
import Testing

/// The exit codes of `check` that tell a verdict.
struct VerdictTests {
  private static func network(_ rest: String = "", input: String = "{normal: [4, 3]}") -> String {
    "subjects: [{name: net, network: {input: \(input), layers: [{dense: 4}, tanh, {dense: 2}]}\(rest)}]\n"
  }

  /// A unit that is off, with the target that it gives: nothing moves.
  private static let still =
    "subjects: [{name: off, network: {input: {values: [[-1, -2]]}, layers: [relu], loss: squared-error, "
    + "labels: [[0, 0]]}}]\n"

  /// A configuration, options, and the code that the run ends with.
  struct Case: CustomTestStringConvertible {
    let name: String
    let text: String
    let options: [String]
    let code: Int32
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ options: [String] = [], code: Int32) {
      (self.name, self.text, self.options, self.code) = (name, text, options, code)
    }
  }

  static let cases = [
    Case("right", network(), code: 0),
    Case("planted", network(", plant: doubled"), code: 1),
    Case("planted, but grading worked", network(", plant: doubled"), ["--exit-zero"], code: 0),
    Case("planted, inconclusive allowed", network(", plant: sign"), ["--allow-inconclusive"], code: 1),
    Case("vacuous", still, code: 2),
    Case(
      "vacuous, allowed", still,
      ["--allow-inconclusive"], code: 0),
    Case("nothing to check", "subjects: [{name: none, layer: relu, inputs: {x: {zeros: [0, 3]}}}]\n", code: 2),
  ]

  @Test(arguments: cases) func `the exit code follows the verdict`(example: Case) throws {
    let workspace = try Workspace()
    try workspace.write(example.text, to: "checks.yaml")
    let outcome = try Program.run(["check", "--config", "checks.yaml"] + example.options, in: workspace.root)
    #expect(outcome.code == example.code, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
  }

  @Test func `all built-in layers and losses hold`() throws {
    let outcome = try Program.run(["check", "--format", "json"])
    #expect(outcome.code == 0)
    let result = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let subjects = try #require(result["subjects"] as? [[String: Any]])
    let names = subjects.compactMap { $0["name"] as? String }
    for name in [
      "dense", "relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh", "softmax", "dropout",
      "batch-normalization", "layer-normalization", "convolution-2d", "max-pooling", "average-pooling", "flatten",
      "embedding", "residual", "rnn", "lstm", "squared-error", "softmax-cross-entropy", "binary-cross-entropy",
      "hinge", "huber", "absolute-error", "kl-divergence",
    ] {
      #expect(names.contains { $0 == name || $0.hasPrefix(name + " ") }, "\(name) is not checked")
    }
    for subject in subjects { #expect(subject["verdict"] as? String == "pass", "\(subject["name"] ?? "")") }
  }

  @Test func `a subject is chosen by name`() throws {
    let outcome = try Program.run(["check", "relu", "hinge", "--format", "csv"])
    let names = Set(outcome.output.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[0] })
    #expect(!names.isEmpty && names.allSatisfy { $0.contains("relu") || $0.contains("hinge") })
  }

  @Test func `the command line beats the subject, which beats the file`() throws {
    let workspace = try Workspace()
    try workspace.write("seed: 7\ntolerance: 1.0e-3\n" + Self.network(), to: "checks.yaml")
    func seed(_ options: [String]) throws -> Int? {
      let run = try Program.run(["check", "--config", "checks.yaml", "--format", "json"] + options, in: workspace.root)
      let result = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      return result?["seed"] as? Int
    }
    #expect(try seed([]) == 7)
    #expect(try seed(["--seed", "9"]) == 9)
  }
}
