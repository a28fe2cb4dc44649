import Tensors

extension Network where Scalar == Double {
  /// Builds a network from the specifications of its layers, with parameters drawn from `generator`.
  ///
  /// - Throws: `NetworkError` naming the layer (`layers.2`), what it expects and what it would get.
  public init(
    inputShape: [Int], specifications: [Specification], generator: inout SeededGenerator
  ) throws(NetworkError) {
    var shape = [1] + inputShape
    var layers: [any Layer<Double>] = []
    for (index, specification) in specifications.enumerated() {
      do {
        let layer = try LayerCatalog.make(specification, inputShape: shape, generator: &generator)
        shape = try layer.outputShape(for: shape)
        layers.append(layer)
      } catch {
        throw error.inside("layers.\(index)")
      }
    }
    try self.init(inputShape: inputShape, layers: layers)
  }
}
