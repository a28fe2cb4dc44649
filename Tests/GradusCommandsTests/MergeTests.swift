import Foundation
import Testing

/// Shards, their joining, and the continuation of what was interrupted: always the result of the whole check.
struct MergeTests {
  private static let text = """
    seed: 5
    subjects:
      - {name: right, network: {input: {normal: [4, 3]}, layers: [{dense: 4}, relu, {dense: 2}], regularization: 0.1}}
      - {name: wrong, network: {input: {normal: [4, 3]}, layers: [{dense: 4}, tanh, {dense: 2}]}, plant: transpose}
      - {name: hinge, loss: hinge, inputs: {x: {normal: [5, 3]}}}

    """

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(Self.text, to: "checks.yaml")
    return workspace
  }

  /// A result without its seconds and the elements that only parts hold.
  private func comparable(_ text: String) throws -> NSDictionary {
    func walk(_ value: Any, key: String) -> Any? {
      switch value {
      case let object as [String: Any]:
        return Dictionary(
          uniqueKeysWithValues: object.compactMap { key, value in walk(value, key: key).map { (key, $0) } })
      case let list as [Any]: return key == "elements" ? nil : list.compactMap { walk($0, key: "") }
      default: return key == "seconds" ? nil : value
      }
    }
    let root = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(walk(root, key: "") as? NSDictionary)
  }

  @Test(arguments: [1, 2, 3, 7, 40]) func `the parts of any partition join to the whole`(count: Int) throws {
    let workspace = try workspace()
    let whole = try Program.run(["check", "--config", "checks.yaml", "--format", "json"], in: workspace.root)
    var parts: [String] = []
    for index in (1...count).shuffled() {
      let part = "part-\(index).json"
      let run = try Program.run(
        ["check", "--config", "checks.yaml", "--shard", "\(index)/\(count)", "--exit-zero", "--resume", part, "-q"],
        in: workspace.root)
      try #require(run.code == 0, "\(run.errors)")
      parts.append(part)
    }
    let joined = try Program.run(["merge"] + parts + ["--format", "json"], in: workspace.root)
    #expect(joined.code == whole.code && whole.code == 1)
    #expect(try comparable(joined.output) == comparable(whole.output))
  }

  @Test(arguments: ["text", "junit", "sarif", "github", "gradescope", "tap", "csv"])
  func `a joined result has every format`(format: String) throws {
    let workspace = try workspace()
    for index in 1...2 {
      try Program.run(
        ["check", "--config", "checks.yaml", "--shard", "\(index)/2", "--write", "json=\(index).json"],
        in: workspace.root)
    }
    let joined = try Program.run(["merge", "1.json", "2.json", "--format", format], in: workspace.root)
    let whole = try Program.run(["check", "--config", "checks.yaml", "--format", format], in: workspace.root)
    #expect(joined.code == 1)
    func withoutTimes(_ text: String) -> String {
      text.replacing(/timestamp="[0-9T:-]+"|time="[0-9.]+"|"execution_time": [0-9.]+|[0-9.]+ s\b/, with: "")
    }
    #expect(withoutTimes(joined.output) == withoutTimes(whole.output))
  }

  @Test func `lost, doubled and strange parts are refused with 65`() throws {
    let workspace = try workspace()
    for index in 1...3 {
      let options = index == 3 ? ["--seed", "9"] : []
      try Program.run(
        ["check", "--config", "checks.yaml", "--shard", "\(index)/3", "--write", "json=\(index).json"] + options,
        in: workspace.root)
    }
    try workspace.write("{\"schema\": \"gradus.check/2\"}", to: "other.json")
    try workspace.write("[1, 2", to: "broken.json")
    for (parts, word) in [
      (["1.json", "2.json"], "missing: 3"), (["1.json", "1.json", "2.json"], "missing: 3"),
      (["1.json", "2.json", "3.json"], "different checks"), (["other.json"], "gradus.check/1"),
      (["broken.json"], "expected JSON"),
    ] {
      let outcome = try Program.run(["merge"] + parts, in: workspace.root)
      #expect(outcome.code == 65 && outcome.sentence?.contains(word) == true, "\(parts): \(outcome.errors)")
    }
    for index in 1...2 {
      try Program.run(
        ["check", "--config", "checks.yaml", "--shard", "\(index)/2", "--write", "json=half-\(index).json"],
        in: workspace.root)
    }
    let doubled = try Program.run(["merge", "half-1.json", "half-2.json", "half-2.json"], in: workspace.root)
    #expect(doubled.code == 65 && doubled.sentence?.contains("twice: 2") == true)
    let plain = try Program.run(["check", "--config", "checks.yaml", "--write", "json=whole.json"], in: workspace.root)
    #expect(plain.code == 1)
    #expect(try Program.run(["merge", "whole.json"], in: workspace.root).sentence?.contains("elements") == true)
  }

  @Test func `a check goes on where it stopped`() throws {
    let workspace = try workspace()
    let all = ["check", "--config", "checks.yaml", "--format", "json"]
    let whole = try Program.run(all, in: workspace.root)
    // What an interrupted run left: the last subject alone.
    try Program.run(["check", "hinge", "--config", "checks.yaml", "--resume", "part.json", "-q"], in: workspace.root)
    let continued = try Program.run(all + ["--resume", "part.json"], in: workspace.root)
    #expect(continued.code == 1)
    #expect(try comparable(continued.output) == comparable(whole.output))
    let again = try Program.run(all + ["--resume", "part.json"], in: workspace.root)
    #expect(try comparable(again.output) == comparable(whole.output))
    let strange = try Program.run(all + ["--resume", "part.json", "--seed", "6"], in: workspace.root)
    #expect(strange.code == 65 && strange.sentence?.contains("part.json") == true)
  }

  @Test func `shards that are killed at any moment and resumed join to the whole`() throws {
    let workspace = try Workspace()
    let subjects = (1...8).map {
      "  - {name: network \($0), network: {input: {normal: [12, 9]}, layers: [{dense: 20}, tanh, {dense: \($0 + 2)}]}"
        + ($0 % 3 == 0 ? ", plant: transpose}" : "}")
    }
    try workspace.write("seed: 5\nsubjects:\n" + subjects.joined(separator: "\n") + "\n", to: "checks.yaml")
    let whole = try Program.run(["check", "--config", "checks.yaml", "--format", "json"], in: workspace.root)
    var generator = SystemRandomNumberGenerator()
    var parts: [String] = []
    var killed = 0
    for index in 1...3 {
      let part = "part-\(index).json"
      parts.append(part)
      let arguments = ["check", "--config", "checks.yaml", "--shard", "\(index)/3", "--resume", part, "-q"]
      for attempt in 0..<6 {
        let running = try Running(arguments + ["--exit-zero"], in: workspace.root)
        // The first one at once, later ones anywhere, before, within and after a subject.
        usleep(attempt == 0 ? 0 : UInt32.random(in: 0..<60_000, using: &generator))
        guard running.process.isRunning else { break }
        kill(running.process.processIdentifier, SIGKILL)
        running.process.waitUntilExit()
        killed += running.process.terminationReason == .uncaughtSignal ? 1 : 0
      }
      let finished = try Program.run(arguments + ["--exit-zero"], in: workspace.root)
      try #require(finished.code == 0, "\(finished.errors)")
    }
    #expect(killed > 0)
    let joined = try Program.run(["merge"] + parts + ["--format", "json"], in: workspace.root)
    #expect(joined.code == whole.code && whole.code == 1)
    #expect(try comparable(joined.output) == comparable(whole.output))
  }
}
