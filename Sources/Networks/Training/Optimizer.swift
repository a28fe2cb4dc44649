import Tensors

/// A rule that turns gradients into steps; it carries what it remembers from step to step.
public protocol Optimizer: Sendable {
  /// The name in kebab-case.
  var kind: String { get }
  /// The learning rate.
  var rate: Double { get set }
  /// Moves the parameters one step downhill.
  mutating func step(_ parameters: inout [Parameter<Double>], gradients: [Tensor<Double>])
}

/// Stochastic gradient descent with momentum: `v ← μ·v − rate·g`, `w ← w + v`.
public struct SGD: Optimizer {
  /// `sgd`.
  public let kind = "sgd"
  /// The learning rate.
  public var rate: Double
  /// μ.
  public let momentum: Double
  private var velocities: [[Double]] = []

  /// Makes the rule.
  public init(rate: Double, momentum: Double = 0) {
    self.rate = rate
    self.momentum = momentum
  }

  /// Moves the parameters one step.
  public mutating func step(_ parameters: inout [Parameter<Double>], gradients: [Tensor<Double>]) {
    if momentum != 0, velocities.count != parameters.count {
      velocities = parameters.map { Array(repeating: 0, count: $0.value.count) }
    }
    for index in parameters.indices {
      let gradient = gradients[index].elements
      if momentum == 0 {
        for place in gradient.indices { parameters[index].value.elements[place] -= rate * gradient[place] }
      } else {
        for place in gradient.indices {
          velocities[index][place] = momentum * velocities[index][place] - rate * gradient[place]
          parameters[index].value.elements[place] += velocities[index][place]
        }
      }
    }
  }
}

/// Adam (Kingma and Ba, 2015), with both moments corrected for their start at 0.
public struct Adam: Optimizer {
  /// `adam`.
  public let kind = "adam"
  /// The learning rate.
  public var rate: Double
  /// The decay of the first moment.
  public let beta1: Double
  /// The decay of the second moment.
  public let beta2: Double
  /// Keeps the division finite.
  public let epsilon: Double
  private var first: [[Double]] = []
  private var second: [[Double]] = []
  private var decay1 = 1.0
  private var decay2 = 1.0

  /// Makes the rule.
  public init(rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Moves the parameters one step.
  public mutating func step(_ parameters: inout [Parameter<Double>], gradients: [Tensor<Double>]) {
    if first.count != parameters.count {
      first = parameters.map { Array(repeating: 0, count: $0.value.count) }
      second = first
    }
    decay1 *= beta1
    decay2 *= beta2
    for index in parameters.indices {
      for (place, gradient) in gradients[index].elements.enumerated() {
        first[index][place] = beta1 * first[index][place] + (1 - beta1) * gradient
        second[index][place] = beta2 * second[index][place] + (1 - beta2) * gradient * gradient
        let mean = first[index][place] / (1 - decay1)
        let variance = second[index][place] / (1 - decay2)
        parameters[index].value.elements[place] -= rate * mean / (variance.squareRoot() + epsilon)
      }
    }
  }
}

/// A built-in optimizer: its name and its keys.
public struct OptimizerEntry: Sendable {
  /// The name in kebab-case.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The keys it knows.
  public let keys: [KeyDescription]
}

/// The one list of all optimizers.
public enum OptimizerCatalog {
  private static let rate = KeyDescription("rate", "the learning rate")

  /// All built-in optimizers.
  public static let entries = [
    OptimizerEntry(
      name: "sgd", summary: "gradient descent with momentum",
      keys: [rate, KeyDescription("momentum", "how much of the last step is kept", default: "0")]),
    OptimizerEntry(
      name: "adam", summary: "steps scaled by running moments of the gradient",
      keys: [
        KeyDescription("rate", "the learning rate", default: "0.001"),
        KeyDescription("beta1", "decay of the first moment", default: "0.9"),
        KeyDescription("beta2", "decay of the second moment", default: "0.999"),
        KeyDescription("epsilon", "keeps the division finite", default: "1e-8"),
      ]),
  ]

  /// Makes an optimizer from its specification; a single value is the rate.
  public static func make(_ specification: Specification) throws(NetworkError) -> any Optimizer {
    guard let entry = entries.first(where: { $0.name == specification.name }) else {
      throw .unknown(
        kind: "optimizer", name: specification.name,
        suggestion: suggestion(for: specification.name, among: entries.map(\.name)))
    }
    let settings = try specification.settings(mainKey: "rate")
    try settings.allow(entry.keys.map(\.name))
    let share = 0.0...0.999_999_999
    switch entry.name {
    case "sgd":
      return SGD(
        rate: try settings.number("rate", in: 1e-300...1e6, expected: "a number above 0"),
        momentum: try settings.number("momentum", default: 0, in: share, expected: "a number from 0, below 1"))
    default:
      return Adam(
        rate: try settings.number("rate", default: 0.001, in: 1e-300...1e6, expected: "a number above 0"),
        beta1: try settings.number("beta1", default: 0.9, in: share, expected: "a number from 0, below 1"),
        beta2: try settings.number("beta2", default: 0.999, in: share, expected: "a number from 0, below 1"),
        epsilon: try settings.number("epsilon", default: 1e-8, in: 1e-300...1, expected: "a number above 0"))
    }
  }
}
