import Tensors

extension LayerCatalog {
  static let dropout = LayerEntry(
    "dropout", "in training sets a random share to 0 and scales the others up", mainKey: "rate",
    keys: [KeyDescription("rate", "the share that is dropped, from 0 to below 1", default: "0.5")],
    examples: [LayerExample([4, 6]), LayerExample([2, 3, 4], [SettingEntry("rate", .number(0.2))])]
  ) { settings, _, generator throws(NetworkError) in
    let rate = try settings.number(
      "rate", default: 0.5, in: 0...(1 - 0x1p-20), expected: "a share from 0 to below 1")
    return Dropout<Double>(rate: rate, seed: generator.next())
  }

  private static let epsilonKey = KeyDescription(
    "epsilon", "added to the variance, keeps the division finite", default: "1e-5")

  private static func epsilon(_ settings: Settings) throws(NetworkError) -> Double {
    try settings.number("epsilon", default: 1e-5, in: 0...1, expected: "a number from 0 to 1")
  }

  static let normalizations = [
    LayerEntry(
      "batch-normalization", "each feature to mean 0 and variance 1 over the batch, then scaled and shifted",
      keys: [
        epsilonKey,
        KeyDescription("momentum", "the share of the running statistics that stays", default: "0.9"),
      ],
      examples: [LayerExample([6, 3]), LayerExample([3, 2, 2, 3])]
    ) { settings, shape, _ throws(NetworkError) in
      let epsilon = try epsilon(settings)
      let momentum = try settings.number("momentum", default: 0.9, in: 0...1, expected: "a share from 0 to 1")
      guard shape.count >= 2, shape[1] > 0 else {
        throw .shape(place: settings.place, expected: "an input of shape [N, features, …]", found: "\(shape)")
      }
      return BatchNormalization(
        scale: Tensor(shape: [shape[1]], repeating: 1), shift: .zeros([shape[1]]), epsilon: epsilon,
        momentum: momentum)
    },
    LayerEntry(
      "layer-normalization", "each row of the last axis to mean 0 and variance 1, then scaled and shifted",
      keys: [epsilonKey], examples: [LayerExample([4, 5]), LayerExample([2, 3, 4])]
    ) { settings, shape, _ throws(NetworkError) in
      let epsilon = try epsilon(settings)
      guard shape.count >= 2, let width = shape.last, width > 0 else {
        throw .shape(place: settings.place, expected: "an input of shape [N, …, features]", found: "\(shape)")
      }
      return LayerNormalization(
        scale: Tensor(shape: [width], repeating: 1), shift: .zeros([width]), epsilon: epsilon)
    },
  ]
}
