import CheckSubjects
import Configuration
import Foundation
import GradientChecking
import Testing

/// From a configuration file to subjects that the engine checks.
struct CheckConfigurationTests {
  private let network = """
    subjects:
      - name: net
        network:
          input: {normal: [4, 3]}
          layers: [{dense: 5}, tanh, {dense: 2}]
          loss: softmax-cross-entropy

    """

  private func check(_ text: String) throws -> CheckResult {
    GradientChecker(options: CheckOptions()).check(try TemporaryConfiguration.subjects(text))
  }

  @Test func `a network of built-ins passes, element by element`() throws {
    let result = try check(network)
    let subject = try #require(result.subjects.first)
    #expect(subject.name == "net" && subject.verdict == .pass && subject.kind == .network)
    // 3·5 + 5 + 5·2 + 2 parameters and 4·3 inputs.
    let checked = subject.arrays.filter { $0.role == .parameter }.reduce(0) { $0 + $1.checked }
    #expect(checked == 32)
  }

  @Test("a planted bug fails", arguments: PlantedBug.allCases.map(\.rawValue))
  func planted(bug: String) throws {
    let extra = bug == "missing-regularization" ? "      regularization: 0.1\n" : ""
    let result = try check(network + extra + "    plant: \(bug)\n")
    #expect(result.subjects.map(\.verdict) == [.fail])
    let wrong = result.subjects[0].arrays.filter { $0.verdict == .fail }
    #expect(!wrong.isEmpty && wrong.count < result.subjects[0].arrays.count)
  }

  @Test func `a layer and a loss are checked too, at several points`() throws {
    let result = try check(
      """
      seed: 7
      subjects:
        - {name: gelu, layer: gelu, inputs: {x: {normal: [2, 4]}}, points: 3}
        - {name: huber, loss: {huber: {delta: 1}}, inputs: {output: {normal: [3, 2]}}}
      """)
    #expect(result.subjects.map(\.name) == ["gelu (point 1)", "gelu (point 2)", "gelu (point 3)", "huber"])
    #expect(result.subjects.allSatisfy { $0.verdict == .pass })
  }

  @Test func `the points of a subject differ`() throws {
    let subjects = try TemporaryConfiguration.subjects(
      "subjects: [{name: gelu, layer: gelu, inputs: {x: {normal: [2, 4]}}, points: 2}]\n")
    #expect(subjects[0].arrays[0].values != subjects[1].arrays[0].values)
  }

  @Test func `the same file gives the same subjects, another seed others`() throws {
    let points = try TemporaryConfiguration.withFile(network) { file in
      let configuration = try CheckConfiguration(file: file)
      return try [nil, nil, 9].map { seed in try configuration.makeSubjects(seed: seed).map { $0.arrays.map(\.values) }
      }
    }
    #expect(points[0] == points[1])
    #expect(points[0] != points[2])
  }

  @Test(
    "what is wrong in a file is told with its place",
    arguments: [
      ("subject: []\n", 1, "unknown key 'subject'; did you mean 'subjects'?"),
      ("seed: 1\n", 1, "'subjects' is missing"),
      ("subjects: []\n", 1, "expected at least one subject"), ("subjects: 3\n", 1, "expected a list"),
      ("seed: -1\nsubjects: [{layer: relu}]\n", 1, "expected a whole number from 0"),
      ("tolerance: 2\nsubjects: [{layer: relu}]\n", 1, "expected a number above 0 and below 1"),
      ("scalar: half\nsubjects: [{layer: relu}]\n", 1, "expected one of double, float"),
      ("subjects:\n  - name: a\n", 2, "expected one of network, layer, loss, python, worker; found none"),
      ("subjects:\n  - {layer: relu, loss: huber}\n", 2, "found layer and loss"),
      ("subjects:\n  - {layer: relu}\n", 2, "'inputs' is missing"),
      ("subjects:\n  - {layer: relv, inputs: {x: {normal: [2]}}}\n", 2, "did you mean 'relu'?"),
      (
        "subjects:\n  - {layer: relu, inputs: {x: {normal: [2]}, y: {normal: [2]}}}\n", 2, "expected one array, found 2"
      ),
      (
        "subjects:\n  - {layer: relu, inputs: {x: {normal: [2]}}, points: 0}\n", 2,
        "expected a whole number from 1 to 1000"
      ),
      ("subjects:\n  - {layer: relu, inputs: {x: {normal: [2]}}, colour: red}\n", 2, "unknown key 'colour'"),
      ("subjects:\n  - {layer: relu, inputs: {x: {normal: [2]}}, expect: smoth}\n", 2, "did you mean 'smooth'?"),
      (
        "subjects:\n  - {name: a, layer: relu, inputs: {x: {normal: [2]}}}\n  - {name: a, layer: relu, inputs: {x: {normal: [2]}}}\n",
        3, "the name 'a' is used twice"
      ),
      ("subjects:\n  - network: {input: {normal: [4]}, layers: [relu]}\n", 2, "expected a batch of shape"),
      ("subjects:\n  - network: {input: {normal: [0, 4]}, layers: [relu]}\n", 2, "expected a batch of shape"),
      ("subjects:\n  - network: {input: {normal: [2, 3]}}\n", 2, "'layers' is missing"),
      ("subjects:\n  - network: {input: {normal: [2, 3]}, layers: [relu], loss: softmx}\n", 2, "unknown loss 'softmx'"),
      (
        "subjects:\n  - {plant: sgn, network: {input: {normal: [2, 3]}, layers: [{dense: 2}]}}\n", 2,
        "did you mean 'sign'?"
      ),
      ("subjects:\n  - network: {input: {normal: [2, 3]}, layers: [{dense: 2}], labels: [0]}\n", 2, "expected"),
      (
        "subjects:\n  - network: {input: {normal: [2, 3]}, layers: [{dense: 2}], labels: [0, 2]}\n", 2,
        "expected a whole number from 0 to 1"
      ),
      ("subjects:\n  - network: {input: {normal: [2, 3]}, layers: [{dense: 1e12}]}\n", 2, "expected"),
      ("subjects:\n  - network: {input: {normal: [2, 3]}, layers: [{dense: 90000}, {dense: 90000}]}\n", 2, "expected"),
      ("subjects:\n  - network: {input: {normal: [2, 3]}, parameters: none.json}\n", 2, "none.json"),
    ])
  func wrong(text: String, line: Int, message: String) throws {
    let error = try #require(TemporaryConfiguration.error(text), "the file was taken")
    #expect(error.message.contains(message), "\(error)")
    #expect(error.line == line, "\(error)")
    #expect(error.column > 0)
  }

  @Test func `a layer that does not fit is named with what it needs and what it gets`() throws {
    let error = try #require(
      TemporaryConfiguration.error(
        "subjects:\n  - network:\n      input: {normal: [2, 3]}\n      layers: [{dense: 4}, relu, {max-pooling: 2}]\n"))
    #expect(error.message.hasPrefix("layers.2"), "\(error)")
    #expect(error.message.contains("expected an input of shape [N, channels, height, width], found ["), "\(error)")
    #expect(error.line == 3 && error.path == "subjects[0].network", "\(error)")
  }
}
