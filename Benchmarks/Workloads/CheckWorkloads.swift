import GradientChecking
import Networks
import Records
import Tensors

/// w1: the check of every parameter's gradient.
enum CheckWorkloads {
  static var all: [Workload] {
    CheckProblem.all.flatMap { problem in
      [
        Workload(name: "\(problem.name)-probed") { try probed(problem, $0) },
        Workload(name: "\(problem.name)-engine") { try engine(problem, $0) },
        Workload(name: "\(problem.name)-directional") { try directional(problem, $0) },
        Workload(name: problem.name) { try plain(problem, $0) },
      ]
    }
  }

  /// The gradient by backpropagation once, a central difference for every parameter, and the largest relative error.
  static func plain(_ problem: CheckProblem, _ conditions: Conditions) throws -> [Row] {
    let (objective, input, targets) = (try problem.objective(), problem.input, problem.targets)
    var worst = 0.0
    let measurement = try conditions.measure {
      guard let chain = DenseChain(objective, input: input, targets: targets) else {
        throw WrongWork(description: "\(problem.name): the network is no chain of dense layers")
      }
      let numeric = chain.centralDifferences(step: 1e-5, threads: conditions.threads)
      let claimed = objective.gradients(input, targets, context: ForwardContext())
      worst = largestError(claimed.parameters, numeric)
    }
    guard worst < 1e-4 else { throw WrongWork(description: "\(problem.name): the largest error is \(worst)") }
    return [try row(problem, "gradus", measurement, "full", worst, conditions)]
  }

  /// The engine: error bars, state checks and verdicts.
  static func engine(_ problem: CheckProblem, _ conditions: Conditions) throws -> [Row] {
    try check(problem, "gradus-engine", "full", conditions) {
      $0.jobs = conditions.threads
      $0.probe = false
    }
  }

  /// The engine with all that `gradus check` does: the probe for jumps along random lines too.
  static func probed(_ problem: CheckProblem, _ conditions: Conditions) throws -> [Row] {
    try check(problem, "gradus-probed", "full", conditions) { $0.jobs = conditions.threads }
  }

  /// One random direction an array instead of its elements.
  static func directional(_ problem: CheckProblem, _ conditions: Conditions) throws -> [Row] {
    try check(problem, "gradus-directional", "projection", conditions) {
      $0.directions = 1
      $0.probe = false
    }
  }

  private static func check(
    _ problem: CheckProblem, _ peer: String, _ kind: String, _ conditions: Conditions,
    _ configure: (inout CheckOptions) -> Void
  ) throws -> [Row] {
    let subject = try NetworkSubject(
      name: problem.name, objective: problem.objective(), input: problem.input, targets: problem.targets,
      wrt: .parameters)
    var options = CheckOptions()
    configure(&options)
    let checker = GradientChecker(options: options)
    var result: SubjectResult?
    let measurement = conditions.measure { result = checker.check(subject) }
    guard let result, result.verdict == .pass else {
      throw WrongWork(description: "\(problem.name): expected a pass, found \(result?.message ?? "nothing")")
    }
    let worst = result.arrays.reduce(0) { max($0, $1.maxRelativeError) }
    return [try row(problem, peer, measurement, kind, worst, conditions)]
  }

  private static func row(
    _ problem: CheckProblem, _ peer: String, _ measurement: Measurement, _ kind: String, _ worst: Double,
    _ conditions: Conditions
  ) throws -> Row {
    let objective = try problem.objective()
    let loss = objective.cost(problem.input, problem.targets, context: ForwardContext())
    try WrongWork.unlessEqual("the loss of \(problem.name)", loss, problem.loss, within: 1e-13)
    return Row(
      workload: problem.name, peer: peer, measurement: measurement,
      details: [
        ("kind", .text(kind)), ("parameters", .integer(objective.network.parameterCount)), ("loss", .number(loss)),
        ("max_relative_error", .number(worst)), ("threads", .integer(conditions.threads)),
      ])
  }

  /// The largest |a − n| / max(|a|, |n|, 10⁻⁸).
  static func largestError(_ claimed: [Tensor<Double>], _ numeric: [[Double]]) -> Double {
    var worst = 0.0
    for (array, slopes) in zip(claimed, numeric) {
      for (a, n) in zip(array.elements, slopes) { worst = max(worst, abs(a - n) / max(abs(a), abs(n), 1e-8)) }
    }
    return worst
  }
}
