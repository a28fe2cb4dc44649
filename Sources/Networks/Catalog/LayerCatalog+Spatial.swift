import Tensors

extension LayerCatalog {
  private static let largestKernel = 10_000

  private static let paddingKey = KeyDescription(
    "padding", "cells added on each side, fewer than the kernel has; one number or [rows, columns]", .extent,
    default: "0")

  /// Kernel, stride and padding; `size` is the kernel's key.
  private static func window(
    _ settings: Settings, size: String, defaultSize: Int, strideFollowsSize: Bool
  ) throws(NetworkError) -> SlidingWindow {
    let literal = Extent2D(height: defaultSize, width: defaultSize)
    let kernel = try settings.extent(size, default: literal, in: 1...largestKernel)
    let stride = try settings.extent("stride", default: strideFollowsSize ? kernel : 1, in: 1...largestKernel)
    let padding = try settings.extent("padding", default: 0, in: 0...largestKernel)
    guard padding.height < kernel.height, padding.width < kernel.width else {
      throw .setting(
        place: "\(settings.place).padding",
        expected: "a padding smaller than the \(size) \(kernel.height)×\(kernel.width)",
        found: "\(padding.height)×\(padding.width)")
    }
    return SlidingWindow(kernel: kernel, stride: stride, padding: padding)
  }

  private static func pooling(
    _ name: String, _ summary: String,
    _ make: @escaping @Sendable (SlidingWindow) -> any Layer<Double>
  ) -> LayerEntry {
    LayerEntry(
      name, summary, mainKey: "size",
      keys: [
        KeyDescription("size", "of the window; one number or [rows, columns]", .extent, default: "2"),
        KeyDescription("stride", "how far the window moves; without it as far as it is large", .extent),
        paddingKey,
      ],
      examples: [
        LayerExample([2, 2, 4, 6]),
        LayerExample([2, 1, 5, 5], [SettingEntry("size", .number(3)), SettingEntry("stride", .number(1))]),
        LayerExample(
          [1, 2, 5, 4],
          [
            SettingEntry("size", .list([.number(3), .number(2)])), SettingEntry("stride", .number(2)),
            SettingEntry("padding", .number(1)),
          ]),
      ]
    ) { settings, _, _ throws(NetworkError) in
      make(try window(settings, size: "size", defaultSize: 2, strideFollowsSize: true))
    }
  }

  static let spatial = [
    LayerEntry(
      "convolution-2d", "filters that slide over planes [N, channels, height, width]", mainKey: "filters",
      keys: [
        KeyDescription("filters", "the number of filters, which is that of the output's channels", .integer),
        KeyDescription(
          "kernel", "the size of a filter; one number or [rows, columns]", .extent, default: "3"),
        KeyDescription(
          "stride", "how far a filter moves; one number or [rows, columns]", .extent, default: "1"),
        paddingKey,
        KeyDescription(
          "groups", "shares into which channels and filters are divided", .integer, default: "1"),
        initializationKey,
      ],
      examples: [
        LayerExample([2, 3, 4, 5], [SettingEntry("filters", .number(2))]),
        LayerExample(
          [2, 2, 5, 4],
          [
            SettingEntry("filters", .number(3)), SettingEntry("stride", .number(2)),
            SettingEntry("padding", .number(1)),
          ]),
        LayerExample(
          [1, 4, 3, 4],
          [
            SettingEntry("filters", .number(6)), SettingEntry("groups", .number(2)),
            SettingEntry("kernel", .list([.number(2), .number(3)])),
          ]),
      ], build: convolution),
    pooling("max-pooling", "the largest number of each window") { MaxPooling<Double>(window: $0) },
    pooling("average-pooling", "the mean of each window") { AveragePooling<Double>(window: $0) },
  ]

  @Sendable
  private static func convolution(
    _ settings: Settings, _ shape: [Int], _ generator: inout SeededGenerator
  ) throws(NetworkError) -> any Layer<Double> {
    let filters = try settings.integer("filters", in: 1...1_000_000)
    let groups = try settings.integer("groups", default: 1, in: 1...1_000_000)
    let window = try window(settings, size: "kernel", defaultSize: 3, strideFollowsSize: false)
    let initialization = try settings.initialization()
    guard shape.count == 4, shape[1] > 0 else {
      throw .shape(
        place: settings.place, expected: "an input of shape [N, channels, height, width]", found: "\(shape)")
    }
    guard shape[1] % groups == 0, filters % groups == 0 else {
      throw .setting(
        place: "\(settings.place).groups",
        expected: "a number that divides the \(shape[1]) channels and the \(filters) filters",
        found: "\(groups)")
    }
    let weightShape = [filters, shape[1] / groups, window.kernel.height, window.kernel.width]
    try limit(product: weightShape, settings.place)
    let weights = initialization.weights(
      weightShape, inputs: shape[1] / groups * window.kernel.count,
      outputs: filters / groups * window.kernel.count, generator: &generator)
    return Convolution2D(
      weights: weights, bias: .zeros([filters]), stride: window.stride, padding: window.padding,
      groups: groups)
  }
}
