import Foundation
import Testing

/// `--shrink` and `--explore`: other cases of the same subject.
struct VariantTests {
  private func run(_ text: String, _ options: [String]) throws -> (code: Int32, subject: [String: Any]) {
    let workspace = try Workspace()
    try workspace.write(text, to: "checks.yaml")
    let outcome = try Program.run(
      ["check", "--config", "checks.yaml", "--format", "json"] + options, in: workspace.root)
    let root = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let subjects = try #require(root["subjects"] as? [[String: Any]])
    return (outcome.code, try #require(subjects.first))
  }

  private static func network(samples: Int, _ rest: String) -> String {
    "subjects: [{name: net, network: {input: {normal: [\(samples), 3]}, layers: [{dense: 4}, tanh, {dense: 2}]}\(rest)}]"
  }

  @Test(arguments: ["doubled", "sign", "transpose", "element"])
  func `a failing case is made smaller and still fails`(plant: String) throws {
    let (code, subject) = try run(Self.network(samples: 7, ", plant: \(plant)"), ["--shrink"])
    #expect(code == 1)
    let smallest = try #require(subject["smallest"] as? [String: Any])
    let steps = try #require(smallest["steps"] as? [String])
    #expect(steps.contains("batch of 1"))
    let arrays = try #require(smallest["arrays"] as? [[String: Any]])
    let input = try #require(arrays.first { $0["name"] as? String == "input" })
    #expect(input["shape"] as? [Int] == [1, 3])
    let values = try #require(input["values"] as? [Double])
    #expect(values.count == 3)
  }

  @Test func `a mistake that needs a batch keeps one`() throws {
    let (_, subject) = try run(Self.network(samples: 7, ", plant: missing-mean"), ["--shrink"])
    let smallest = try #require(subject["smallest"] as? [String: Any])
    let arrays = try #require(smallest["arrays"] as? [[String: Any]])
    let input = try #require(arrays.first { $0["name"] as? String == "input" })
    #expect((input["shape"] as? [Int]).map { $0[0] >= 2 && $0[0] < 7 } == true)
  }

  @Test func `a right case has no smallest one`() throws {
    let (code, subject) = try run(Self.network(samples: 4, ""), ["--shrink", "--explore"])
    #expect(code == 0)
    #expect(subject["smallest"] == nil && subject["revealedBy"] == nil)
  }

  @Test(arguments: [("missing-mean", "a batch of"), ("missing-regularization", "a regularization of 0.1")])
  func `a setting that hides a mistake is found`(plant: String, setting: String) throws {
    let hidden =
      plant == "missing-mean"
      ? Self.network(samples: 1, ", plant: \(plant)") : Self.network(samples: 4, ", plant: \(plant)")
    #expect(try run(hidden, []).code == 0)
    let (code, subject) = try run(hidden, ["--explore"])
    #expect(code == 1)
    #expect((subject["revealedBy"] as? String)?.hasPrefix(setting) == true)
    #expect((subject["message"] as? String)?.contains("it shows with \(setting)") == true)
  }

  @Test(arguments: ["--shrink", "--explore"]) func `a shard cannot look at whole subjects`(option: String) throws {
    let outcome = try Program.run(["check", "dense", option, "--shard", "1/2"])
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("\(option): looks at whole subjects, leave out --shard"))
  }

  @Test func `a failure comes with its curve`() throws {
    let (_, subject) = try run(Self.network(samples: 4, ", plant: doubled"), [])
    let arrays = try #require(subject["arrays"] as? [[String: Any]])
    let failed = try #require(arrays.first { $0["verdict"] as? String == "fail" })
    let curve = try #require(failed["curve"] as? [String: Any])
    let (steps, slopes) = (curve["steps"] as? [Double], curve["slopes"] as? [Double])
    #expect((steps?.count ?? 0) >= 10 && steps?.count == slopes?.count)
    let worst = try #require(failed["worst"] as? [String: Any])
    #expect(curve["index"] as? [Int] == worst["index"] as? [Int])
  }
}
