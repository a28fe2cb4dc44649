import Tensors

/// A built-in layer: its name, its keys, how to make it, and inputs on which its gradients are checked.
public struct LayerEntry: Sendable {
  /// The name in kebab-case.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The key that a single value means, as in `{dense: 64}`.
  public let mainKey: String?
  /// The keys it knows.
  public let keys: [KeyDescription]
  /// Settings and input shapes on which `gradus check` and the tests check it.
  public let examples: [LayerExample]
  let build: @Sendable (Settings, [Int], inout SeededGenerator) throws(NetworkError) -> any Layer<Double>

  init(
    _ name: String, _ summary: String, mainKey: String? = nil, keys: [KeyDescription] = [],
    examples: [LayerExample],
    build:
      @escaping @Sendable (Settings, [Int], inout SeededGenerator) throws(NetworkError) -> any Layer<Double>
  ) {
    self.name = name
    self.summary = summary
    self.mainKey = mainKey
    self.keys = keys
    self.examples = examples
    self.build = build
  }

  /// Makes the layer for an input of `inputShape` (batch axis included).
  ///
  /// - Throws: `NetworkError` for an unknown key, a value that is not usable or a shape that does not fit.
  public func make(
    _ settings: Settings, inputShape: [Int], generator: inout SeededGenerator
  ) throws(NetworkError) -> any Layer<Double> {
    try settings.allow(keys.map(\.name))
    let layer = try build(settings, inputShape, &generator)
    do { _ = try layer.outputShape(for: inputShape) } catch { throw error.inside(settings.place) }
    return layer
  }
}

/// Settings of a layer and an input to check it on.
public struct LayerExample: Sendable {
  /// The settings.
  public let entries: [SettingEntry]
  /// The shape of the input, batch axis included.
  public let inputShape: [Int]
  /// Inputs are whole numbers below this, not normal numbers.
  public let integersBelow: Int?

  /// Describes an example.
  public init(_ inputShape: [Int], _ entries: [SettingEntry] = [], integersBelow: Int? = nil) {
    self.inputShape = inputShape
    self.entries = entries
    self.integersBelow = integersBelow
  }

  /// An input drawn from a seed.
  public func input(generator: inout SeededGenerator) -> Tensor<Double> {
    let count = inputShape.reduce(1, *)
    let elements = (0..<count).map { _ in
      integersBelow.map { Double(generator.integer(below: $0)) } ?? generator.normal()
    }
    return Tensor(shape: inputShape, elements: elements)
  }
}
