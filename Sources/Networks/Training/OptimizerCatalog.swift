/// A built-in optimizer: its name, its keys and how to make it.
public struct OptimizerEntry: Sendable {
  /// The name in kebab-case.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The key that a single value means.
  public let mainKey: String?
  /// The keys it knows.
  public let keys: [KeyDescription]
  let build: @Sendable (Settings) throws(NetworkError) -> any Optimizer

  init(
    _ name: String, _ summary: String, mainKey: String?, keys: [KeyDescription],
    build: @escaping @Sendable (Settings) throws(NetworkError) -> any Optimizer
  ) {
    self.name = name
    self.summary = summary
    self.mainKey = mainKey
    self.keys = keys
    self.build = build
  }

  /// Makes the optimizer.
  ///
  /// - Throws: `NetworkError` for an unknown key or an unusable value.
  public func make(_ settings: Settings) throws(NetworkError) -> any Optimizer {
    try settings.allow(keys.map(\.name))
    return try build(settings)
  }
}

/// The one list of all optimizers.
public enum OptimizerCatalog {
  /// All built-in optimizers.
  public static let entries = [
    OptimizerEntry(
      "sgd", "gradient descent with momentum", mainKey: "rate",
      keys: [
        KeyDescription("rate", "the learning rate"),
        KeyDescription("momentum", "the share of the last step that is kept", default: "0"),
      ]
    ) { settings throws(NetworkError) in
      SGD(rate: try rate(settings), momentum: try share(settings, "momentum", default: 0))
    },
    OptimizerEntry(
      "adam", "steps scaled by running moments of the gradient", mainKey: "rate",
      keys: [
        KeyDescription("rate", "the learning rate", default: "0.001"),
        KeyDescription("beta1", "the decay of the first moment", default: "0.9"),
        KeyDescription("beta2", "the decay of the second moment", default: "0.999"),
        KeyDescription("epsilon", "keeps the division finite", default: "1e-8"),
      ]
    ) { settings throws(NetworkError) in
      Adam(
        rate: try rate(settings, default: 0.001), beta1: try share(settings, "beta1", default: 0.9),
        beta2: try share(settings, "beta2", default: 0.999),
        epsilon: try settings.number("epsilon", default: 1e-8, in: 1e-300...1, expected: "a number above 0, at most 1"))
    },
  ]

  /// Makes an optimizer from its specification; a single value is the rate.
  ///
  /// - Throws: `NetworkError` for an unknown name or key, or an unusable value.
  public static func make(_ specification: Specification) throws(NetworkError) -> any Optimizer {
    guard let entry = entries.first(where: { $0.name == specification.name }) else {
      throw .unknown(
        kind: "optimizer", name: specification.name,
        suggestion: suggestion(for: specification.name, among: entries.map(\.name)))
    }
    return try entry.make(try specification.settings(mainKey: entry.mainKey))
  }

  private static func rate(_ settings: Settings, default standard: Double? = nil) throws(NetworkError) -> Double {
    try settings.number(
      "rate", default: standard, in: 1e-300...1e6, expected: "a learning rate above 0, at most 1e6")
  }

  private static func share(
    _ settings: Settings, _ key: String, default standard: Double
  ) throws(NetworkError) -> Double {
    try settings.number(key, default: standard, in: 0...(1 - 0x1p-30), expected: "a share from 0 to below 1")
  }
}
