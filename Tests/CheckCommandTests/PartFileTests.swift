import Foundation
import GradientChecking
import Testing

@testable import CheckCommand

/// Files that are handed in as parts and are none.
struct PartFileTests {
  private func failure(_ text: String) throws -> CommandFailure? {
    let file = FileManager.default.temporaryDirectory.appending(path: "part-\(UUID().uuidString).json")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      _ = try PartFile.read(file.path)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "what is no part is refused with the key that is wrong",
    arguments: [
      ("", "expected JSON"), ("{", "expected JSON"), ("[]", "the file: expected an object"), ("{}", "schema: expected"),
      (#"{"schema": "other/1"}"#, "gradus.check/1"), (#"{"schema": "gradus.check/1"}"#, "shard: expected an object"),
      (
        #"{"schema": "gradus.check/1", "shard": {"index": 1, "count": 1}, "summary": {}, "subjects": [7]}"#,
        "subjects[0]: expected an object"
      ),
      (
        #"{"schema": "gradus.check/1", "shard": {"index": 1, "count": 1}, "summary": {}, "subjects": [{"arrays": []}]}"#,
        "subjects[0].name: expected a text"
      ),
      (
        #"{"schema": "gradus.check/1", "shard": {"index": 1.5, "count": 2}, "summary": {}, "subjects": [], "seed": 1}"#,
        "shard.index: expected a whole number"
      ),
      (
        #"{"schema": "gradus.check/1", "shard": {"index": 1, "count": 2}, "summary": {"seconds": 1}, "subjects": [], "seed": 1e300, "tolerance": 1e-7}"#,
        "seed"
      ),
    ])
  func refused(text: String, message: String) throws {
    let failure = try #require(try failure(text), "the file was taken")
    #expect(failure.code == .content)
    #expect(failure.message.contains(message), "\(failure.message)")
  }

  @Test func `a part whose numbers lie is refused`() throws {
    let head =
      #"{"schema": "gradus.check/1", "shard": {"index": 1, "count": 2}, "summary": {"seconds": 1}, "seed": 1, "tolerance": 1e-7, "subjects": [{"name": "a", "source": "b", "kind": "layer", "scalar": "double", "status": "match", "verdict": "pass", "message": "", "evaluations": 1, "forwardPasses": 1, "seconds": 1, "warnings": [], "arrays": [{"name": "x", "role": "input", "status": "match", "verdict": "pass", "diagnosis": [], "shape": "#
    let tail =
      #", "status": "match", "analytic": 1, "numeric": 1, "uncertainty": 0, "step": 1, "left": 1, "right": 1}]}]}"#
    #expect(try failure(head + #"[2]}], "elements": [{"array": "x", "index": [1]"# + tail) == nil)
    for wrong in [
      #"[2]}], "elements": [{"array": "x", "index": [2]"#, #"[2]}], "elements": [{"array": "x", "index": [-1]"#,
      #"[2]}], "elements": [{"array": "y", "index": [0]"#, #"[2]}], "elements": [{"array": "x", "index": [0, 0]"#,
      #"2}], "elements": [{"array": "x", "index": [0]"#,
    ] {
      #expect(try failure(head + wrong + tail)?.code == .content, "\(wrong)")
    }
    let missing = try #require(try failure(head + #"[2]}]}]}"#))
    #expect(missing.message.contains("only parts of a check can be joined"))
  }

  @Test func `a missing file cannot be read`() throws {
    let failure = try #require(throws: CommandFailure.self) { try PartFile.read("/nowhere/part.json") }
    #expect(failure == CommandFailure(.noInput, "/nowhere/part.json: the file cannot be read"))
  }
}
