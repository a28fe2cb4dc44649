import Tensors

extension LayerCatalog {
  /// What all layers with weights know.
  static let initializationKey = KeyDescription(
    "initialization", "how weights start; without it he before an activation like ReLU, else glorot",
    .word(Initialization.allCases.map(\.rawValue)), default: "glorot")

  static let dense = LayerEntry(
    "dense", "fully connected: y = x·W + b", mainKey: "units",
    keys: [KeyDescription("units", "the number of outputs", .integer), initializationKey],
    examples: [
      LayerExample([4, 3], [SettingEntry("units", .number(5))]),
      LayerExample([1, 6], [SettingEntry("units", .number(2))]),
      LayerExample([5, 1], [SettingEntry("units", .number(1))]),
    ]
  ) { settings, shape, generator throws(NetworkError) in
    let units = try settings.integer("units", in: 1...10_000_000)
    let initialization = try settings.initialization()
    guard shape.count == 2, shape[1] > 0 else {
      throw .shape(
        place: settings.place, expected: "an input of shape [N, features] (flatten goes before it)",
        found: "\(shape)")
    }
    try limit(product: [shape[1], units], "\(settings.place).units")
    let weights = initialization.weights(
      [shape[1], units], inputs: shape[1], outputs: units, generator: &generator)
    return Dense(weights: weights, bias: .zeros([units]))
  }
}

extension Settings {
  /// How weights start.
  func initialization() throws(NetworkError) -> Initialization {
    let word = try word("initialization", among: Initialization.allCases.map(\.rawValue), default: "glorot")
    return Initialization(rawValue: word) ?? .glorot
  }
}
