import RealModule
import Tensors

/// Softmax over the last axis: shares that are positive and add up to 1.
///
/// Forward: `p_i = e^{z_i} / Σ_j e^{z_j}`, the largest z subtracted first, so that nothing overflows.
/// Backward: `∂C/∂z_i = p_i · (g_i − Σ_j g_j p_j)`, the product with the Jacobian `diag(p) − p pᵀ`.
public struct Softmax<Scalar: TensorScalar>: Layer {
  /// `softmax`.
  public let kind = "softmax"

  /// Makes the layer.
  public init() {}

  /// Any shape with at least one axis beside the batch.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    guard inputShape.count >= 2, inputShape[inputShape.count - 1] > 0 else {
      throw .shape(place: "", expected: "an input of shape [N, …, classes]", found: "\(inputShape)")
    }
    return inputShape
  }

  /// The shares.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(_ input: Tensor<Scalar>, context: ForwardContext) -> (
    output: Tensor<Scalar>, cache: Tensor<Scalar>
  ) {
    var output = input
    let width = input.shape.last ?? 1
    for start in stride(from: 0, to: input.count, by: max(width, 1)) {
      let row = start..<(start + width)
      let largest = maximum(input.elements, row)
      var sum: Scalar = 0
      for place in row {
        output.elements[place] = Scalar.exp(input.elements[place] - largest)
        sum += output.elements[place]
      }
      for place in row { output.elements[place] /= sum }
    }
    return (output, output)
  }

  /// `p · (g − Σ g p)` for each row.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache shares: Tensor<Scalar>) -> LayerGradient<
    Scalar
  > {
    var gradient = outputGradient
    let width = shares.shape.last ?? 1
    for start in stride(from: 0, to: shares.count, by: max(width, 1)) {
      let row = start..<(start + width)
      var mean: Scalar = 0
      for place in row { mean += outputGradient.elements[place] * shares.elements[place] }
      for place in row {
        gradient.elements[place] = shares.elements[place] * (outputGradient.elements[place] - mean)
      }
    }
    return LayerGradient(input: gradient)
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? { Softmax<Other>() }
}

/// The largest number of a row that is not empty.
@inline(__always)
func maximum<Scalar: TensorScalar>(_ elements: [Scalar], _ row: Range<Int>) -> Scalar {
  var largest = elements[row.lowerBound]
  for place in row where elements[place] > largest { largest = elements[place] }
  return largest
}
