import Tensors

extension Network where Scalar == Double {
  /// Builds a network from the specifications of its layers, with parameters drawn from `generator`.
  ///
  /// - Throws: `NetworkError` naming the layer (`layers.2`), what it expects and what it would get.
  public init(
    inputShape: [Int], specifications: [Specification], generator: inout SeededGenerator
  ) throws(NetworkError) {
    let layers = try LayerCatalog.make(
      specifications, inputShape: [1] + inputShape, prefix: "layers", generator: &generator)
    try self.init(inputShape: inputShape, layers: layers)
  }
}
