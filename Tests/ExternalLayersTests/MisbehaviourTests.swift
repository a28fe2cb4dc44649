import ExternalLayers
import Foundation
import GradientChecking
import Testing

/// Workers that do not keep to the protocol: each ends in an error of its subject, in time.
struct MisbehaviourTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// What a shell worker does; the text is this test's own.
    let script: String
    let type: String
    let words: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "exits", script: "exit 3", type: "died", words: "exit code 3"),
    Case(name: "is killed", script: "kill -9 $$", type: "died", words: "signal 9"),
    Case(name: "hangs", script: "exec sleep 60", type: "timeout", words: "no reply within"),
    Case(name: "ignores signals", script: "trap '' TERM INT HUP; sleep 60", type: "timeout", words: "no reply within"),
    Case(name: "forks", script: "sleep 60 & exit 4", type: "died", words: "exit code 4"),
    Case(name: "prints a banner", script: "echo Welcome; sleep 60", type: "protocol", words: "Welcome"),
    Case(name: "floods standard output", script: "exec yes", type: "protocol", words: "'y"),
    Case(
      name: "floods standard error", script: "yes >&2 & wait", type: "timeout", words: "no reply within"),
    Case(
      name: "closes its standard output and goes on", script: "exec 1>&-; exec sleep 60", type: "died",
      words: "closed its standard output"),
    Case(name: "never reads", script: "exec 0<&-; exec sleep 60", type: "timeout", words: "no reply within"),
    Case(
      name: "announces an endless reply",
      script: "printf 'GRD1\\002\\000\\000\\000\\377\\377\\377\\377\\377\\377\\377\\177'; sleep 60",
      type: "protocol", words: "at most"),
    Case(
      name: "replies without sense",
      script: "printf 'GRD1\\002\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000{}'; sleep 60",
      type: "protocol", words: "cannot be read"),
  ]

  @Test(arguments: cases) func `a worker that misbehaves is an error of its subject`(own: Case) throws {
    let command = WorkerCommand(executable: "/bin/sh", arguments: ["-c", own.script])
    let definition = ExternalDefinition(
      name: "broken", source: "worker", kind: .layer, settings: .mapping([]), timeout: 1)
    let result = GradientChecker().check(ExternalSubject(definition, worker: Worker(command)))
    #expect(result.verdict == .error)
    let error = try #require(result.error)
    #expect(error.type == own.type)
    #expect(error.message.contains(own.words), "\(error.message)")
  }

  @Test func `a program that is not there is a missing tool`() throws {
    let command = WorkerCommand(executable: "no-such-program-anywhere", advice: "expected a program")
    let definition = ExternalDefinition(name: "none", source: "worker", kind: .layer, settings: .mapping([]))
    let result = GradientChecker().check(ExternalSubject(definition, worker: Worker(command)))
    let error = try #require(result.error)
    #expect(error.isMissingTool)
    #expect(error.message.contains("no-such-program-anywhere"))
  }
}
