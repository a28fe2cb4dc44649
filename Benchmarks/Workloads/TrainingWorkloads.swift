import Networks
import Records
import Tensors

/// w2: training by plain gradient descent, with the cost of every step.
enum TrainingWorkloads {
  static var all: [Workload] {
    TrainingProblem.all.map { problem in Workload(name: problem.name) { [try train(problem, $0)] } }
  }

  static func train(_ problem: TrainingProblem, _ conditions: Conditions) throws -> Row {
    let start = try problem.objective()
    let (inputs, labels) = problem.data
    let epochs = problem.epochs
    var costs: [Double] = []
    let measurement = try conditions.measure {
      guard
        var plan = TrainingPlan(
          start, optimizer: SGD(rate: problem.rate), inputs: inputs, targets: .classes(labels),
          batchSize: problem.batch)
      else { throw WrongWork(description: "\(problem.name): the network is no chain of dense layers") }
      costs.removeAll(keepingCapacity: true)
      for order in epochs {
        for first in stride(from: 0, to: order.count, by: problem.batch) where costs.count < problem.steps {
          costs.append(plan.step(first..<min(first + problem.batch, order.count), of: order))
        }
      }
    }
    guard costs.count == problem.steps, let first = costs.first, let last = costs.last else {
      throw WrongWork(description: "\(problem.name): expected \(problem.steps) steps, found \(costs.count)")
    }
    try WrongWork.unlessEqual("the first cost of \(problem.name)", first, problem.costs.first)
    try WrongWork.unlessEqual("the last cost of \(problem.name)", last, problem.costs.last)
    return Row(
      workload: problem.name, peer: "gradus", measurement: measurement,
      details: [
        ("steps", .integer(problem.steps)), ("threads", .integer(1)), ("first_cost", .number(first)),
        ("last_cost", .number(last)),
        ("us_per_step", .number(1e6 * measurement.median / Double(problem.steps))),
      ])
  }
}
