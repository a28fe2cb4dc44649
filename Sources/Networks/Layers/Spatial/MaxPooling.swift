import Tensors

/// The largest cell of each window of each plane; windows may overlap.
///
/// Forward: `y[n, c, i, j] = max_{u, v} x[n, c, i·s + u − p, j·s + v − p]`, `[N, C, H, W] → [N, C, OH, OW]`; cells of
/// the padding never win, NaN always does. Backward: each window's gradient goes to its winner and adds up where
/// a cell wins several windows. Of equals the first in reading order wins, which is one of the subgradients.
public struct MaxPooling<Scalar: TensorScalar>: Layer {
  /// `max-pooling`.
  public let kind = "max-pooling"
  /// Size, stride and padding.
  public let window: SlidingWindow

  /// What `backward` needs: the input's shape and, for each output, the winner's place in its plane (below 0,
  /// as −1 − place, where it shares the maximum).
  public struct Cache: Sendable {
    let inputShape: [Int]
    let winners: [Int32]
  }

  /// Makes the layer.
  public init(window: SlidingWindow) { self.window = window }

  /// `[N, C, H, W] → [N, C, OH, OW]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    try window.outputShape(for: inputShape)
  }

  /// The maxima.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    let plane = Extent2D(height: input.shape[2], width: input.shape[3])
    guard let extent = window.output(for: plane) else {
      preconditionFailure("planes of shape \(input.shape) are smaller than the window")
    }
    let places = window.places(in: plane, output: extent)
    let (positions, taps, planes) = (extent.count, window.kernel.count, input.shape[0] * input.shape[1])
    var maxima: [Scalar] = []
    var winners: [Int32] = []
    maxima.reserveCapacity(planes * positions)
    winners.reserveCapacity(planes * positions)
    for start in stride(from: 0, to: planes * plane.count, by: plane.count) {
      for position in 0..<positions {
        var winner: Int32 = -1
        var largest: Scalar = 0
        var isShared = false
        for tap in 0..<taps {
          let place = places[tap * positions + position]
          guard place >= 0 else { continue }
          let cell = input.elements[start + Int(place)]
          if winner < 0 || cell > largest || (cell.isNaN && !largest.isNaN) {
            (winner, largest, isShared) = (place, cell, false)
          } else if cell == largest {
            isShared = true
          }
        }
        maxima.append(largest)
        winners.append(isShared ? -1 - winner : winner)
      }
    }
    let shape = [input.shape[0], input.shape[1], extent.height, extent.width]
    return (Tensor(shape: shape, elements: maxima), Cache(inputShape: input.shape, winners: winners))
  }

  /// The gradient at the winners.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    var gradient = Tensor<Scalar>.zeros(cache.inputShape)
    let cells = cache.inputShape[2] * cache.inputShape[3]
    let positions = outputGradient.shape[2] * outputGradient.shape[3]
    for (place, winner) in cache.winners.enumerated() {
      let cell = Int(winner < 0 ? -1 - winner : winner)
      gradient.elements[place / positions * cells + cell] += outputGradient.elements[place]
    }
    return LayerGradient(input: gradient)
  }

  /// Which cell won each window.
  public func activePieces(_ cache: Cache) -> [Int32] { cache.winners }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    MaxPooling<Other>(window: window)
  }
}
