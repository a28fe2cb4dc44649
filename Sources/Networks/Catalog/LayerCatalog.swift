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
    build: @escaping @Sendable (Settings, [Int], inout SeededGenerator) throws(NetworkError) -> any Layer<Double>
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
  public func make(_ settings: Settings, inputShape: [Int], generator: inout SeededGenerator) throws(NetworkError)
    -> any Layer<Double>
  {
    try settings.allow(keys.map(\.name))
    return try build(settings, inputShape, &generator)
  }
}

/// A setting of a layer and an input to check it on.
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

/// The one list of all layers, which tests, `gradus list` and `gradus check` walk.
public enum LayerCatalog {
  /// All built-in layers.
  public static let entries: [LayerEntry] = denseEntries + activationEntries + shapeEntries

  /// The entry of a name.
  ///
  /// - Throws: `NetworkError.unknown` with the nearest name.
  public static func entry(named name: String) throws(NetworkError) -> LayerEntry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknown(kind: "layer", name: name, suggestion: suggestion(for: name, among: entries.map(\.name)))
    }
    return entry
  }

  /// Makes a layer from its specification.
  public static func make(
    _ specification: Specification, inputShape: [Int], generator: inout SeededGenerator
  ) throws(NetworkError) -> any Layer<Double> {
    let entry = try entry(named: specification.name)
    let settings = try specification.settings(mainKey: entry.mainKey)
    return try entry.make(settings, inputShape: inputShape, generator: &generator)
  }

  /// The most numbers that one layer may learn.
  static let maximumParameters = 100_000_000

  /// Throws where a layer would be absurdly large.
  static func limit(_ count: Int, _ place: String) throws(NetworkError) {
    guard count <= maximumParameters else {
      throw .setting(place: place, expected: "at most \(maximumParameters) parameters", found: "\(count)")
    }
  }

  private static let denseEntries = [
    LayerEntry(
      "dense", "fully connected: y = x·W + b", mainKey: "units",
      keys: [
        KeyDescription("units", "the number of outputs"),
        KeyDescription("initialization", "he, glorot, he-uniform or glorot-uniform", default: "he"),
      ],
      examples: [LayerExample([4, 3], [SettingEntry("units", .number(5))]), LayerExample([1, 6], [SettingEntry("units", .number(2))])]
    ) { settings, shape, generator throws(NetworkError) in
      let units = try settings.integer("units", in: 1...10_000_000)
      let word = try settings.word("initialization", among: Initialization.allCases.map(\.rawValue))
      guard shape.count == 2 else {
        throw .shape(place: "dense", expected: "an input of shape [N, features] (flatten goes before it)", found: "\(shape)")
      }
      let (count, overflow) = shape[1].multipliedReportingOverflow(by: units)
      try limit(overflow ? .max : count, "dense.units")
      let weights = (Initialization(rawValue: word) ?? .he).weights(
        [shape[1], units], inputs: shape[1], outputs: units, generator: &generator)
      return Dense(weights: weights, bias: .zeros([units]))
    }
  ]

  private static func activation(
    _ name: String, _ summary: String, _ make: @escaping @Sendable () -> any Layer<Double>
  ) -> LayerEntry {
    LayerEntry(name, summary, examples: [LayerExample([4, 5]), LayerExample([2, 3, 2])]) { _, _, _ in make() }
  }

  private static let activationEntries = [
    activation("relu", "max(x, 0)") { Elementwise(ReLU<Double>()) },
    LayerEntry(
      "leaky-relu", "x above 0, slope·x below", mainKey: "slope",
      keys: [KeyDescription("slope", "the slope below 0", default: "0.01")], examples: [LayerExample([4, 5])]
    ) { settings, _, _ throws(NetworkError) in
      Elementwise(LeakyReLU(slope: try settings.number("slope", default: 0.01, in: -1e6...1e6, expected: "a number")))
    },
    LayerEntry(
      "elu", "x above 0, alpha·(eˣ − 1) below", mainKey: "alpha",
      keys: [KeyDescription("alpha", "−alpha is the value far below 0", default: "1")],
      examples: [LayerExample([4, 5]), LayerExample([4, 5], [SettingEntry("alpha", .number(0.7))])]
    ) { settings, _, _ throws(NetworkError) in
      Elementwise(ELU(alpha: try settings.number("alpha", default: 1, in: 0...1e6, expected: "a number from 0")))
    },
    activation("gelu", "x·Φ(x), the exact form") { Elementwise(GELU<Double>()) },
    activation("silu", "x·σ(x), also called swish") { Elementwise(SiLU<Double>()) },
    activation("softplus", "log(1 + eˣ)") { Elementwise(Softplus<Double>()) },
    activation("sigmoid", "1 / (1 + e⁻ˣ)") { Elementwise(Sigmoid<Double>()) },
    activation("tanh", "the hyperbolic tangent") { Elementwise(HyperbolicTangent<Double>()) },
    activation("softmax", "shares over the last axis") { Softmax<Double>() },
  ]

  private static let shapeEntries = [
    LayerEntry("flatten", "all axes but the batch as one", examples: [LayerExample([3, 2, 2, 2])]) { _, _, _ in
      Flatten<Double>()
    }
  ]
}
