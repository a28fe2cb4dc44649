import Tensors

extension LayerCatalog {
  /// What a recurrent layer learns.
  private struct RecurrentParameters {
    let inputWeights: Tensor<Double>
    let recurrentWeights: Tensor<Double>
    let bias: Tensor<Double>
  }

  private static func recurrent(
    _ name: String, _ summary: String, blocks: Int,
    _ make: @escaping @Sendable (RecurrentParameters) -> any Layer<Double>
  ) -> LayerEntry {
    LayerEntry(
      name, summary, mainKey: "units",
      keys: [KeyDescription("units", "the length of the state", .integer), initializationKey],
      examples: [
        LayerExample([2, 3, 4], [SettingEntry("units", .number(3))]),
        LayerExample([1, 5, 2], [SettingEntry("units", .number(2))]),
      ]
    ) { settings, shape, generator throws(NetworkError) in
      let units = try settings.integer("units", in: 1...1_000_000)
      let initialization = try settings.initialization()
      guard shape.count == 3, shape[2] > 0 else {
        throw .shape(
          place: settings.place, expected: "sequences of shape [N, T, features]", found: "\(shape)")
      }
      try limit(product: [max(shape[2], units), blocks * units], "\(settings.place).units")
      let width = blocks * units
      return make(
        RecurrentParameters(
          inputWeights: initialization.weights(
            [shape[2], width], inputs: shape[2], outputs: units, generator: &generator),
          recurrentWeights: initialization.weights(
            [units, width], inputs: units, outputs: units, generator: &generator),
          bias: .zeros([width])))
    }
  }

  static let recurrent = [
    recurrent("rnn", "sequences [N, T, features] through a tanh state; all states are the output", blocks: 1) {
      RNN(inputWeights: $0.inputWeights, recurrentWeights: $0.recurrentWeights, bias: $0.bias)
    },
    recurrent(
      "lstm", "sequences [N, T, features] through a gated memory; all states are the output", blocks: 4
    ) {
      LSTM(inputWeights: $0.inputWeights, recurrentWeights: $0.recurrentWeights, bias: $0.bias)
    },
  ]
}
