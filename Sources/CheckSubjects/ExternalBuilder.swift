import Configuration
import ExternalLayers
import Foundation
import GradientChecking
import Networks
import Tensors

/// One entry of `subjects` with `python` or `worker`, made into subjects (one a point).
struct ExternalBuilder {
  let node: ConfigurationNode
  let index: Int
  let file: String
  let seed: UInt64
  let scalar: ScalarKind
  let settings: ExternalSettings
  /// The file's own time limit and Python.
  let timeout: Double?
  let interpreter: String?
  let workers: WorkerSet

  /// The keys that are the checker's; all others are handed to the worker.
  private static let own: Set<String> = [
    "name", "interpreter", "points", "upstream", "tolerance", "scalar", "expect", "timeout", "score", "worker",
    "inputs", "python", "pythonPath",
  ]
  /// The keys of a subject in Python.
  static let pythonKeys = [
    "name", "python", "interpreter", "pythonPath", "forward", "backward", "loss", "wrt", "gradient", "derivative",
    "class", "init", "setup", "profile", "torch", "jax", "tensor", "expression", "samples", "inputs", "points",
    "upstream", "reseed", "tolerance", "scalar", "expect", "timeout", "score",
  ]
  /// The keys of a subject of another worker; what it does with `settings` is its own business.
  static let workerKeys = [
    "name", "worker", "settings", "inputs", "points", "upstream", "tolerance", "scalar", "expect", "timeout", "score",
  ]

  func subjects() throws(ConfigurationError) -> [any Subject] {
    let isPython = try node.entries().contains { $0.key == "python" }
    let mapping = try node.entries(allowing: isPython ? Self.pythonKeys : Self.workerKeys)
    let command = try isPython ? python(mapping) : program(mapping)
    let worker = workers.worker(command)
    let name = try mapping["name"]?.anyText() ?? fallbackName(mapping)
    let points = try mapping["points"]?.integer(in: 1...1000) ?? 1
    let source = try isPython ? path(mapping.required("python")) : file
    if isPython, !FileManager.default.isReadableFile(atPath: source) {
      var error = try mapping.required("python").error("the file '\(source)' cannot be read")
      error.isUnreadable = true
      throw error
    }
    var made: [any Subject] = []
    for point in 0..<points {
      var generator = SeededGenerator(seed: seed).fork("subject").fork(name).fork("point \(point)")
      var hints = try hints(mapping)
      let given = try given(mapping, source, &generator, &hints)
      made.append(
        ExternalSubject(
          ExternalDefinition(
            name: points == 1 ? name : "\(name) (point \(point + 1))", source: source, kind: kind(mapping),
            settings: given, scalar: try mapping["scalar"]?.scalar() ?? scalar, seed: seed &+ UInt64(point),
            upstream: try upstream(mapping, &generator), timeout: try limit(mapping), hints: hints),
          worker: worker))
    }
    return made
  }

  private func fallbackName(_ mapping: ConfigurationMapping) -> String {
    for key in ["class", "loss", "torch", "jax", "forward"] {
      if case .text(let text)? = mapping[key]?.content { return text }
    }
    return "subject \(index + 1)"
  }

  private func kind(_ mapping: ConfigurationMapping) -> SubjectKind? {
    if mapping["loss"] != nil { return .loss }
    // With an upstream gradient of its own it is one function of its inputs: where that is flat, the layer need not
    // be (the rows of a softmax add up to 1).
    switch mapping["upstream"]?.content {
    case nil, .text?: break
    default: return .function
    }
    return mapping["forward"] != nil || mapping["class"] != nil ? nil : .function
  }

  // MARK: The program

  private func python(_ mapping: ConfigurationMapping) throws(ConfigurationError) -> WorkerCommand {
    let named: String?
    if let own = mapping["interpreter"], settings.interpreter == nil {
      named = program(named: try own.text())
    } else {
      named = settings.interpreter ?? interpreter.map(program(named:))
    }
    do { return try WorkerSet.python(named) } catch { throw node.located(error) }
  }

  private func program(_ mapping: ConfigurationMapping) throws(ConfigurationError) -> WorkerCommand {
    let own = try mapping.required("worker")
    var words: [String] = []
    for word in try own.list() { words.append(try word.anyText()) }
    guard let first = words.first else { throw own.error("expected a program and its arguments") }
    // Arguments that name files beside the configuration are found from wherever gradus runs.
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let arguments = words.dropFirst().map { word in
      let near = folder.appendingPathComponent(word).path
      return !word.hasPrefix("/") && FileManager.default.fileExists(atPath: near) ? near : word
    }
    return WorkerCommand(
      executable: program(named: first), arguments: Array(arguments), advice: "expected the program of a worker")
  }

  /// A name is looked for on the path; anything with a slash is relative to the file.
  private func program(named text: String) -> String { text.contains("/") ? resolve(text) : text }

  private func path(_ node: ConfigurationNode) throws(ConfigurationError) -> String { resolve(try node.text()) }

  private func resolve(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    let folder = (file as NSString).deletingLastPathComponent
    return folder.isEmpty ? path : (folder as NSString).appendingPathComponent(path)
  }

  // MARK: Settings

  private func limit(_ mapping: ConfigurationMapping) throws(ConfigurationError) -> Double {
    if let timeout = settings.timeout { return timeout }
    return try mapping["timeout"]?.timeout() ?? timeout ?? 60
  }

  private func hints(_ mapping: ConfigurationMapping) throws(ConfigurationError) -> SubjectHints {
    var hints = SubjectHints()
    hints.tolerance = try mapping["tolerance"]?.tolerance()
    hints.score = try mapping["score"]?.number(in: 0...1e9, expected: "a number from 0")
    hints.location = (file, node.line)
    if let expected = mapping["expect"] {
      let words = ["smooth", "almost-everywhere", "discontinuous", "flat", "nondeterministic", "undefined"]
      hints.expectedDifferentiability = Differentiability(rawValue: try expected.word(among: words))
    }
    return hints
  }

  private func given(
    _ mapping: ConfigurationMapping, _ source: String, _ generator: inout SeededGenerator, _ hints: inout SubjectHints
  ) throws(ConfigurationError) -> ExternalValue {
    var entries: [ExternalValue.Entry] = []
    if mapping["python"] != nil { entries.append(.init("python", .text(source))) }
    if let paths = mapping["pythonPath"] {
      var folders: [ExternalValue] = []
      if case .text(let one) = paths.content {
        folders = [.text(resolve(one))]
      } else {
        for path in try paths.list() { folders.append(.text(resolve(try path.text()))) }
      }
      entries.append(.init("pythonPath", .list(folders)))
    }
    if let reseed = mapping["reseed"] { _ = try reseed.flag() }
    for key in ["forward", "backward", "loss", "class", "torch", "jax", "expression"] { _ = try mapping[key]?.text() }
    if let samples = mapping["samples"] { _ = try samples.integer(in: 1...100_000) }
    for entry in mapping.entries where !Self.own.contains(entry.key) {
      entries.append(.init(entry.key, try entry.value.externalValue(generator: &generator)))
    }
    var inputs: [ExternalValue.Entry] = []
    if let node = mapping["inputs"] {
      for entry in try node.entries() {
        var own = generator.fork(entry.key)
        inputs.append(.init(entry.key, try entry.value.externalValue(generator: &own)))
        if case .mapping = entry.value.content, let specification = try? ArraySpecification(entry.value),
          let domain = specification.domain
        {
          hints.domains[entry.key] = domain
        }
      }
    }
    entries.append(.init("inputs", .mapping(inputs)))
    return .mapping(entries)
  }

  private func upstream(
    _ mapping: ConfigurationMapping, _ generator: inout SeededGenerator
  ) throws(ConfigurationError) -> [Double]? {
    try mapping["upstream"]?.upstream(generator: &generator)?.elements
  }
}

extension ConfigurationNode {
  /// Whether it is no word.
  var isArray: Bool {
    if case .text = content { return false }
    return true
  }

  /// An upstream gradient: an array, `nil` for the word `random`.
  func upstream(generator: inout SeededGenerator) throws(ConfigurationError) -> Tensor<Double>? {
    if case .text(let word) = content {
      guard word == "random" else { throw error("expected random or an array, found '\(word)'") }
      return nil
    }
    return try ArraySpecification(self).realize(generator: &generator)
  }

  func timeout() throws(ConfigurationError) -> Double {
    try number(in: 0.001...1e9, expected: "a number of seconds above 0")
  }
}
