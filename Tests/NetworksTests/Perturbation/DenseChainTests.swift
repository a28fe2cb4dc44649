import Networks
import Tensors
import Testing

/// Changes by the kernels against whole forward passes.
struct DenseChainTests {
  /// A chain with a batch.
  struct Case: CustomTestStringConvertible, Sendable {
    var activation: String
    var loss: String
    var widths: [Int]
    var samples: Int

    var testDescription: String { "\(widths) \(activation) \(loss), \(samples) samples" }

    static let all: [Case] = ["relu", "leaky-relu", "tanh", "sigmoid", "none"].flatMap { activation in
      ["softmax-cross-entropy", "squared-error"].flatMap { loss in
        [([3, 5, 2], 2), ([4, 9, 7, 11, 3], 5), ([6, 3], 1), ([9, 1, 8, 17], 3)].map {
          Case(activation: activation, loss: loss, widths: $0.0, samples: $0.1)
        }
      }
    }
  }

  let objective: Objective<Double>
  let input: Tensor<Double>
  let targets: Targets<Double>

  init() throws {
    try self.init(Case(activation: "relu", loss: "softmax-cross-entropy", widths: [3, 4, 2], samples: 2))
  }

  private init(_ shape: Case) throws {
    var generator = SeededGenerator(seed: 12)
    func numbers(_ shape: [Int]) -> Tensor<Double> {
      Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in generator.uniform(-1, 1) })
    }
    var layers: [any Layer<Double>] = []
    for (inputs, outputs) in zip(shape.widths, shape.widths.dropFirst()) {
      if !layers.isEmpty, let between = Self.activation(shape.activation) { layers.append(between) }
      layers.append(Dense(weights: numbers([inputs, outputs]), bias: numbers([outputs])))
    }
    input = numbers([shape.samples, shape.widths[0]])
    let outputs = shape.widths[shape.widths.count - 1]
    let network = try Network(inputShape: [shape.widths[0]], layers: layers)
    if shape.loss == "squared-error" {
      objective = Objective(network: network, loss: SquaredError<Double>())
      targets = .values(numbers([shape.samples, outputs]))
    } else {
      objective = Objective(network: network, loss: SoftmaxCrossEntropy<Double>())
      targets = .classes((0..<shape.samples).map { $0 % outputs })
    }
  }

  private static func activation(_ name: String) -> (any Layer<Double>)? {
    switch name {
    case "relu": Elementwise(ReLU<Double>())
    case "leaky-relu": Elementwise(LeakyReLU<Double>(slope: 0.1))
    case "tanh": Elementwise(HyperbolicTangent<Double>())
    case "sigmoid": Elementwise(Sigmoid<Double>())
    default: nil
    }
  }

  /// All arrays that can be changed, with what changes them in the objective.
  private var arrays: [(changed: DenseChain.Changed, count: Int)] {
    var arrays: [(DenseChain.Changed, Int)] = [(.input, input.count)]
    for (index, parameter) in objective.network.parameters.enumerated() {
      arrays.append((index % 2 == 0 ? .weights(index / 2) : .biases(index / 2), parameter.value.count))
    }
    return arrays
  }

  /// The problem with an array moved.
  private func moved(_ array: DenseChain.Changed, _ steps: [Double]) -> Moved {
    var result = Moved(objective: objective, input: input, targets: targets)
    var parameters = objective.network.parameters
    func move(_ tensor: inout Tensor<Double>) { for index in steps.indices { tensor.elements[index] += steps[index] } }
    switch array {
    case .input: move(&result.input)
    case .weights(let layer): move(&parameters[2 * layer].value)
    case .biases(let layer): move(&parameters[2 * layer + 1].value)
    }
    result.objective.network.parameters = parameters
    return result
  }

  private struct Moved {
    var objective: Objective<Double>
    var input: Tensor<Double>
    let targets: Targets<Double>

    func cost(_ context: ForwardContext) -> Double { objective.cost(input, targets, context: context) }
    /// What rounding is in proportion to: the largest of the outputs and of the losses that they may give.
    var size: Double {
      let outputs = objective.network.predict(input).elements.map(abs)
      return max(1, cost(ForwardContext()), outputs.max() ?? 0)
    }
    var pieces: [[Int32]] { objective.network.evaluate(input, context: ForwardContext()).map(\.pieces) }
  }

  /// The cost, and whether other ReLUs are on, after a change of one element; by whole forward passes.
  private func changed(
    _ array: DenseChain.Changed, _ element: Int, _ step: Double
  ) -> (cost: Double, size: Double, pieces: [[Int32]]) {
    var steps = [Double](repeating: 0, count: element + 1)
    steps[element] = step
    let result = moved(array, steps)
    return (result.cost(ForwardContext()), result.size, result.pieces)
  }

  /// Rows of steps: any, and in threes, some of which are v, −v and v/2.
  private static let rows: [[Double]] = [
    [1e-9, -1e-5, 1e-3, -0.02, 0.3, -2, 40],
    [1e-9, -1e-9, 5e-10, 0x1p-17, -0x1p-17, 0x1p-18, -1e-4, 1e-4, -5e-5, 0.3, -0.3, 0.15, 40, -40, 20, 1e-3, -2, 1e-5],
  ]

  private func chain() throws -> DenseChain { try #require(DenseChain(objective, input: input, targets: targets)) }

  @Test(arguments: Case.all, Self.rows)
  func `a change does what it does in a whole forward pass`(shape: Case, rows: [Double]) throws {
    let test = try Self(shape)
    let chain = try test.chain()
    let before = test.changed(.input, 0, 0)
    for (array, count) in test.arrays {
      let found = chain.differences(
        of: array, at: Array(0..<count), steps: rows.flatMap { Array(repeating: $0, count: count) })
      for (row, step) in rows.enumerated() {
        for element in 0..<count {
          let after = test.changed(array, element, step)
          let place = row * count + element
          let size = max(before.size, after.size)
          #expect(
            abs(found.values[place] - (after.cost - before.cost)) <= 2e-14 * size, "\(array) \(element) by \(step)")
          #expect(found.sizes[place] >= abs(found.values[place]) / 2.01)
          #expect((found.crossed[place] != 0) == (after.pieces != before.pieces), "\(array) \(element) by \(step)")
        }
      }
    }
  }

  @Test(arguments: Case.all, Self.rows)
  func `a difference does not depend on what else is asked`(shape: Case, steps: [Double]) throws {
    let test = try Self(shape)
    let chain = try test.chain()
    for (array, count) in test.arrays {
      let all = chain.differences(
        of: array, at: Array(0..<count), steps: steps.flatMap { Array(repeating: $0, count: count) })
      for element in 0..<count {
        let alone = chain.differences(of: array, at: [element], steps: steps)
        for row in steps.indices {
          #expect(alone.values[row] == all.values[row * count + element])
          #expect(alone.sizes[row] == all.sizes[row * count + element])
        }
      }
    }
  }

  @Test(arguments: Case.all) func `a step along a direction does what it does in a whole forward pass`(shape: Case)
    throws
  {
    let test = try Self(shape)
    let chain = try test.chain()
    let before = test.changed(.input, 0, 0)
    var generator = SeededGenerator(seed: 3)
    for (array, count) in test.arrays {
      let direction = (0..<count).map { _ in generator.uniform(-1, 1) }
      let steps = [1e-6, -1e-6, 0.01, -0.3, 2, -1e-9, 1e-4, 0.5, -0.5]
      let found = chain.differences(of: array, along: direction, steps: steps)
      for (step, difference) in zip(steps, found) {
        let after = test.moved(array, direction.map { $0 * step })
        #expect(
          abs(difference - (after.cost(ForwardContext()) - before.cost)) <= 2e-14 * max(before.size, after.size),
          "\(array) by \(step)")
      }
    }
  }

  @Test(arguments: Case.all) func `central differences are those of whole forward passes`(shape: Case) throws {
    let test = try Self(shape)
    let slopes = try test.chain().centralDifferences(step: 1e-5)
    for (index, parameter) in test.objective.network.parameters.enumerated() {
      let array = index % 2 == 0 ? DenseChain.Changed.weights(index / 2) : .biases(index / 2)
      for element in parameter.value.elements.indices {
        let (up, down) = (test.changed(array, element, 1e-5), test.changed(array, element, -1e-5))
        #expect(abs(slopes[index][element] - (up.cost - down.cost) / 2e-5) <= 2e-14 * max(up.size, down.size) / 2e-5)
      }
    }
  }

  @Test func `central differences are the same bits on any number of threads`() throws {
    let test = try Self(Case(activation: "relu", loss: "softmax-cross-entropy", widths: [150, 90, 10], samples: 8))
    let chain = try test.chain()
    let one = chain.centralDifferences(step: 1e-5)
    #expect(chain.centralDifferences(step: 1e-5, threads: 2) == one)
    #expect(chain.centralDifferences(step: 1e-5, threads: 7) == one)
  }

  @Test func `a unit that stands on its kink is walked through, not folded`() throws {
    // The second unit sums to 0 exactly: z = 1·1 − 1.
    let first = Dense(weights: Tensor(rows: [[1.0, 1.0]]), bias: Tensor([0.5, -1.0]))
    let second = Dense(weights: Tensor(rows: [[1.0, 0.5], [2.0, -1.0]]), bias: Tensor([0.0, 0.0]))
    let network = try Network(inputShape: [1], layers: [first, Elementwise(ReLU<Double>()), second])
    let objective = Objective(network: network, loss: SquaredError<Double>())
    let chain = try #require(
      DenseChain(objective, input: Tensor(rows: [[1.0]]), targets: .values(Tensor(rows: [[0.0, 0.0]]))))
    // Output (1.5 + 2u, 0.75 − u) with u = max(0, d): the loss rises by 2.25·u + 2.5·u² on one side only.
    let found = chain.differences(of: .biases(0), at: [1], steps: [0.25, -0.25])
    #expect(found.values == [2.25 * 0.25 + 2.5 * 0.0625, 0])
    #expect(found.crossed == [1, 0])
  }

  @Test(arguments: [1.0, 1e10, 1e30], [0, 1]) func `probabilities too small for numbers come back`(
    scale: Double, label: Int
  )
    throws
  {
    // Outputs 0 and −2000·scale: the second's probability is 0 to the last bit, until its unit moves.
    let first = Dense(weights: Tensor(rows: [[1.0, 1.0]]), bias: Tensor([0.0, 0.0]))
    let second = Dense(weights: Tensor(rows: [[0.0, 0.0], [0.0, scale]]), bias: Tensor([0.0, -2001 * scale]))
    let network = try Network(inputShape: [1], layers: [first, Elementwise(ReLU<Double>()), second])
    let objective = Objective(network: network, loss: SoftmaxCrossEntropy<Double>())
    let (input, targets) = (Tensor(rows: [[1.0]]), Targets<Double>.classes([label]))
    let chain = try #require(DenseChain(objective, input: input, targets: targets))
    for step in [4000.0, -4000, 2000, 1, 3e300] {
      for (array, element, size) in [
        (DenseChain.Changed.biases(0), 1, 1.0), (.biases(1), 1, scale), (.biases(1), 0, -scale),
      ] {
        var moved = objective.network.parameters
        moved[array == .biases(0) ? 1 : 3].value.elements[element] += step * size
        var other = objective
        other.network.parameters = moved
        let wanted =
          other.cost(input, targets, context: ForwardContext())
          - objective.cost(input, targets, context: ForwardContext())
        let found = chain.differences(of: array, at: [element], steps: [step * size]).values[0]
        guard wanted.isFinite else { continue }
        #expect(abs(found - wanted) <= 1e-12 * max(abs(wanted), 4000 * scale), "\(array) \(element) by \(step * size)")
      }
    }
  }

  @Test func `numbers that overflow stay visible`() throws {
    let found = try chain().differences(of: .weights(0), at: [0, 1], steps: [.nan, .nan, 1e308, 1e308])
    #expect(found.values[0].isNaN && found.values[1].isNaN)
    #expect(!found.values[2].isFinite || found.crossed[2] == 1)
  }

  @Test func `other networks are not laid flat`() throws {
    var layers = objective.network.layers
    layers.append(Elementwise(GELU<Double>()))
    let network = try Network(inputShape: [3], layers: layers)
    let other = Objective(network: network, loss: SoftmaxCrossEntropy<Double>())
    #expect(DenseChain(other, input: input, targets: targets).map { _ in true } == nil)
  }
}
