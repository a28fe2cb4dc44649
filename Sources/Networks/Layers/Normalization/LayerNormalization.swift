import Tensors

/// Each row along the last axis centred and scaled to variance 1, then scaled and shifted by what is learnt.
///
/// Forward: `x̂ = (x − μ) / √(σ² + ε)`, `y = scale · x̂ + shift`, with μ and the biased variance σ² (divided by D) of
/// each row of `[N, …, D]`; scale and shift `[D]`.
/// Backward, with `h = g · scale` and means over the row: `∂C/∂x = (h − mean(h) − x̂ · mean(h · x̂)) / √(σ² + ε)`;
/// `∂C/∂scale = Σ g · x̂` and `∂C/∂shift = Σ g` over all rows. Source: Ba, Kiros and Hinton (2016).
public struct LayerNormalization<Scalar: TensorScalar>: Layer {
  /// `layer-normalization`.
  public let kind = "layer-normalization"
  /// The learnt scale, `[D]`.
  public var scale: Tensor<Scalar>
  /// The learnt shift, `[D]`.
  public var shift: Tensor<Scalar>
  /// ε, which keeps the division finite.
  public let epsilon: Scalar

  /// What `backward` needs.
  public struct Cache: Sendable {
    let normalized: Tensor<Scalar>
    let inverseDeviations: [Scalar]
  }

  /// Makes the layer from its parameters.
  public init(scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar = 1e-5) {
    precondition(scale.rank == 1 && scale.shape == shift.shape, "scale and shift are vectors of one length")
    self.scale = scale
    self.shift = shift
    self.epsilon = epsilon
  }

  /// Scale and shift.
  public var parameters: [Parameter<Scalar>] {
    get { [Parameter("scale", scale), Parameter("shift", shift)] }
    set { (scale, shift) = (newValue[0].value, newValue[1].value) }
  }

  /// `[N, …, D]`, unchanged.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    guard inputShape.count >= 2, inputShape.last == scale.count else {
      throw .shape(place: "", expected: "an input of shape [N, …, \(scale.count)]", found: "\(inputShape)")
    }
    return inputShape
  }

  /// `scale · x̂ + shift`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    let width = scale.count
    var normalized = input
    var output = input
    var inverseDeviations: [Scalar] = []
    for start in stride(from: 0, to: input.count, by: width) {
      let row = start..<(start + width)
      var mean: Scalar = 0
      for place in row { mean += input.elements[place] }
      mean /= Scalar(width)
      var variance: Scalar = 0
      for place in row { variance += (input.elements[place] - mean) * (input.elements[place] - mean) }
      let inverse = 1 / (variance / Scalar(width) + epsilon).squareRoot()
      inverseDeviations.append(inverse)
      for place in row {
        normalized.elements[place] = (input.elements[place] - mean) * inverse
        output.elements[place] =
          normalized.elements[place] * scale.elements[place - start] + shift.elements[place - start]
      }
    }
    return (output, Cache(normalized: normalized, inverseDeviations: inverseDeviations))
  }

  /// The gradients of input, scale and shift.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    let width = scale.count
    let normalized = cache.normalized.elements
    var inputGradient = outputGradient
    var scaleGradient = Tensor<Scalar>.zeros(scale.shape)
    var shiftGradient = Tensor<Scalar>.zeros(shift.shape)
    for (index, inverse) in cache.inverseDeviations.enumerated() {
      let start = index * width
      var mean: Scalar = 0
      var projection: Scalar = 0
      for place in start..<(start + width) {
        let upstream = outputGradient.elements[place]
        scaleGradient.elements[place - start] += upstream * normalized[place]
        shiftGradient.elements[place - start] += upstream
        let scaled = upstream * scale.elements[place - start]
        mean += scaled
        projection += scaled * normalized[place]
      }
      mean /= Scalar(width)
      projection /= Scalar(width)
      for place in start..<(start + width) {
        let scaled = outputGradient.elements[place] * scale.elements[place - start]
        inputGradient.elements[place] = (scaled - mean - normalized[place] * projection) * inverse
      }
    }
    return LayerGradient(input: inputGradient, parameters: [scaleGradient, shiftGradient])
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    LayerNormalization<Other>(scale: scale.converted(), shift: shift.converted(), epsilon: Other(epsilon))
  }
}
