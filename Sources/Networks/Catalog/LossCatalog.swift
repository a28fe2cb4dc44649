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
  let targets: TargetKind
  let build: @Sendable (Settings) throws(NetworkError) -> any Loss<Double>

  /// What the loss compares outputs with.
  public enum TargetKind: Sendable { case classes, values, probabilities, distributions }

  init(
    _ name: String, _ summary: String, targets: TargetKind, mainKey: String? = nil, keys: [KeyDescription] = [],
    build: @escaping @Sendable (Settings) throws(NetworkError) -> any Loss<Double>
  ) {
    self.name = name
    self.summary = summary
    self.targets = targets
    self.mainKey = mainKey
    self.keys = keys
    self.build = build
  }

  /// Makes the loss.
  public func make(_ settings: Settings) throws(NetworkError) -> any Loss<Double> {
    try settings.allow(keys.map(\.name))
    return try build(settings)
  }

  /// Right answers drawn from a seed for an output of a shape, to check the loss with.
  public func randomTargets(outputShape: [Int], generator: inout SeededGenerator) -> Targets<Double> {
    let (samples, width) = (outputShape[0], outputShape.last ?? 1)
    switch targets {
    case .classes: return .classes((0..<samples).map { _ in generator.integer(below: max(width, 1)) })
    case .values: return .values(Tensor(shape: outputShape, elements: (0..<outputShape.reduce(1, *)).map { _ in generator.normal() }))
    case .probabilities:
      return .values(Tensor(shape: outputShape, elements: (0..<outputShape.reduce(1, *)).map { _ in generator.uniform() }))
    case .distributions:
      var rows: [Double] = []
      for _ in 0..<samples {
        let row = (0..<width).map { _ in generator.uniform() + 0.05 }
        let sum = row.reduce(0, +)
        rows += row.map { $0 / sum }
      }
      return .values(Tensor(shape: outputShape, elements: rows))
    }
  }
}

/// The one list of all losses.
public enum LossCatalog {
  /// All built-in losses.
  public static let entries = [
    LossEntry("squared-error", "½ Σ (y − t)²", targets: .values) { _ in SquaredError<Double>() },
    LossEntry("softmax-cross-entropy", "cross-entropy of the softmax of logits", targets: .classes) { _ in
      SoftmaxCrossEntropy<Double>()
    },
    LossEntry("binary-cross-entropy", "cross-entropy of the sigmoid of logits", targets: .probabilities) { _ in
      BinaryCrossEntropy<Double>()
    },
    LossEntry(
      "hinge", "Σ max(0, s_j − s_label + margin)", targets: .classes, mainKey: "margin",
      keys: [KeyDescription("margin", "by how much the right score must lead", default: "1")]
    ) { settings throws(NetworkError) in
      Hinge(margin: try settings.number("margin", default: 1, in: 0...1e9, expected: "a number from 0"))
    },
    LossEntry(
      "huber", "squared near the target, absolute far from it", targets: .values, mainKey: "delta",
      keys: [KeyDescription("delta", "where squared ends", default: "1")]
    ) { settings throws(NetworkError) in
      Huber(delta: try settings.number("delta", default: 1, in: 1e-12...1e12, expected: "a number above 0"))
    },
    LossEntry("absolute-error", "Σ |y − t|", targets: .values) { _ in AbsoluteError<Double>() },
    LossEntry("kl-divergence", "KL(target ‖ softmax of logits)", targets: .distributions) { _ in KLDivergence<Double>() },
  ]

  /// The entry of a name.
  public static func entry(named name: String) throws(NetworkError) -> LossEntry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknown(kind: "loss", name: name, suggestion: suggestion(for: name, among: entries.map(\.name)))
    }
    return entry
  }

  /// Makes a loss from its specification.
  public static func make(_ specification: Specification) throws(NetworkError) -> any Loss<Double> {
    let entry = try entry(named: specification.name)
    return try entry.make(try specification.settings(mainKey: entry.mainKey))
  }
}
