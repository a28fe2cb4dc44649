import Networks
import RealModule
import Tensors

/// A training by plain gradient descent, the same numbers and the same batches for every tool.
struct TrainingProblem {
  let name: String
  let widths: [Int]
  let samples: Int
  let batch: Int
  let steps: Int
  let rate: Double
  /// The cost before the first and before the last step, which show that the work is the same.
  let costs: (first: Double, last: Double)

  static let all = [
    TrainingProblem(
      name: "w2a", widths: [3, 5, 2], samples: 2, batch: 2, steps: 10_000, rate: 0.1,
      costs: (0.796010853401997, 9.773005922558592e-05)),
    TrainingProblem(
      name: "w2b", widths: [2, 64, 64, 3], samples: 300, batch: 32, steps: 2_000, rate: 0.1,
      costs: (1.301153247350124, 0.010942918019276333)),
    TrainingProblem(
      name: "w2c", widths: [64, 64, 10], samples: 1_797, batch: 32, steps: 570, rate: 0.05,
      costs: (2.5532957099893703, 0.02940658829650834)),
  ]

  /// The network before the first step.
  func objective() throws -> Objective<Double> { try .reluChain(widths, seed: 5) }

  /// Inputs and labels.
  var data: (inputs: Tensor<Double>, labels: [Int]) {
    var generator = SeededGenerator(seed: 3)
    switch name {
    case "w2a": return (.uniform([samples, widths[0]], -1...1, &generator), (0..<samples).map { $0 % 2 })
    case "w2b": return spiral(&generator)
    default: return digits(&generator)
    }
  }

  /// Three arms: angle 4t + 4c·π/6 plus noise, radius t.
  private func spiral(_ generator: inout SeededGenerator) -> (Tensor<Double>, [Int]) {
    let arm = samples / 3
    var points: [Double] = []
    var labels: [Int] = []
    for c in 0..<3 {
      for i in 0..<arm {
        let t = Double(i) / Double(arm)
        let angle = 4 * t + 4 * Double(c) * Double.pi / 6 + generator.uniform(-0.2, 0.2)
        points += [t * Double.sin(angle), t * Double.cos(angle)]
        labels.append(c)
      }
    }
    return (Tensor(shape: [samples, 2], elements: points), labels)
  }

  /// Ten prototypes of 64 numbers with noise, cut to 0…1.
  private func digits(_ generator: inout SeededGenerator) -> (Tensor<Double>, [Int]) {
    let prototypes = Tensor.uniform([10, 64], 0...1, &generator)
    let labels = (0..<samples).map { $0 % 10 }
    let pixels = labels.flatMap { label in
      (0..<64).map { prototypes.elements[64 * label + $0] + generator.uniform(-0.5, 0.5) }
    }
    return (Tensor(shape: [samples, 64], elements: pixels.map { min(max($0, 0), 1) }), labels)
  }

  /// The order of the samples in each epoch: a permutation from seed 4, unless a batch holds all.
  var epochs: [[Int]] {
    var generator = SeededGenerator(seed: 4)
    let batches = (samples + batch - 1) / batch
    return (0..<((steps + batches - 1) / batches)).map { _ in
      samples == batch ? Array(0..<samples) : generator.permutation(samples)
    }
  }
}
