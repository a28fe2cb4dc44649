import Foundation
import Testing

/// The same command twice gives the same bytes, however many threads there are.
struct RepetitionTests {
  @Test(arguments: ["text", "junit", "sarif", "github", "gradescope", "tap", "csv", "json"])
  func `a check gives the same bytes for any number of threads`(format: String) throws {
    func run(_ jobs: Int) throws -> String {
      try Program.run(["check", "dense", "lstm", "hinge", "--format", format, "--jobs", "\(jobs)", "--seed", "3"])
        .output
        .replacing(
          /"seconds": [0-9.e-]+|timestamp="[0-9T:-]+"|time="[0-9.]+"|"execution_time": [0-9.]+|[0-9.]+ s\b/, with: "")
    }
    let once = try run(1)
    #expect(!once.isEmpty)
    #expect(try run(1) == once)
    #expect(try run(5) == once)
  }

  @Test func `a network of a thousand parameters gives the same bytes for any number of threads`() throws {
    let workspace = try Workspace()
    try workspace.write(
      "subjects: [{name: net, network: {input: {normal: [7, 30]}, layers: [{dense: 33}, relu, {dense: 3}]}}]\n",
      to: "checks.yaml")
    let runs = try [1, 2, 5].map { jobs in
      try Program.run(
        ["check", "--config", "checks.yaml", "--format", "json", "--jobs", "\(jobs)"], in: workspace.root
      )
      .output.replacing(/"seconds": [0-9.e-]+/, with: "")
    }
    #expect(runs[0].contains("\"elements\": 990") && Set(runs).count == 1)
  }

  @Test func `a report gives the same bytes, and tells no time`() throws {
    let workspace = try Workspace()
    for (name, jobs) in [("a", "1"), ("b", "4")] {
      let run = try Program.run(
        ["report", "--only", "softmax,entropy", "--output", name, "--jobs", jobs], in: workspace.root)
      try #require(run.code == 0, "\(run.errors)")
    }
    let (a, b) = (try workspace.bytes(below: "a"), try workspace.bytes(below: "b"))
    #expect(a.count > 20)
    #expect(a.keys.sorted() == b.keys.sorted())
    for (path, bytes) in a { #expect(b[path] == bytes, "\(path) differs") }
  }

  @Test func `training gives the same bytes, and another seed others`() throws {
    let workspace = try Workspace()
    for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
      try Program.run(
        ["train", "--output", name, "--save", "\(name)/model.json", "--seed", seed, "-q"], in: workspace.root)
    }
    let (a, b) = (try workspace.bytes(below: "a"), try workspace.bytes(below: "b"))
    #expect(
      a.keys.sorted() == ["cost-log.png", "cost-log.svg", "cost.png", "cost.svg", "history.csv", "model.json"])
    #expect(a == b)
    #expect(try workspace.bytes(below: "c")["model.json"] != a["model.json"])
  }
}

/// The one time in a result: settable, so that two files can be compared.
struct TimestampTests {
  @Test func `JUnit tells the time of SOURCE_DATE_EPOCH, in UTC without a zone`() throws {
    let arguments = ["check", "relu", "--format", "junit"]
    let fixed = try Program.run(arguments, environment: ["SOURCE_DATE_EPOCH": "1767605400", "TZ": "Asia/Seoul"])
    #expect(fixed.output.contains(" timestamp=\"2026-01-05T09:30:00\""))
    let now = try Program.run(arguments).output
    #expect(now.firstMatch(of: /timestamp="20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d"/) != nil)
  }
}
