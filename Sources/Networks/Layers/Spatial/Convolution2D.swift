import Tensors

/// A convolution over planes (cross-correlation, as all libraries compute it), with stride, padding and groups.
///
/// Forward: `y[n, f, i, j] = b[f] + Σ_{c, u, v} w[f, c, u, v] · x[n, c₀ + c, i·s + u − p, j·s + v − p]`, x
/// `[N, C, H, W]`, w `[F, C / groups, KH, KW]`, b `[F]`, y `[N, F, OH, OW]`; cells of the padding are 0. The
/// filters of group k see the k-th share of the channels.
/// Backward, with `g = ∂C/∂y`: `∂C/∂w = Σ_{n, i, j} g · x` over the same triples of places, `∂C/∂x` sends `g · w` back
/// to the place that was read (adding up where windows overlap), `∂C/∂b = Σ_{n, i, j} g`.
///
/// Windows are unfolded into the columns of a matrix, so that all three are matrix products.
public struct Convolution2D<Scalar: TensorScalar>: Layer {
  /// `convolution-2d`.
  public let kind = "convolution-2d"
  /// w, `[F, C / groups, KH, KW]`.
  public var weights: Tensor<Scalar>
  /// b, `[F]`.
  public var bias: Tensor<Scalar>
  /// Kernel, stride and padding.
  public let window: SlidingWindow
  /// Into how many shares filters and channels are divided.
  public let groups: Int

  /// Makes the layer from its parameters.
  public init(
    weights: Tensor<Scalar>, bias: Tensor<Scalar>, stride: Extent2D = 1, padding: Extent2D = 0,
    groups: Int = 1
  ) {
    precondition(
      weights.rank == 4 && bias.shape == [weights.shape[0]],
      "weights of shape \(weights.shape) do not go with a bias of shape \(bias.shape)")
    precondition(groups >= 1 && weights.shape[0] % groups == 0, "\(groups) groups do not divide the filters")
    self.weights = weights
    self.bias = bias
    self.groups = groups
    window = SlidingWindow(
      kernel: Extent2D(height: weights.shape[2], width: weights.shape[3]), stride: stride, padding: padding)
  }

  /// Weights and bias.
  public var parameters: [Parameter<Scalar>] {
    get { [Parameter("weights", weights, isRegularized: true), Parameter("bias", bias)] }
    set { (weights, bias) = (newValue[0].value, newValue[1].value) }
  }

  /// `[N, C, H, W] → [N, F, OH, OW]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    let channels = weights.shape[1] * groups
    guard inputShape.count == 4, inputShape[1] == channels else {
      throw .shape(
        place: "", expected: "an input of shape [N, \(channels), height, width]", found: "\(inputShape)")
    }
    return try window.outputShape(for: inputShape, channels: weights.shape[0])
  }

  /// The sizes of a pass.
  private struct Sizes {
    let samples: Int
    let channels: Int
    let cells: Int
    let positions: Int
    let filters: Int
    let taps: Int
    let output: Extent2D
    let places: [Int32]
  }

  /// Channels, filters and taps are those of one group.
  private func sizes(_ inputShape: [Int]) -> Sizes {
    let plane = Extent2D(height: inputShape[2], width: inputShape[3])
    guard let output = window.output(for: plane) else {
      preconditionFailure("planes of shape \(inputShape) are smaller than the kernel")
    }
    return Sizes(
      samples: inputShape[0], channels: weights.shape[1], cells: plane.count, positions: output.count,
      filters: weights.shape[0] / groups, taps: weights.shape[1] * window.kernel.count, output: output,
      places: window.places(in: plane, output: output))
  }

  /// `w ⋆ x + b`.
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Tensor<Scalar>) {
    let sizes = sizes(input.shape)
    let shape = [sizes.samples, weights.shape[0], sizes.output.height, sizes.output.width]
    var output: [Scalar] = []
    output.reserveCapacity(shape.reduce(1, *))
    let kernels = (0..<groups).map { groupWeights($0, sizes) }
    var product = [Scalar](repeating: 0, count: sizes.filters * sizes.positions)
    for sample in 0..<sizes.samples {
      for group in 0..<groups {
        Scalar.multiply(
          kernels[group], transposed: false, patches(input.elements, sample * groups + group, sizes),
          transposed: false, into: &product, rows: sizes.filters, inner: sizes.taps, columns: sizes.positions,
          accumulating: false)
        addBias(&product, from: group * sizes.filters, sizes.positions)
        output.append(contentsOf: product)
      }
    }
    return (Tensor(shape: shape, elements: output), input)
  }

  /// The gradients of input, weights and bias.
  public func backward(
    _ outputGradient: Tensor<Scalar>, cache input: Tensor<Scalar>
  ) -> LayerGradient<Scalar> {
    let sizes = sizes(input.shape)
    var inputGradient = Tensor<Scalar>.zeros(input.shape)
    var biasGradient = Tensor<Scalar>.zeros(bias.shape)
    let kernels = (0..<groups).map { groupWeights($0, sizes) }
    var kernelGradients = kernels.map { [Scalar](repeating: 0, count: $0.count) }
    var spread = [Scalar](repeating: 0, count: sizes.taps * sizes.positions)
    let block = sizes.filters * sizes.positions
    for sample in 0..<sizes.samples {
      for group in 0..<groups {
        let place = sample * groups + group
        let upstream = Array(outputGradient.elements[(place * block)..<((place + 1) * block)])
        sumPositions(upstream, into: &biasGradient.elements, from: group * sizes.filters, sizes.positions)
        Scalar.multiply(
          upstream, transposed: false, patches(input.elements, place, sizes), transposed: true,
          into: &kernelGradients[group], rows: sizes.filters, inner: sizes.positions, columns: sizes.taps,
          accumulating: true)
        Scalar.multiply(
          kernels[group], transposed: true, upstream, transposed: false, into: &spread, rows: sizes.taps,
          inner: sizes.filters, columns: sizes.positions, accumulating: false)
        addPatches(spread, to: &inputGradient.elements, place, sizes)
      }
    }
    let weightGradient = Tensor(shape: weights.shape, elements: kernelGradients.flatMap(\.self))
    return LayerGradient(input: inputGradient, parameters: [weightGradient, biasGradient])
  }

  /// The weights of a group as a matrix `[filters, taps]`.
  private func groupWeights(_ group: Int, _ sizes: Sizes) -> [Scalar] {
    let count = sizes.filters * sizes.taps
    return Array(weights.elements[(group * count)..<((group + 1) * count)])
  }

  /// The windows of one sample's share of the channels as columns, `[taps, positions]`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func patches(_ input: [Scalar], _ share: Int, _ sizes: Sizes) -> [Scalar] {
    var patches: [Scalar] = []
    patches.reserveCapacity(sizes.taps * sizes.positions)
    for channel in 0..<sizes.channels {
      let start = (share * sizes.channels + channel) * sizes.cells
      for place in sizes.places { patches.append(place < 0 ? 0 : input[start + Int(place)]) }
    }
    return patches
  }

  /// Adds what `patches` copied back to where it came from.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func addPatches(_ patches: [Scalar], to gradient: inout [Scalar], _ share: Int, _ sizes: Sizes) {
    var next = 0
    for channel in 0..<sizes.channels {
      let start = (share * sizes.channels + channel) * sizes.cells
      for place in sizes.places {
        if place >= 0 { gradient[start + Int(place)] += patches[next] }
        next += 1
      }
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func addBias(_ rows: inout [Scalar], from first: Int, _ width: Int) {
    for place in rows.indices { rows[place] += bias.elements[first + place / width] }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func sumPositions(_ rows: [Scalar], into sums: inout [Scalar], from first: Int, _ width: Int) {
    for place in rows.indices { sums[first + place / width] += rows[place] }
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    Convolution2D<Other>(
      weights: weights.converted(), bias: bias.converted(), stride: window.stride, padding: window.padding,
      groups: groups)
  }
}
