import CheckSubjects
import Foundation
import GradientChecking

/// From the command line to subjects and options.
struct SubjectSelection {
  let arguments: CheckArguments
  let own: (@Sendable (UInt64) throws -> [any Subject])?

  /// What is checked, and how.
  struct Resolved {
    var subjects: [any Subject]
    var options: CheckOptions
    /// The names of all subjects, in order.
    var order: [String]
    /// What an interrupted check left, if it is continued.
    var earlier: CheckResult?

    /// The result with the subjects that were checked earlier, in the order of the whole check.
    func joined(with result: CheckResult) -> CheckResult {
      guard let earlier else { return result }
      var whole = result
      let places = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      whole.subjects = (earlier.subjects + result.subjects).sorted {
        places[$0.name] ?? order.count < places[$1.name] ?? order.count
      }
      whole.seconds += earlier.seconds
      return whole
    }
  }

  func resolve() throws -> Resolved {
    var options = CheckOptions()
    let method = arguments.method
    var configuration: CheckConfiguration?
    guard arguments.source.config == nil || arguments.source.python == nil else {
      throw CommandFailure(.usage, "expected --config or --python, found both")
    }
    if let file = arguments.source.config { configuration = try CheckConfiguration(file: file) }
    options.seed = method.seed ?? configuration?.seed ?? 0
    options.tolerance = method.tolerance
    options.defaultTolerance =
      configuration?.tolerance ?? ((method.scalar ?? configuration?.scalar) == .float ? 1e-4 : nil)
    options.method = method.method
    options.sample = method.sample
    options.directions = method.directions
    options.timeBudget = method.timeBudget
    options.failFast = method.failFast
    options.shrink = method.shrink
    options.explore = method.explore
    if let shard = method.shard { options.shard = (shard.index, shard.count) }
    let all = try subjects(configuration, seed: options.seed)
    let chosen = try named(all)
    var resolved = Resolved(subjects: chosen, options: options, order: chosen.map(\.name))
    if let part = method.resume, FileManager.default.fileExists(atPath: part) {
      var earlier = try PartFile.read(part)
      let tolerance = options.tolerance ?? options.defaultTolerance ?? CheckResult.usualTolerance
      guard earlier.seed == options.seed, earlier.shard == options.shard, earlier.tolerance == tolerance else {
        throw CommandFailure(.content, "\(part): belongs to another check (seed, shard or tolerance differ)")
      }
      // What could not be run is tried again.
      earlier.subjects.removeAll { $0.error != nil }
      let done = Set(earlier.subjects.map(\.name))
      if let stranger = done.subtracting(resolved.order).sorted().first {
        throw CommandFailure(.content, "\(part): belongs to another check (here is no subject '\(stranger)')")
      }
      resolved.subjects = resolved.subjects.filter { !done.contains($0.name) }
      resolved.earlier = earlier
    }
    return resolved
  }

  private var external: ExternalSettings {
    ExternalSettings(interpreter: arguments.source.interpreter, timeout: arguments.method.timeout)
  }

  private func subjects(_ configuration: CheckConfiguration?, seed: UInt64) throws -> [any Subject] {
    if let configuration {
      return try configuration.makeSubjects(
        seed: arguments.method.seed, scalar: arguments.method.scalar, external: external)
    }
    if let file = arguments.source.python {
      let python = try PythonSubjects(
        file: file, seed: seed, scalar: arguments.method.scalar ?? .double, settings: external)
      return try PythonSelection(source: arguments.source, isQuiet: arguments.output.terminal.quiet).subjects(python)
    }
    if let own { return try own(seed) }
    return try BuiltInSubjects.all(seed: seed, scalar: arguments.method.scalar ?? .double)
  }

  /// The subjects that are asked for: a name, or the first word of one (`dense` for `dense 1`).
  private func named(_ all: [any Subject]) throws -> [any Subject] {
    guard !arguments.subjects.isEmpty else { return all }
    var chosen: [any Subject] = []
    for name in arguments.subjects {
      let found = all.filter { $0.name == name || $0.name.split(separator: " ").first.map(String.init) == name }
      guard !found.isEmpty else {
        let names = all.map(\.name) + all.compactMap { $0.name.split(separator: " ").first.map(String.init) }
        let hint = Suggest.near(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandFailure(.usage, "there is no subject '\(name)'\(hint)")
      }
      chosen += found
    }
    return chosen
  }
}
