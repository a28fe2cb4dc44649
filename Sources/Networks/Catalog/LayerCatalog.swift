import Tensors

/// The one list of all layers, which tests, `gradus list` and `gradus check` walk.
public enum LayerCatalog {
  /// All built-in layers.
  public static let entries: [LayerEntry] =
    [dense] + activations + [dropout] + normalizations + spatial + structure + recurrent

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
  ///
  /// - Parameters:
  ///   - specification: the layer's name and keys.
  ///   - inputShape: the shape of its input, batch axis included.
  ///   - generator: draws its first parameters.
  /// - Throws: `NetworkError` for an unknown name or key, a value that is not usable, a shape that does not fit.
  public static func make(
    _ specification: Specification, inputShape: [Int], generator: inout SeededGenerator
  ) throws(NetworkError) -> any Layer<Double> {
    let entry = try entry(named: specification.name)
    let settings = try specification.settings(mainKey: entry.mainKey)
    return try entry.make(settings, inputShape: inputShape, generator: &generator)
  }

  /// Makes layers that follow each other.
  ///
  /// Weights whose `initialization` is not set start by He's rule where the next activation is like ReLU, else by
  /// Glorot's.
  ///
  /// - Parameter prefix: the place of the list in messages; the third layer's is `prefix.2`.
  static func make(
    _ specifications: [Specification], inputShape: [Int], prefix: String, generator: inout SeededGenerator
  ) throws(NetworkError) -> [any Layer<Double>] {
    var shape = inputShape
    var total = 0
    var layers: [any Layer<Double>] = []
    for (index, specification) in specifications.enumerated() {
      let place = "\(prefix).\(index)"
      do {
        var complete = specification
        if beforeReLU(specifications[(index + 1)...]) { try complete.addInitialization("he") }
        let layer = try make(complete, inputShape: shape, generator: &generator)
        shape = try layer.outputShape(for: shape)
        layers.append(layer)
        total += layer.parameters.reduce(0) { $0 + $1.value.count }
        try limit(total, "")
      } catch {
        throw error.inside(place)
      }
    }
    return layers
  }

  /// Whether the next activation is like ReLU: half of its inputs give (nearly) nothing.
  private static func beforeReLU(_ following: ArraySlice<Specification>) -> Bool {
    for specification in following {
      switch specification.name {
      case "relu", "leaky-relu", "elu", "gelu", "silu", "softplus": return true
      case "batch-normalization", "layer-normalization", "dropout", "max-pooling", "average-pooling",
        "flatten":
        continue
      default: return false
      }
    }
    return false
  }

  /// The most numbers that one layer, or one network, may learn.
  static let maximumParameters = 100_000_000

  /// Throws where a layer would be absurdly large.
  static func limit(_ count: Int, _ place: String) throws(NetworkError) {
    guard count <= maximumParameters else {
      throw .setting(
        place: place, expected: "at most \(maximumParameters) parameters",
        found: count == .max ? "far more" : "\(count)")
    }
  }

  /// Throws where the product of these sizes is absurdly large.
  static func limit(product sizes: [Int], _ place: String) throws(NetworkError) {
    var product = 1
    for size in sizes {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      product = overflow ? .max : next
      if overflow { break }
    }
    try limit(product, place)
  }
}

extension Specification {
  /// Sets how weights start, where the layer has weights and the author left it open.
  fileprivate mutating func addInitialization(_ word: String) throws(NetworkError) {
    let entry = try LayerCatalog.entry(named: name)
    guard entry.keys.contains(where: { $0.name == "initialization" }),
      !entries.contains(where: { $0.key == "initialization" })
    else { return }
    self = Specification(name, main: main, entries + [SettingEntry("initialization", .text(word))])
  }
}
