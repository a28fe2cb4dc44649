import Networks
import Records
import Tensors

/// How the time of a full check grows with parameters, samples and depth; one row a size.
///
/// Every parameter is changed twice for each sample, so the time is to grow with parameters × samples, whatever the
/// depth: what follows a unit is folded once a unit and sample.
enum GrowthWorkloads {
  static var all: [Workload] {
    [
      Workload(name: "growth-parameters") { conditions in
        try [16, 32, 64, 128, 256, 512].map { width in
          try row("growth-parameters", [width, width, 10], samples: 16, conditions) { $0 }
        }
      },
      Workload(name: "growth-samples") { conditions in
        try [1, 2, 4, 8, 16, 32, 64, 128].map { samples in
          try row("growth-samples", [64, 64, 10], samples: samples, conditions) { _ in samples }
        }
      },
      Workload(name: "growth-depth") { conditions in
        try [1, 2, 4, 8, 16].map { depth in
          let widths = Array(repeating: 48, count: depth + 1) + [10]
          return try row("growth-depth", widths, samples: 16, conditions) { _ in depth }
        }
      },
    ]
  }

  private static func row(
    _ name: String, _ widths: [Int], samples: Int, _ conditions: Conditions, size: (Int) -> Int
  ) throws -> Row {
    let problem = CheckProblem(name: name, widths: widths, samples: samples, loss: .nan)
    let objective = try problem.objective()
    guard let chain = DenseChain(objective, input: problem.input, targets: problem.targets) else {
      throw WrongWork(description: "\(name): the network is no chain of dense layers")
    }
    let parameters = objective.network.parameterCount
    let measurement = conditions.measure {
      _ = chain.centralDifferences(step: 1e-5, threads: conditions.threads)
    }
    let evaluations = Double(2 * parameters * samples)
    return Row(
      workload: name, peer: "\(size(parameters))", measurement: measurement,
      details: [
        ("widths", .text(widths.map(String.init).joined(separator: "-"))), ("parameters", .integer(parameters)),
        ("samples", .integer(samples)),
        ("ns_per_evaluation", .number(1e9 * (measurement.times.min() ?? 0) / evaluations)),
      ])
  }
}
