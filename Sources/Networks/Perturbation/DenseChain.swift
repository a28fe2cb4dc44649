import CKernels
import Tensors

/// A chain of dense layers with activations and a loss, laid flat for the perturbation kernels.
///
/// Changing one weight moves one unit; the kernels evaluate the loss again from that unit on, in differences:
/// the same function as a whole forward pass, with less repeated. No derivative is used.
public final class DenseChain {
  /// What one dense layer of the chain looks like.
  struct Stage {
    var inputs: Int
    var outputs: Int
    var activation: gradus_activation
    var slope: Double
  }

  let stages: [Stage]
  let samples: Int
  private let widths: [Int32]
  private let weights: [Double]
  private let weightOffsets: [Int]
  private let activations: [Int32]
  private let slopes: [Double]
  private let unitOffsets: [Int]
  private let unitsASample: Int
  private let inputs: [Double]
  private var z: [Double]
  private var a: [Double]
  private var probabilities: [Double]
  private let targets: [Double]
  private let labels: [Int]
  private let loss: gradus_loss
  private var scratch: [Double]

  /// The number of dense layers.
  public var depth: Int { stages.count }

  /// Lays a network flat, or returns `nil` where it is not such a chain.
  ///
  /// - Parameter objective: dense layers, each followed by at most one of ReLU, leaky ReLU, tanh and sigmoid;
  ///   softmax cross-entropy or squared error.
  public init?(_ objective: Objective<Double>, input: Tensor<Double>, targets: Targets<Double>) {
    guard input.rank == 2, let stages = Self.stages(of: objective.network) else { return nil }
    switch objective.loss.kind {
    case "softmax-cross-entropy":
      guard case .classes(let labels) = targets, stages.last?.activation == GRADUS_IDENTITY else { return nil }
      loss = GRADUS_SOFTMAX_CROSS_ENTROPY
      self.labels = labels
      self.targets = []
    case "squared-error":
      guard case .values(let values) = targets else { return nil }
      loss = GRADUS_SQUARED_ERROR
      labels = []
      self.targets = values.elements
    default: return nil
    }
    self.stages = stages
    samples = input.shape[0]
    inputs = input.elements
    widths = [Int32(stages[0].inputs)] + stages.map { Int32($0.outputs) }
    activations = stages.map { Int32(bitPattern: $0.activation.rawValue) }
    slopes = stages.map(\.slope)
    var offsets: [Int] = []
    var total = 0
    var units: [Int] = []
    var width = 0
    for stage in stages {
      offsets.append(total)
      total += stage.inputs * stage.outputs
      units.append(width)
      width += stage.outputs
    }
    weightOffsets = offsets
    unitOffsets = units
    unitsASample = width
    let dense = objective.network.layers.compactMap { $0 as? Dense<Double> }
    weights = dense.flatMap(\.weights.elements)
    z = Array(repeating: 0, count: samples * width)
    a = z
    probabilities = []
    let widest = widths.map(Int.init).max() ?? 1
    scratch = Array(repeating: 0, count: 2 * 8 * widest + 16)
    run(objective, input)
  }

  private static func stages(of network: Network<Double>) -> [Stage]? {
    var stages: [Stage] = []
    for layer in network.layers {
      if let dense = layer as? Dense<Double> {
        stages.append(
          Stage(inputs: dense.weights.shape[0], outputs: dense.weights.shape[1], activation: GRADUS_IDENTITY, slope: 0))
        continue
      }
      guard !stages.isEmpty, stages[stages.count - 1].activation == GRADUS_IDENTITY else { return nil }
      switch layer {
      case is Elementwise<ReLU<Double>>: stages[stages.count - 1].activation = GRADUS_RELU
      case let leaky as Elementwise<LeakyReLU<Double>>:
        stages[stages.count - 1].activation = GRADUS_LEAKY_RELU
        stages[stages.count - 1].slope = leaky.function.slope
      case is Elementwise<HyperbolicTangent<Double>>: stages[stages.count - 1].activation = GRADUS_TANH
      case is Elementwise<Sigmoid<Double>>: stages[stages.count - 1].activation = GRADUS_SIGMOID
      default: return nil
      }
    }
    return stages.isEmpty ? nil : stages
  }

  /// The forward pass, kept layer by layer.
  private func run(_ objective: Objective<Double>, _ input: Tensor<Double>) {
    var current = input
    var stage = -1
    var rows: [(z: Tensor<Double>, a: Tensor<Double>)] = []
    for layer in objective.network.layers {
      current = layer.evaluate(current, context: ForwardContext()).output
      if layer is Dense<Double> {
        stage += 1
        rows.append((current, current))
      } else {
        rows[stage].a = current
      }
    }
    for (index, row) in rows.enumerated() {
      let width = stages[index].outputs
      for sample in 0..<samples {
        for unit in 0..<width {
          let place = sample * unitsASample + unitOffsets[index] + unit
          z[place] = row.z.elements[sample * width + unit]
          a[place] = row.a.elements[sample * width + unit]
        }
      }
    }
    if loss == GRADUS_SOFTMAX_CROSS_ENTROPY {
      probabilities = Softmax<Double>().forward(current, context: ForwardContext()).output.elements
    }
  }

  /// What changes a unit: a weight from an input of its layer, or its bias.
  public enum Source: Sendable, Equatable {
    /// A weight from this input.
    case weight(Int)
    /// The bias.
    case bias
  }

  /// Differences of the mean loss for changes of parameters of one unit.
  ///
  /// - Parameters:
  ///   - layer: the dense layer, from 0.
  ///   - unit: the unit, from 0.
  ///   - changes: what changes, and by how much.
  ///   - differences: receives the difference for each change.
  ///   - crossed: receives 1 where a ReLU changes sides on the way.
  public func differences(
    layer: Int, unit: Int, changes: [(source: Source, delta: Double)], into differences: inout [Double],
    crossed: inout [UInt8]
  ) {
    let count = changes.count
    let width = stages[layer].inputs
    differences = Array(repeating: 0, count: count)
    crossed = Array(repeating: 0, count: count)
    var deltas = [Double](repeating: 0, count: count)
    var own = deltas
    withChain { chain, sampleAt, scratch in
      for sample in 0..<samples {
        for (index, change) in changes.enumerated() {
          switch change.source {
          case .bias: deltas[index] = change.delta
          case .weight(let input): deltas[index] = change.delta * self.activation(layer, sample, input, width)
          }
        }
        var state = sampleAt(sample)
        gradus_unit_differences(
          chain, &state, Int32(layer), Int32(unit), deltas, count, &own, &crossed, scratch)
        for index in 0..<count { differences[index] += own[index] }
      }
    }
    let share = 1 / Double(samples)
    for index in 0..<count { differences[index] *= share }
  }

  /// Differences of the mean loss for changes of one input of one sample.
  public func differences(
    sample: Int, input: Int, deltas: [Double], into differences: inout [Double], crossed: inout [UInt8]
  ) {
    differences = Array(repeating: 0, count: deltas.count)
    crossed = Array(repeating: 0, count: deltas.count)
    withChain { chain, sampleAt, scratch in
      var state = sampleAt(sample)
      gradus_input_differences(
        chain, &state, Int32(input), deltas, deltas.count, &differences, &crossed, scratch)
    }
    let share = 1 / Double(samples)
    for index in deltas.indices { differences[index] *= share }
  }

  /// The central difference of the mean loss for every parameter, `(f(θ + h) − f(θ − h)) / 2h`, array by array
  /// in the order of `Network.parameters`.
  public func centralDifferences(step: Double, weights current: [Parameter<Double>]) -> [[Double]] {
    var result: [[Double]] = []
    var differences: [Double] = []
    var crossed: [UInt8] = []
    for (layer, stage) in stages.enumerated() {
      var slopes = [Double](repeating: 0, count: stage.inputs * stage.outputs)
      var biases = [Double](repeating: 0, count: stage.outputs)
      let values = current[2 * layer].value.elements
      var changes: [(source: Source, delta: Double)] = []
      for unit in 0..<stage.outputs {
        changes.removeAll(keepingCapacity: true)
        for input in 0..<stage.inputs {
          let x = values[input * stage.outputs + unit]
          changes.append((.weight(input), (x + step) - x))
          changes.append((.weight(input), (x - step) - x))
        }
        changes.append((.bias, step))
        changes.append((.bias, -step))
        self.differences(layer: layer, unit: unit, changes: changes, into: &differences, crossed: &crossed)
        for input in 0..<stage.inputs {
          slopes[input * stage.outputs + unit] =
            (differences[2 * input] - differences[2 * input + 1])
            / (changes[2 * input].delta - changes[2 * input + 1].delta)
        }
        let last = 2 * stage.inputs
        biases[unit] = (differences[last] - differences[last + 1]) / (2 * step)
      }
      result.append(slopes)
      result.append(biases)
    }
    return result
  }

  private func activation(_ layer: Int, _ sample: Int, _ input: Int, _ width: Int) -> Double {
    layer == 0
      ? inputs[sample * width + input] : a[sample * unitsASample + unitOffsets[layer - 1] + input]
  }

  /// Calls with C views of the chain; they are valid during the call only.
  private func withChain(
    _ body: (UnsafePointer<gradus_chain>, (Int) -> gradus_sample, UnsafeMutablePointer<Double>?) -> Void
  ) {
    let classes = stages[stages.count - 1].outputs
    widths.withUnsafeBufferPointer { widths in
      weights.withUnsafeBufferPointer { weights in
        weightOffsets.withUnsafeBufferPointer { weightOffsets in
          activations.withUnsafeBufferPointer { activations in
            slopes.withUnsafeBufferPointer { slopes in
              unitOffsets.withUnsafeBufferPointer { unitOffsets in
                z.withUnsafeBufferPointer { z in
                  a.withUnsafeBufferPointer { a in
                    probabilities.withUnsafeBufferPointer { probabilities in
                      targets.withUnsafeBufferPointer { targets in
                        scratch.withUnsafeMutableBufferPointer { scratch in
                          var chain = gradus_chain(
                            depth: Int32(stages.count), widths: widths.baseAddress, weights: weights.baseAddress,
                            weight_offsets: weightOffsets.baseAddress, activations: activations.baseAddress,
                            slopes: slopes.baseAddress, unit_offsets: unitOffsets.baseAddress,
                            loss: Int32(bitPattern: loss.rawValue))
                          func sampleAt(_ sample: Int) -> gradus_sample {
                            gradus_sample(
                              z: z.baseAddress.map { $0 + sample * unitsASample },
                              a: a.baseAddress.map { $0 + sample * unitsASample },
                              probabilities: probabilities.isEmpty
                                ? nil : probabilities.baseAddress.map { $0 + sample * classes },
                              target: targets.isEmpty ? nil : targets.baseAddress.map { $0 + sample * classes },
                              label: labels.isEmpty ? 0 : Int32(labels[sample]))
                          }
                          body(&chain, sampleAt, scratch.baseAddress)
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
