import Tensors

extension LayerCatalog {
  static let structure = [
    LayerEntry("flatten", "all axes but the batch as one", examples: [LayerExample([3, 2, 2, 2])]) {
      _, _, _ in
      Flatten<Double>()
    },
    LayerEntry(
      "embedding", "a table of learnt rows, looked up by index",
      keys: [
        KeyDescription(
          "vocabulary", "the number of rows; inputs are whole numbers from 0 below it", .integer),
        KeyDescription("units", "the length of a row", .integer),
      ],
      examples: [
        LayerExample(
          [3, 4], [SettingEntry("vocabulary", .number(5)), SettingEntry("units", .number(2))],
          integersBelow: 5),
        LayerExample(
          [6], [SettingEntry("vocabulary", .number(3)), SettingEntry("units", .number(3))], integersBelow: 3),
      ]
    ) { settings, shape, generator throws(NetworkError) in
      let vocabulary = try settings.integer("vocabulary", in: 1...10_000_000)
      let units = try settings.integer("units", in: 1...10_000_000)
      try limit(product: [vocabulary, units], settings.place)
      let elements = (0..<(vocabulary * units)).map { _ in generator.normal() }
      return Embedding(weights: Tensor(shape: [vocabulary, units], elements: elements))
    },
    LayerEntry(
      "residual", "a block of layers with a path around it: x + F(x)", mainKey: "layers",
      keys: [KeyDescription("layers", "the layers of the block, which keep the shape", .layers)],
      examples: [
        LayerExample(
          [3, 4],
          [
            SettingEntry(
              "layers",
              .list([
                .mapping([SettingEntry("dense", .number(6))]), .text("tanh"),
                .mapping([SettingEntry("dense", .number(4))]),
              ]))
          ]),
        LayerExample(
          [2, 2, 3, 3],
          [
            SettingEntry(
              "layers",
              .list([
                .mapping([
                  SettingEntry(
                    "convolution-2d",
                    .mapping([SettingEntry("filters", .number(2)), SettingEntry("padding", .number(1))]))
                ]), .text("batch-normalization"), .text("relu"),
              ]))
          ]),
      ]
    ) { settings, shape, generator throws(NetworkError) in
      let specifications = try settings.specifications("layers")
      return Residual(
        try make(specifications, inputShape: shape, prefix: "\(settings.place).layers", generator: &generator)
      )
    },
  ]
}
