import Tensors

/// A built-in loss: its name, its keys and how to make it.
public struct LossEntry: Sendable {
  /// The name in kebab-case.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The key that a single value means.
  public let mainKey: String?
  /// The keys it knows.
  public let keys: [KeyDescription]
  /// What it compares outputs with.
  public let targets: TargetKind
  /// Settings and output shapes on which the tests check it.
  public let examples: [LossExample]
  let build: @Sendable (Settings) throws(NetworkError) -> any Loss<Double>

  /// What a loss compares outputs with.
  public enum TargetKind: String, Sendable {
    /// One class a sample.
    case classes
    /// Any values of the output's shape.
    case values
    /// Values from 0 to 1 of the output's shape.
    case probabilities
    /// For each sample values from 0 that add up to 1.
    case distributions
  }

  init(
    _ name: String, _ summary: String, targets: TargetKind, mainKey: String? = nil,
    keys: [KeyDescription] = [],
    examples: [LossExample] = [LossExample([5, 3]), LossExample([1, 4])],
    build: @escaping @Sendable (Settings) throws(NetworkError) -> any Loss<Double>
  ) {
    self.name = name
    self.summary = summary
    self.targets = targets
    self.mainKey = mainKey
    self.keys = keys
    self.examples = examples
    self.build = build
  }

  /// Makes the loss.
  public func make(_ settings: Settings) throws(NetworkError) -> any Loss<Double> {
    try settings.allow(keys.map(\.name))
    return try build(settings)
  }

  /// Right answers drawn from a seed for an output of a shape, to check the loss with.
  public func randomTargets(outputShape: [Int], generator: inout SeededGenerator) -> Targets<Double> {
    let (samples, width) = (outputShape[0], max(outputShape.last ?? 1, 1))
    func values(_ draw: (inout SeededGenerator) -> Double) -> Tensor<Double> {
      Tensor(shape: outputShape, elements: (0..<outputShape.reduce(1, *)).map { _ in draw(&generator) })
    }
    switch targets {
    case .classes: return .classes((0..<samples).map { _ in generator.integer(below: width) })
    case .values: return .values(values { $0.normal() })
    case .probabilities: return .values(values { $0.uniform() })
    case .distributions:
      var shares = values { $0.uniform() + 0.05 }
      for start in stride(from: 0, to: shares.count, by: width) {
        let sum = shares.elements[start..<(start + width)].reduce(0, +)
        for place in start..<(start + width) { shares.elements[place] /= sum }
      }
      return .values(shares)
    }
  }
}

/// Settings of a loss and the shape of an output to check it on.
public struct LossExample: Sendable {
  /// The settings.
  public let entries: [SettingEntry]
  /// The shape of the output, batch axis included.
  public let outputShape: [Int]

  /// Describes an example.
  public init(_ outputShape: [Int], _ entries: [SettingEntry] = []) {
    self.outputShape = outputShape
    self.entries = entries
  }
}
