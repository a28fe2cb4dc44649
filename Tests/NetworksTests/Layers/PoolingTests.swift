import Networks
import Tensors
import Testing

@Suite struct PoolingTests {
  // The pooling of CS231n's second assignment; each window's last cell is the largest.
  @Test func `the printed maxima of CS231n are reproduced`() {
    let layer = MaxPooling<Double>(window: SlidingWindow(kernel: 2, stride: 2))
    let output = layer.forward(.evenlySpaced(-0.3, 0.4, [2, 3, 4, 4]), context: ForwardContext()).output
    let printed = [
      -0.26315789, -0.24842105, -0.20421053, -0.18947368, -0.14526316, -0.13052632, -0.08631579, -0.07157895,
      -0.02736842, -0.01263158, 0.03157895, 0.04631579, 0.09052632, 0.10526316, 0.14947368, 0.16421053,
      0.20842105,
      0.22315789, 0.26736842, 0.28210526, 0.32631579, 0.34105263, 0.38526316, 0.4,
    ]
    #expect(output.distance(to: printed) < 5.1e-9)
  }

  static let windows = [
    SlidingWindow(kernel: 2, stride: 2), SlidingWindow(kernel: 3, stride: 1),
    SlidingWindow(kernel: 3, stride: 2, padding: 1),
    SlidingWindow(
      kernel: Extent2D(height: 1, width: 4), stride: Extent2D(height: 2, width: 1),
      padding: Extent2D(height: 0, width: 3)),
    SlidingWindow(kernel: 5, stride: 5),
  ]

  /// The cells of each window, plane by plane.
  private func cells(_ window: SlidingWindow, _ input: Tensor<Double>, _ shape: [Int]) -> [[Double]] {
    var cells: [[Double]] = []
    for plane in 0..<(shape[0] * shape[1]) {
      for i in 0..<shape[2] {
        for j in 0..<shape[3] {
          var own: [Double] = []
          for y
            in (i * window.stride.height - window.padding.height)..<(i * window.stride.height
            - window.padding.height + window.kernel.height)
          {
            for x
              in (j * window.stride.width - window.padding.width)..<(j * window.stride.width
              - window.padding.width + window.kernel.width)
            where y >= 0 && x >= 0 && y < input.shape[2] && x < input.shape[3] {
              own.append(input.elements[(plane * input.shape[2] + y) * input.shape[3] + x])
            }
          }
          cells.append(own)
        }
      }
    }
    return cells
  }

  @Test(arguments: windows)
  func `outputs are maxima and means of the windows' cells`(_ window: SlidingWindow) throws {
    let input = Tensor.normal([2, 3, 6, 5], seed: 1)
    let shape = try MaxPooling<Double>(window: window).outputShape(for: input.shape)
    let cells = cells(window, input, shape)
    let maxima = MaxPooling<Double>(window: window).forward(input, context: ForwardContext()).output
    let means = AveragePooling<Double>(window: window).forward(input, context: ForwardContext()).output
    #expect(maxima.shape == shape)
    #expect(maxima.elements == cells.map { $0.max() ?? .nan })
    #expect(means.distance(to: cells.map { $0.reduce(0, +) / Double($0.count) }) < 1e-15)
  }

  @Test(arguments: windows)
  func `gradients agree with central differences`(_ window: SlidingWindow) {
    let input = Tensor.normal([2, 2, 6, 5], seed: 2)
    for layer in [MaxPooling<Double>(window: window), AveragePooling<Double>(window: window)]
      as [any Layer<Double>]
    {
      #expect(LayerProbe(layer, input).distances()[0].distance < 1e-9, "\(layer.kind)")
    }
  }

  @Test func `of equals the first wins and the tie is told`() {
    let layer = MaxPooling<Double>(window: SlidingWindow(kernel: 2, stride: 2))
    let input = Tensor<Double>(shape: [1, 1, 2, 4], elements: [1, 3, 0, 5, 3, 2, 4, -1])
    let (output, cache) = layer.forward(input, context: ForwardContext())
    #expect(output.elements == [3, 5])
    // −1 − place where the maximum is shared.
    #expect(layer.activePieces(cache) == [-1 - 1, 3])
    let gradient = layer.backward(Tensor(shape: [1, 1, 1, 2], elements: [7, 9]), cache: cache).input
    #expect(gradient.elements == [0, 7, 0, 9, 0, 0, 0, 0])
  }

  @Test func `not a number wins and is not hidden`() {
    let layer = MaxPooling<Double>(window: SlidingWindow(kernel: 2, stride: 2))
    let input = Tensor<Double>(shape: [1, 1, 2, 2], elements: [1, .nan, 3, .nan])
    let (output, cache) = layer.forward(input, context: ForwardContext())
    #expect(output.elements[0].isNaN)
    #expect(layer.activePieces(cache) == [1])
  }

  @Test func `a window larger than the plane is refused`() {
    #expect(throws: NetworkError.self) {
      try AveragePooling<Double>(window: SlidingWindow(kernel: 7, stride: 1)).outputShape(for: [1, 1, 6, 9])
    }
  }
}
