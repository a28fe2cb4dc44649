import Tensors

/// A table of learnt rows, looked up by index.
///
/// Forward: `y[n, …] = W[x[n, …]]`, x whole numbers from 0 below the vocabulary, `[N]` or `[N, T]`, W
/// `[vocabulary, D]`, y `[N, D]` or `[N, T, D]`. Backward: `∂C/∂W[i] = Σ g` over the places with index i; an index has no
/// gradient. What is no index of the table gives a row of NaN.
public struct Embedding<Scalar: TensorScalar>: Layer {
  /// `embedding`.
  public let kind = "embedding"
  /// W, `[vocabulary, D]`.
  public var weights: Tensor<Scalar>

  /// Makes the layer from its table.
  public init(weights: Tensor<Scalar>) {
    precondition(weights.rank == 2, "the table is a matrix, not of shape \(weights.shape)")
    self.weights = weights
  }

  /// Indices are counted, not measured.
  public var hasInputGradient: Bool { false }

  /// The table.
  public var parameters: [Parameter<Scalar>] {
    get { [Parameter("weights", weights, isRegularized: true)] }
    set { weights = newValue[0].value }
  }

  /// `[N, …] → [N, …, D]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    guard !inputShape.isEmpty else {
      throw .shape(place: "", expected: "indices of shape [N, …]", found: "\(inputShape)")
    }
    return inputShape + [weights.shape[1]]
  }

  /// What `backward` needs: the input's shape and for each place the row, or `nil`.
  public struct Cache: Sendable {
    let inputShape: [Int]
    let rows: [Int?]
  }

  /// The rows.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    let width = weights.shape[1]
    let rows = input.elements.map { index -> Int? in
      guard let row = Int(exactly: index), row >= 0, row < weights.shape[0] else { return nil }
      return row
    }
    var output: [Scalar] = []
    output.reserveCapacity(rows.count * width)
    for row in rows {
      if let row {
        output.append(contentsOf: weights.elements[(row * width)..<((row + 1) * width)])
      } else {
        output.append(contentsOf: repeatElement(.nan, count: width))
      }
    }
    let cache = Cache(inputShape: input.shape, rows: rows)
    return (Tensor(shape: input.shape + [width], elements: output), cache)
  }

  /// The gradient of the table; zeros for the indices.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    let width = weights.shape[1]
    var gradient = Tensor<Scalar>.zeros(weights.shape)
    for (place, row) in cache.rows.enumerated() {
      guard let row else { continue }
      for column in 0..<width {
        gradient.elements[row * width + column] += outputGradient.elements[place * width + column]
      }
    }
    return LayerGradient(input: .zeros(cache.inputShape), parameters: [gradient])
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    Embedding<Other>(weights: weights.converted())
  }
}
