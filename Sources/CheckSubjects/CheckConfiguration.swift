import Configuration
import ExternalLayers
import Foundation
import GradientChecking
import Networks
import Tensors

/// A check configuration: what to check and how, read from YAML.
public struct CheckConfiguration: Sendable {
  /// The file, as the user named it.
  public let file: String
  /// The file's seed.
  public let seed: UInt64?
  /// The file's tolerance.
  public let tolerance: Double?
  /// The file's precision.
  public let scalar: ScalarKind?
  /// Seconds that another process may take to reply.
  public let timeout: Double?
  /// The Python to run.
  public let interpreter: String?
  let subjects: [ConfigurationNode]

  static let keys = ["seed", "tolerance", "scalar", "timeout", "interpreter", "subjects"]
  static let subjectKeys = [
    "name", "network", "layer", "loss", "inputs", "labels", "wrt", "points", "upstream", "tolerance", "scalar",
    "expect", "score", "plant", "python", "worker",
  ]

  /// Reads a file.
  ///
  /// - Throws: `ConfigurationError` with line, column and key path.
  public init(file: String) throws(ConfigurationError) {
    let root = try ConfigurationNode.parse(file: file)
    let mapping = try root.entries(allowing: Self.keys)
    self.file = file
    seed = try mapping["seed"]?.seed()
    tolerance = try mapping["tolerance"]?.tolerance()
    scalar = try mapping["scalar"]?.scalar()
    timeout = try mapping["timeout"]?.timeout()
    interpreter = try mapping["interpreter"]?.text()
    subjects = try mapping.required("subjects").list()
    guard !subjects.isEmpty else { throw try mapping.required("subjects").error("expected at least one subject") }
  }

  /// The subjects of the file.
  ///
  /// - Parameter seed: beats the file's.
  public func makeSubjects(
    seed: UInt64? = nil, scalar: ScalarKind? = nil, external: ExternalSettings = ExternalSettings()
  ) throws(ConfigurationError) -> [any Subject] {
    let workers = WorkerSet()
    var made: [any Subject] = []
    var names: Set<String> = []
    for (index, node) in subjects.enumerated() {
      let seed = seed ?? self.seed ?? 0
      let scalar = scalar ?? self.scalar ?? .double
      let isExternal = try node.entries().contains { $0.key == "python" || $0.key == "worker" }
      let own =
        isExternal
        ? try ExternalBuilder(
          node: node, index: index, file: file, seed: seed, scalar: scalar, settings: external, timeout: timeout,
          interpreter: interpreter, workers: workers
        ).subjects()
        : try SubjectBuilder(node: node, index: index, file: file, seed: seed, scalar: scalar).subjects()
      for subject in own {
        guard names.insert(subject.name).inserted else { throw node.error("the name '\(subject.name)' is used twice") }
        made.append(subject)
      }
    }
    return made
  }
}

extension ConfigurationNode {
  func tolerance() throws(ConfigurationError) -> Double {
    try number(in: Double.leastNormalMagnitude...0.999_999, expected: "a number above 0 and below 1")
  }

  func scalar() throws(ConfigurationError) -> ScalarKind {
    ScalarKind(rawValue: try word(among: ["double", "float"])) ?? .double
  }
}
