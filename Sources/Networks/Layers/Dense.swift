import Tensors

/// A fully connected (affine) layer, examples as rows.
///
/// Forward: `y = x · W + b`, x `[N, in]`, W `[in, out]`, b `[out]`, y `[N, out]`.
/// Backward: `∂C/∂x = g · Wᵀ`, `∂C/∂W = xᵀ · g`, `∂C/∂b = Σ_n g`, with `g = ∂C/∂y`.
public struct Dense<Scalar: TensorScalar>: Layer {
  /// `dense`.
  public let kind = "dense"
  /// W, `[in, out]`: rows are inputs, columns are units.
  public var weights: Tensor<Scalar>
  /// b, `[out]`.
  public var bias: Tensor<Scalar>

  /// Makes the layer from its parameters.
  public init(weights: Tensor<Scalar>, bias: Tensor<Scalar>) {
    precondition(
      weights.rank == 2 && bias.shape == [weights.shape[1]],
      "weights of shape \(weights.shape) do not go with a bias of shape \(bias.shape)")
    self.weights = weights
    self.bias = bias
  }

  /// Weights and bias.
  public var parameters: [Parameter<Scalar>] {
    get { [Parameter("weights", weights, isRegularized: true), Parameter("bias", bias)] }
    set { (weights, bias) = (newValue[0].value, newValue[1].value) }
  }

  /// `[N, in] → [N, out]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    guard inputShape.count == 2, inputShape[1] == weights.shape[0] else {
      throw .shape(place: "", expected: "an input of shape [N, \(weights.shape[0])]", found: "\(inputShape)")
    }
    return [inputShape[0], weights.shape[1]]
  }

  /// `x · W + b`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(_ input: Tensor<Scalar>, context: ForwardContext) -> (
    output: Tensor<Scalar>, cache: Tensor<Scalar>
  ) {
    (input.matrixProduct(weights).addingToRows(bias), input)
  }

  /// The gradients of input, weights and bias.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache input: Tensor<Scalar>) -> LayerGradient<Scalar> {
    LayerGradient(
      input: outputGradient.productWithTransposed(weights),
      parameters: [input.transposedProduct(outputGradient), outputGradient.columnSums])
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    Dense<Other>(weights: weights.converted(), bias: bias.converted())
  }
}
