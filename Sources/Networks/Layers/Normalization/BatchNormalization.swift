import Tensors

/// Each feature centred and scaled to variance 1 over the batch, then scaled and shifted by what is learnt.
///
/// Forward: `x̂ = (x − μ) / √(σ² + ε)`, `y = scale · x̂ + shift`; scale and shift `[C]`, input `[N, C]` or `[N, C, …]` as
/// `[N, C, H, W]`: axis 1 holds the features, all other axes are averaged over (m numbers a feature). In training μ
/// and σ² are those of the batch, the variance biased (divided by m); in use they are the running ones.
/// Backward in training, with means over the m numbers of a feature:
/// `∂C/∂x = scale · (g − mean(g) − x̂ · mean(g · x̂)) / √(σ² + ε)`; in use `∂C/∂x = scale · g / √(σ² + ε)`.
/// `∂C/∂scale = Σ g · x̂`, `∂C/∂shift = Σ g`. Source: Ioffe and Szegedy (2015).
///
/// `absorb` moves the running statistics: `running ← momentum · running + (1 − momentum) · batch`.
public struct BatchNormalization<Scalar: TensorScalar>: Layer {
  /// `batch-normalization`.
  public let kind = "batch-normalization"
  /// The learnt scale, `[C]`.
  public var scale: Tensor<Scalar>
  /// The learnt shift, `[C]`.
  public var shift: Tensor<Scalar>
  /// The mean used outside of training, `[C]`.
  public var runningMean: Tensor<Scalar>
  /// The variance used outside of training, `[C]`.
  public var runningVariance: Tensor<Scalar>
  /// ε, which keeps the division finite.
  public let epsilon: Scalar
  /// The share of the running statistics that stays when a batch is absorbed.
  public let momentum: Scalar

  /// What `backward` and `absorb` need.
  public struct Cache: Sendable {
    let normalized: [Scalar]
    let inverseDeviations: [Scalar]
    let means: [Scalar]
    let variances: [Scalar]
    let isTraining: Bool
  }

  /// Makes the layer; the running statistics start at mean 0 and variance 1.
  public init(scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar = 1e-5, momentum: Scalar = 0.9) {
    precondition(scale.rank == 1 && scale.shape == shift.shape, "scale and shift are vectors of one length")
    self.scale = scale
    self.shift = shift
    self.epsilon = epsilon
    self.momentum = momentum
    runningMean = .zeros(scale.shape)
    runningVariance = Tensor(shape: scale.shape, repeating: 1)
  }

  /// Scale and shift.
  public var parameters: [Parameter<Scalar>] {
    get { [Parameter("scale", scale), Parameter("shift", shift)] }
    set { (scale, shift) = (newValue[0].value, newValue[1].value) }
  }

  /// The running statistics.
  public var state: [Parameter<Scalar>] {
    get { [Parameter("runningMean", runningMean), Parameter("runningVariance", runningVariance)] }
    set { (runningMean, runningVariance) = (newValue[0].value, newValue[1].value) }
  }

  /// `[N, C, …]`, unchanged.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    guard inputShape.count >= 2, inputShape[1] == scale.count else {
      throw .shape(place: "", expected: "an input of shape [N, \(scale.count), …]", found: "\(inputShape)")
    }
    return inputShape
  }

  /// `scale · x̂ + shift`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    let (features, width) = (scale.count, input.shape.dropFirst(2).reduce(1, *))
    var (means, variances) = (runningMean.elements, runningVariance.elements)
    if context.isTraining { (means, variances) = statistics(input, width) }
    let inverse = variances.map { 1 / ($0 + epsilon).squareRoot() }
    let (x, scales, shifts) = (input.elements, scale.elements, shift.elements)
    var (normalized, output) = (x, x)
    var start = 0
    for _ in 0..<input.shape[0] {
      for feature in 0..<features {
        for place in start..<(start + width) {
          let centred = (x[place] - means[feature]) * inverse[feature]
          normalized[place] = centred
          output[place] = centred * scales[feature] + shifts[feature]
        }
        start += width
      }
    }
    let cache = Cache(
      normalized: normalized, inverseDeviations: inverse, means: means, variances: variances,
      isTraining: context.isTraining)
    return (Tensor(shape: input.shape, elements: output), cache)
  }

  /// Mean and biased variance of each feature.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func statistics(_ input: Tensor<Scalar>, _ width: Int) -> (means: [Scalar], variances: [Scalar]) {
    let features = scale.count
    let count = Scalar(max(input.shape[0] * width, 1))
    let x = input.elements
    var means = [Scalar](repeating: 0, count: features)
    var start = 0
    for _ in 0..<input.shape[0] {
      for feature in 0..<features {
        for place in start..<(start + width) {
          means[feature] += x[place]
        }
        start += width
      }
    }
    for feature in 0..<features { means[feature] /= count }
    var variances = [Scalar](repeating: 0, count: features)
    start = 0
    for _ in 0..<input.shape[0] {
      for feature in 0..<features {
        let mean = means[feature]
        for place in start..<(start + width) {
          variances[feature] += (x[place] - mean) * (x[place] - mean)
        }
        start += width
      }
    }
    for feature in 0..<features { variances[feature] /= count }
    return (means, variances)
  }

  /// The gradients of input, scale and shift.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    let (features, width) = (scale.count, outputGradient.shape.dropFirst(2).reduce(1, *))
    let samples = outputGradient.shape[0]
    let (upstream, normalized) = (outputGradient.elements, cache.normalized)
    var scaleGradient = [Scalar](repeating: 0, count: features)
    var shiftGradient = scaleGradient
    var start = 0
    for _ in 0..<samples {
      for feature in 0..<features {
        for place in start..<(start + width) {
          scaleGradient[feature] += upstream[place] * normalized[place]
          shiftGradient[feature] += upstream[place]
        }
        start += width
      }
    }
    // Batch statistics depend on the input, running ones do not.
    let share = cache.isTraining ? 1 / Scalar(max(samples * width, 1)) : 0
    var inputGradient = upstream
    start = 0
    for _ in 0..<samples {
      for feature in 0..<features {
        let factor = scale.elements[feature] * cache.inverseDeviations[feature]
        let (mean, projection) = (shiftGradient[feature] * share, scaleGradient[feature] * share)
        for place in start..<(start + width) {
          inputGradient[place] = factor * (upstream[place] - mean - normalized[place] * projection)
        }
        start += width
      }
    }
    return LayerGradient(
      input: Tensor(shape: outputGradient.shape, elements: inputGradient),
      parameters: [Tensor(scaleGradient), Tensor(shiftGradient)])
  }

  /// Moves the running statistics towards the batch's; does nothing for a pass that was no training.
  public mutating func absorb(_ cache: Cache) {
    guard cache.isTraining else { return }
    for feature in 0..<scale.count {
      runningMean.elements[feature] =
        momentum * runningMean.elements[feature] + (1 - momentum) * cache.means[feature]
      runningVariance.elements[feature] =
        momentum * runningVariance.elements[feature] + (1 - momentum) * cache.variances[feature]
    }
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    var other = BatchNormalization<Other>(
      scale: scale.converted(), shift: shift.converted(), epsilon: Other(epsilon), momentum: Other(momentum))
    other.runningMean = runningMean.converted()
    other.runningVariance = runningVariance.converted()
    return other
  }
}
