import Tensors

/// The mean of each window of each plane; windows may overlap.
///
/// Forward: `y[n, c, i, j] = (1/m) Σ_{u, v} x[n, c, i·s + u − p, j·s + v − p]`, `[N, C, H, W] → [N, C, OH, OW]`, with m the
/// number of the window's cells that are not padding. Backward: each of these cells receives `g / m`, adding up
/// where windows overlap.
public struct AveragePooling<Scalar: TensorScalar>: Layer {
  /// `average-pooling`.
  public let kind = "average-pooling"
  /// Size, stride and padding.
  public let window: SlidingWindow

  /// Makes the layer.
  public init(window: SlidingWindow) { self.window = window }

  /// `[N, C, H, W] → [N, C, OH, OW]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    try window.outputShape(for: inputShape)
  }

  /// The means; the cache is the input's shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: [Int]) {
    let plane = Extent2D(height: input.shape[2], width: input.shape[3])
    let extent = extent(of: plane)
    let places = window.places(in: plane, output: extent)
    let positions = extent.count
    let shape = [input.shape[0], input.shape[1], extent.height, extent.width]
    var output = Tensor<Scalar>.zeros(shape)
    let counts: [Scalar] = counts(places, positions)
    for index in 0..<(input.shape[0] * input.shape[1]) {
      for (tap, place) in places.enumerated() where place >= 0 {
        output.elements[index * positions + tap % positions] +=
          input.elements[index * plane.count + Int(place)]
      }
      for position in 0..<positions { output.elements[index * positions + position] /= counts[position] }
    }
    return (output, input.shape)
  }

  /// The gradient, shared by each window's cells.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache inputShape: [Int]) -> LayerGradient<Scalar> {
    let plane = Extent2D(height: inputShape[2], width: inputShape[3])
    let extent = extent(of: plane)
    let places = window.places(in: plane, output: extent)
    let positions = extent.count
    let counts: [Scalar] = counts(places, positions)
    var gradient = Tensor<Scalar>.zeros(inputShape)
    for index in 0..<(inputShape[0] * inputShape[1]) {
      for (tap, place) in places.enumerated() where place >= 0 {
        let position = tap % positions
        gradient.elements[index * plane.count + Int(place)] +=
          outputGradient.elements[index * positions + position] / counts[position]
      }
    }
    return LayerGradient(input: gradient)
  }

  private func extent(of plane: Extent2D) -> Extent2D {
    guard let extent = window.output(for: plane) else {
      preconditionFailure("planes of \(plane.height)×\(plane.width) are smaller than the window")
    }
    return extent
  }

  /// For each window the number of cells that are not padding.
  @inline(__always)
  private func counts(_ places: [Int32], _ positions: Int) -> [Scalar] {
    var counts = [Scalar](repeating: 0, count: positions)
    for (tap, place) in places.enumerated() where place >= 0 { counts[tap % positions] += 1 }
    return counts
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    AveragePooling<Other>(window: window)
  }
}
