import Foundation
import Testing

/// `gradus list`: the names that other programs rely on.
struct ListTests {
  static let names: [(kind: String, names: [String])] = [
    (
      "layers",
      [
        "dense", "relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh", "softmax", "dropout",
        "batch-normalization", "layer-normalization", "convolution-2d", "max-pooling", "average-pooling", "flatten",
        "embedding", "residual", "rnn", "lstm",
      ]
    ),
    (
      "losses",
      [
        "squared-error", "softmax-cross-entropy", "binary-cross-entropy", "hinge", "huber", "absolute-error",
        "kl-divergence",
      ]
    ),
    ("optimizers", ["sgd", "adam"]), ("datasets", ["lecture", "iris", "blobs", "spiral", "moons", "xor", "csv"]),
    (
      "lessons",
      [
        "backpropagation", "relu", "gradient-checking", "softmax", "information", "entropy", "cross-entropy",
        "training",
      ]
    ),
  ]

  @Test(arguments: names.map(\.kind)) func `the list holds the documented names`(kind: String) throws {
    let run = try Program.run(["list", kind, "--json"])
    let root = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(root["schema"] as? String == "gradus.list/1")
    let entries = try #require(root[kind] as? [[String: Any]])
    let wanted = try #require(Self.names.first { $0.kind == kind }).names
    #expect(entries.compactMap { $0["name"] as? String } == wanted)
    #expect(entries.allSatisfy { $0["keys"] is [[String: Any]] })
  }

  @Test func `without a kind everything is listed`() throws {
    let run = try Program.run(["list", "--json"])
    let root = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(
      root.keys.sorted()
        == ["datasets", "figures", "layers", "lessons", "losses", "optimizers", "schema", "subjects"])
  }

  @Test func `every subject of the list can be checked by its name`() throws {
    let run = try Program.run(["list", "subjects", "--json"])
    let root = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let names = try #require(root["subjects"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(names.count >= 28)
    #expect(try Program.run(["check"] + names + ["--quiet"]).code == 0)
  }
}
