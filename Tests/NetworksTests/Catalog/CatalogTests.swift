import Networks
import Tensors
import Testing

@Suite struct CatalogTests {
  @Test func `the names are those that configurations use`() {
    #expect(
      Set(LayerCatalog.entries.map(\.name)) == [
        "dense", "relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh", "softmax",
        "dropout",
        "batch-normalization", "layer-normalization", "convolution-2d", "max-pooling", "average-pooling",
        "flatten",
        "embedding", "residual", "rnn", "lstm",
      ])
    #expect(LayerCatalog.entries.count == 21)
    #expect(
      Set(LossCatalog.entries.map(\.name)) == [
        "squared-error", "softmax-cross-entropy", "binary-cross-entropy", "hinge", "huber", "absolute-error",
        "kl-divergence",
      ])
  }

  @Test func `a layer's kind is its name, and its keys have their main key`() throws {
    for entry in LayerCatalog.entries {
      #expect(entry.examples.count >= 1)
      #expect(!entry.summary.isEmpty)
      if let mainKey = entry.mainKey { #expect(entry.keys.contains { $0.name == mainKey }) }
      for example in entry.examples {
        var generator = SeededGenerator(seed: 1)
        let layer = try entry.make(
          Settings(place: entry.name, example.entries), inputShape: example.inputShape, generator: &generator)
        #expect(layer.kind == entry.name)
      }
    }
    for entry in LossCatalog.entries {
      #expect(try entry.make(Settings(place: entry.name)).kind == entry.name)
    }
  }

  private func make(_ name: String, main: Setting? = nil, _ entries: [SettingEntry] = [], shape: [Int]) throws
    -> any Layer<Double>
  {
    var generator = SeededGenerator(seed: 1)
    return try LayerCatalog.make(
      Specification(name, main: main, entries), inputShape: shape, generator: &generator)
  }

  @Test func `a single value is the main key's`() throws {
    #expect(try make("dense", main: .number(7), shape: [1, 3]).outputShape(for: [1, 3]) == [1, 7])
    let pooling = try make("max-pooling", main: .list([.number(2), .number(3)]), shape: [1, 1, 6, 6])
    #expect(try pooling.outputShape(for: [1, 1, 6, 6]) == [1, 1, 3, 2])
    #expect(throws: NetworkError.setting(place: "relu", expected: "no value", found: "3")) {
      try make("relu", main: .number(3), shape: [1, 3])
    }
  }

  @Test func `misspelt names and keys are refused with the nearest that is known`() {
    #expect(throws: NetworkError.unknown(kind: "layer", name: "dens", suggestion: "dense")) {
      try make("dens", shape: [1, 3])
    }
    #expect(throws: NetworkError.unknown(kind: "key of leaky-relu", name: "slop", suggestion: "slope")) {
      try make("leaky-relu", [SettingEntry("slop", .number(1))], shape: [1, 3])
    }
    #expect(throws: NetworkError.unknown(kind: "loss", name: "hubre", suggestion: "huber")) {
      try LossCatalog.make(Specification("hubre"))
    }
  }

  static let refused: [(name: String, entries: [SettingEntry], shape: [Int], place: String)] = [
    ("dense", [], [1, 3], "dense.units"),
    ("dense", [SettingEntry("units", .number(0))], [1, 3], "dense.units"),
    ("dense", [SettingEntry("units", .number(-4))], [1, 3], "dense.units"),
    ("dense", [SettingEntry("units", .number(2.5))], [1, 3], "dense.units"),
    ("dense", [SettingEntry("units", .text("many"))], [1, 3], "dense.units"),
    ("dense", [SettingEntry("units", .number(1e30))], [1, 3], "dense.units"),
    ("dense", [SettingEntry("units", .number(10_000_000))], [1, 11], "dense.units"),
    (
      "dense", [SettingEntry("units", .number(2)), SettingEntry("initialization", .text("xavier"))], [1, 3],
      "dense.initialization"
    ),
    ("dense", [SettingEntry("units", .number(2))], [1, 3, 3], "dense"),
    ("dropout", [SettingEntry("rate", .number(1))], [1, 3], "dropout.rate"),
    ("dropout", [SettingEntry("rate", .number(.nan))], [1, 3], "dropout.rate"),
    ("elu", [SettingEntry("alpha", .number(-1))], [1, 3], "elu.alpha"),
    ("batch-normalization", [SettingEntry("epsilon", .number(-1))], [1, 3], "batch-normalization.epsilon"),
    ("layer-normalization", [], [3], "layer-normalization"),
    ("softmax", [], [3], "softmax"),
    ("convolution-2d", [SettingEntry("filters", .number(2))], [1, 3], "convolution-2d"),
    ("convolution-2d", [SettingEntry("filters", .number(2))], [1, 1, 2, 2], "convolution-2d"),
    (
      "convolution-2d", [SettingEntry("filters", .number(3)), SettingEntry("groups", .number(2))],
      [1, 2, 4, 4], "convolution-2d.groups"
    ),
    (
      "convolution-2d", [SettingEntry("filters", .number(3)), SettingEntry("padding", .number(3))],
      [1, 2, 4, 4], "convolution-2d.padding"
    ),
    (
      "convolution-2d", [SettingEntry("filters", .number(3)), SettingEntry("kernel", .list([.number(3)]))],
      [1, 2, 4, 4], "convolution-2d.kernel"
    ),
    (
      "convolution-2d", [SettingEntry("filters", .number(1e6)), SettingEntry("kernel", .number(9000))],
      [1, 2, 4, 4], "convolution-2d"
    ),
    ("max-pooling", [SettingEntry("stride", .number(0))], [1, 2, 4, 4], "max-pooling.stride"),
    ("embedding", [SettingEntry("vocabulary", .number(5))], [1, 2], "embedding.units"),
    (
      "embedding", [SettingEntry("vocabulary", .number(1e6)), SettingEntry("units", .number(1000))], [1, 2],
      "embedding"
    ),
    ("rnn", [SettingEntry("units", .number(3))], [1, 2], "rnn"),
    ("lstm", [SettingEntry("units", .number(100_000))], [1, 2, 2], "lstm.units"),
    ("residual", [SettingEntry("layers", .text("relu"))], [1, 2], "residual.layers"),
    ("residual", [SettingEntry("layers", .list([.number(3)]))], [1, 2], "residual.layers.0"),
    (
      "residual", [SettingEntry("layers", .list([.mapping([SettingEntry("dense", .number(3))])]))], [1, 2],
      "residual"
    ),
    (
      "residual", [SettingEntry("layers", .list([.mapping([SettingEntry("dense", .number(0))])]))], [1, 2],
      "residual.layers.0.dense.units"
    ),
  ]

  @Test(arguments: refused)
  func `values that are not usable are refused with their place`(
    _ wrong: (name: String, entries: [SettingEntry], shape: [Int], place: String)
  ) {
    #expect {
      try make(wrong.name, wrong.entries, shape: wrong.shape)
    } throws: { error in
      switch error as? NetworkError {
      case .setting(let place, _, _), .shape(let place, _, _): place == wrong.place
      default: false
      }
    }
  }

  @Test func `specifications read back as they were written`() throws {
    for setting: Setting in [
      .text("relu"), .mapping([SettingEntry("dense", .number(4))]),
      .mapping([SettingEntry("leaky-relu", .mapping([SettingEntry("slope", .number(0.1))]))]),
      .mapping([SettingEntry("residual", .list([.text("relu")]))]),
    ] { #expect(try Specification(setting).setting == setting) }
    let both = Specification("dense", main: .number(4), [SettingEntry("initialization", .text("he"))])
    #expect(
      both.setting
        == .mapping([
          SettingEntry(
            "dense",
            .mapping([SettingEntry("units", .number(4)), SettingEntry("initialization", .text("he"))]))
        ]))
    for wrong: Setting in [
      .number(3), .list([]), .mapping([]),
      .mapping([SettingEntry("a", .flag(true)), SettingEntry("b", .flag(true))]),
    ] {
      #expect(throws: NetworkError.self) { try Specification(wrong) }
    }
  }
}
