import Tensors

/// All axes but the batch as one: `[N, …] → [N, product]`.
///
/// Backward gives the gradient its former shape back.
public struct Flatten<Scalar: TensorScalar>: Layer {
  /// `flatten`.
  public let kind = "flatten"

  /// Makes the layer.
  public init() {}

  /// `[N, product]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    guard let samples = inputShape.first else {
      throw .shape(place: "", expected: "an input of shape [N, …]", found: "\(inputShape)")
    }
    return [samples, inputShape.dropFirst().reduce(1, *)]
  }

  /// The same numbers in one row a sample.
  public func forward(_ input: Tensor<Scalar>, context: ForwardContext) -> (
    output: Tensor<Scalar>, cache: [Int]
  ) {
    (input.reshaped(to: [input.shape[0], input.shape.dropFirst().reduce(1, *)]), input.shape)
  }

  /// The gradient in the input's shape.
  public func backward(_ outputGradient: Tensor<Scalar>, cache shape: [Int]) -> LayerGradient<Scalar> {
    LayerGradient(input: outputGradient.reshaped(to: shape))
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? { Flatten<Other>() }
}
