import Tensors

/// Sets a random share of the inputs to 0 in training and scales the others up.
///
/// Forward in training: `y = m · x / (1 − rate)` with each m 0 with probability `rate`, else 1 (inverted scaling: the
/// mean stays what it was); in use `y = x`. Backward: the same mask, `∂C/∂x = m · g / (1 − rate)`.
/// The mask follows from the pass's seed and the layer's own: equal contexts give equal masks, so a gradient
/// check sees one function. Source: Srivastava et al. (2014).
public struct Dropout<Scalar: TensorScalar>: Layer {
  /// `dropout`.
  public let kind = "dropout"
  /// The share that is dropped, from 0 to below 1.
  public let rate: Double
  /// The layer's own seed, so that two layers of one pass draw different masks.
  public let seed: UInt64

  /// Makes the layer.
  public init(rate: Double, seed: UInt64 = 0) {
    precondition(rate >= 0 && rate < 1, "a dropout rate is at least 0 and below 1")
    self.rate = rate
    self.seed = seed
  }

  /// Any shape.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] { inputShape }

  /// The masked input; the cache is the factor of each element, or `nil` outside of training.
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: [Scalar]?) {
    guard context.isTraining, rate > 0 else { return (input, nil) }
    let factors = factors(input.count, context.seed)
    return (masked(input, factors), factors)
  }

  /// The masked gradient.
  public func backward(_ outputGradient: Tensor<Scalar>, cache factors: [Scalar]?) -> LayerGradient<Scalar> {
    LayerGradient(input: factors.map { masked(outputGradient, $0) } ?? outputGradient)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func factors(_ count: Int, _ passSeed: UInt64) -> [Scalar] {
    var generator = SeededGenerator(seed: passSeed).fork("dropout").fork(Int(truncatingIfNeeded: seed))
    let kept = Scalar(1 / (1 - rate))
    return (0..<count).map { _ in generator.uniform() < rate ? 0 : kept }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func masked(_ input: Tensor<Scalar>, _ factors: [Scalar]) -> Tensor<Scalar> {
    var output = input
    for place in factors.indices { output.elements[place] *= factors[place] }
    return output
  }

  /// The same layer, with the same mask, in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    Dropout<Other>(rate: rate, seed: seed)
  }
}
