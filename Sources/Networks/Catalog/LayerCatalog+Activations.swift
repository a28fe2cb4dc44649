import Tensors

extension LayerCatalog {
  private static func activation(
    _ name: String, _ summary: String, _ make: @escaping @Sendable () -> any Layer<Double>
  ) -> LayerEntry {
    LayerEntry(name, summary, examples: [LayerExample([4, 5]), LayerExample([2, 3, 2])]) { _, _, _ in make() }
  }

  static let activations = [
    activation("relu", "max(x, 0)") { Elementwise(ReLU<Double>()) },
    LayerEntry(
      "leaky-relu", "x above 0, slope·x below", mainKey: "slope",
      keys: [KeyDescription("slope", "the slope below 0", default: "0.01")],
      examples: [LayerExample([4, 5]), LayerExample([4, 5], [SettingEntry("slope", .number(-0.5))])]
    ) { settings, _, _ throws(NetworkError) in
      let slope = try settings.number(
        "slope", default: 0.01, in: -1e6...1e6, expected: "a number from -1e6 to 1e6")
      return Elementwise(LeakyReLU(slope: slope))
    },
    LayerEntry(
      "elu", "x above 0, alpha·(eˣ − 1) below", mainKey: "alpha",
      keys: [KeyDescription("alpha", "−alpha is the value far below 0", default: "1")],
      examples: [LayerExample([4, 5]), LayerExample([4, 5], [SettingEntry("alpha", .number(0.7))])]
    ) { settings, _, _ throws(NetworkError) in
      Elementwise(
        ELU(alpha: try settings.number("alpha", default: 1, in: 0...1e6, expected: "a number from 0 to 1e6")))
    },
    activation("gelu", "x·Φ(x), the exact form with erf") { Elementwise(GELU<Double>()) },
    activation("silu", "x·σ(x), also called swish") { Elementwise(SiLU<Double>()) },
    activation("softplus", "log(1 + eˣ)") { Elementwise(Softplus<Double>()) },
    activation("sigmoid", "1 / (1 + e⁻ˣ)") { Elementwise(Sigmoid<Double>()) },
    activation("tanh", "the hyperbolic tangent") { Elementwise(HyperbolicTangent<Double>()) },
    activation("softmax", "shares over the last axis") { Softmax<Double>() },
  ]
}
