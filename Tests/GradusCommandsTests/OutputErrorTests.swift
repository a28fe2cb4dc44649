import Foundation
import Testing

/// Output that cannot be written, and runs that are interrupted: the documented code, and nothing half-written.
struct OutputErrorTests {
  @Test(arguments: ["text", "json", "junit", "sarif", "github", "gradescope", "tap", "csv"])
  func `a full standard output ends with 74`(format: String) throws {
    let outcome = try Program.run(["check", "relu", "--format", format], output: "/dev/full")
    #expect(outcome.code == 74)
    #expect(outcome.sentence?.hasPrefix("standard output: writing failed: ") == true)
  }

  @Test(arguments: [["list"], ["help", "config"], ["help", "check"], ["check", "--help"], ["--version"]])
  func `text for people is not lost in silence`(arguments: [String]) throws {
    #expect(try Program.run(arguments, output: "/dev/full").code == 74)
  }

  @Test(arguments: [
    ["check", "relu", "--write", "json=missing/out.json"], ["train", "--output", "file/run"],
    ["train", "--save", "missing/model.json"], ["plot", "neg-log-p", "--output", "missing/a.svg"],
    ["report", "--only", "softmax", "--output", "file/report"], ["check", "relu", "--figures", "file/figures"],
  ])
  func `a place that cannot be written ends with 73`(arguments: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("a file where a folder is wanted", to: "file")
    let outcome = try Program.run(arguments, in: workspace.root)
    #expect(outcome.code == 73, "\(outcome.errors)")
    #expect(outcome.sentence != nil, "\(outcome.errors)")
    #expect(try workspace.bytes().keys.sorted() == ["file"])
  }

  @Test(arguments: [
    ["check", "--write", "json=out.json"], ["train", "--output", "run"], ["plot", "neg-log-p", "--output", "a.png"],
    ["report", "--only", "softmax"],
  ])
  func `files that may not grow end with 74 and leave nothing`(arguments: [String]) throws {
    let workspace = try Workspace()
    let outcome = try Program.run(arguments, in: workspace.root, fileBlocks: 2)
    #expect(outcome.code == 74)
    #expect(outcome.sentence != nil, "\(outcome.errors)")
    #expect(try workspace.bytes().isEmpty)
  }

  @Test func `a folder that is no report is refused, unless --force`() throws {
    let workspace = try Workspace()
    try workspace.write("mine", to: "output/diary.txt")
    let arguments = ["report", "--only", "softmax", "--language", "en", "--formats", "svg"]
    let refused = try Program.run(arguments, in: workspace.root)
    #expect(refused.code == 73)
    #expect(refused.sentence?.contains("output") == true)
    #expect(try workspace.bytes() == ["output/diary.txt": Data("mine".utf8)])
    #expect(try Program.run(arguments + ["--force"], in: workspace.root).code == 0)
    #expect(workspace.exists("output/index.html"))
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `an interrupted report leaves the last one as it was`(signal: Int32) throws {
    let workspace = try Workspace()
    let arguments = ["report", "--only", "softmax", "--language", "en", "--formats", "svg"]
    try #require(try Program.run(arguments, in: workspace.root).code == 0)
    let before = try workspace.bytes()
    // Enough epochs that it is still training when the signal comes.
    try workspace.write("dataset: {spiral: {samples: 3000}}\ntraining: {epochs: 100000}\n", to: "long.yaml")
    let running = try Running(["report", "long.yaml"], in: workspace.root)
    Thread.sleep(forTimeInterval: 0.5)
    try #require(running.process.isRunning)
    kill(running.process.processIdentifier, signal)
    let outcome = try running.wait()
    #expect(outcome.code == 130)
    var after = try workspace.bytes()
    after["long.yaml"] = nil
    #expect(after == before)
  }

  @Test(arguments: [
    ["train", "long.yaml", "--output", "run"], ["check", "--config", "checks.yaml", "--write", "json=a"],
  ])
  func `an interrupted command ends with 130 and leaves nothing`(arguments: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("dataset: {spiral: {samples: 3000}}\ntraining: {epochs: 100000}\n", to: "long.yaml")
    try workspace.write(
      "subjects: [{name: wide, network: {input: {normal: [256, 256]}, layers: [{dense: 1024}, tanh, {dense: 512}]}}]\n",
      to: "checks.yaml")
    let before = try workspace.bytes()
    let running = try Running(arguments, in: workspace.root)
    Thread.sleep(forTimeInterval: 0.5)
    try #require(running.process.isRunning)
    running.process.interrupt()
    #expect(try running.wait().code == 130)
    #expect(try workspace.bytes() == before)
  }
}
