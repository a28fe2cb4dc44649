import Networks
import Tensors
import Testing

@Suite struct ConvolutionTests {
  // The convolution of CS231n's second assignment.
  @Test func `the printed output of CS231n is reproduced`() {
    let layer = Convolution2D(
      weights: .evenlySpaced(-0.2, 0.3, [3, 3, 4, 4]), bias: .evenlySpaced(-0.1, 0.2, [3]), stride: 2,
      padding: 1)
    let output = layer.forward(.evenlySpaced(-0.1, 0.5, [2, 3, 4, 4]), context: ForwardContext()).output
    let printed = [
      -0.08759809, -0.10987781, -0.18387192, -0.2109216, 0.21027089, 0.21661097, 0.22847626, 0.23004637,
      0.50813986,
      0.54309974, 0.64082444, 0.67101435, -0.98053589, -1.03143541, -1.19128892, -1.24695841, 0.69108355,
      0.66880383,
      0.59480972, 0.56776003, 2.36270298, 2.36904306, 2.38090835, 2.38247847,
    ]
    #expect(output.shape == [2, 3, 2, 2])
    #expect(output.distance(to: printed) < 5.1e-9)
  }

  struct Geometry: Sendable, CustomTestStringConvertible {
    var input: [Int]
    var filters: Int
    var kernel: Extent2D
    var stride: Extent2D = 1
    var padding: Extent2D = 0
    var groups = 1
    var testDescription: String {
      "\(input), \(filters) of \(kernel.height)×\(kernel.width), \(groups) groups"
    }
  }

  static let geometries = [
    Geometry(input: [1, 1, 1, 1], filters: 1, kernel: 1),
    Geometry(input: [2, 3, 6, 5], filters: 4, kernel: 3),
    Geometry(input: [2, 3, 6, 5], filters: 4, kernel: 1, stride: 2),
    Geometry(input: [1, 2, 7, 7], filters: 3, kernel: 3, stride: 2, padding: 2),
    Geometry(
      input: [1, 2, 5, 8], filters: 2, kernel: Extent2D(height: 2, width: 5),
      stride: Extent2D(height: 1, width: 2), padding: Extent2D(height: 1, width: 3)),
    Geometry(input: [2, 6, 4, 4], filters: 9, kernel: 3, padding: 1, groups: 3),
    Geometry(input: [1, 4, 4, 4], filters: 4, kernel: 2, groups: 4),
    Geometry(input: [2, 2, 3, 3], filters: 5, kernel: 3, stride: 3),
  ]

  private func layer(_ geometry: Geometry) -> Convolution2D<Double> {
    let shape = [
      geometry.filters, geometry.input[1] / geometry.groups, geometry.kernel.height, geometry.kernel.width,
    ]
    return Convolution2D(
      weights: .normal(shape, seed: 1), bias: .normal([geometry.filters], seed: 2), stride: geometry.stride,
      padding: geometry.padding, groups: geometry.groups)
  }

  /// The definition, in six loops.
  private func plain(_ layer: Convolution2D<Double>, _ input: Tensor<Double>, _ shape: [Int]) -> [Double] {
    let (weights, window) = (layer.weights, layer.window)
    let (channels, filters) = (weights.shape[1], weights.shape[0] / layer.groups)
    var values: [Double] = []
    for n in 0..<shape[0] {
      for f in 0..<shape[1] {
        for i in 0..<shape[2] {
          for j in 0..<shape[3] {
            var sum = 0.0
            for c in 0..<channels {
              for u in 0..<window.kernel.height {
                for v in 0..<window.kernel.width {
                  let (y, x) = (
                    i * window.stride.height + u - window.padding.height,
                    j * window.stride.width + v - window.padding.width
                  )
                  guard y >= 0, x >= 0, y < input.shape[2], x < input.shape[3] else { continue }
                  sum += weights[f, c, u, v] * input[n, f / filters * channels + c, y, x]
                }
              }
            }
            values.append(sum + layer.bias[f])
          }
        }
      }
    }
    return values
  }

  @Test(arguments: geometries)
  func `the output is that of the definition`(_ geometry: Geometry) throws {
    let (layer, input) = (layer(geometry), Tensor.normal(geometry.input, seed: 3))
    let output = layer.forward(input, context: ForwardContext()).output
    #expect(try layer.outputShape(for: geometry.input) == output.shape)
    // Cells of the padding add zeros at the end at most: the same bits.
    #expect(output.elements == plain(layer, input, output.shape))
  }

  @Test(arguments: geometries)
  func `gradients agree with central differences`(_ geometry: Geometry) {
    for (name, distance) in LayerProbe(layer(geometry), .normal(geometry.input, seed: 4)).distances() {
      #expect(distance < 1e-9, "\(name)")
    }
  }

  @Test func `shapes that do not fit are refused`() {
    let layer = layer(Self.geometries[1])
    #expect(throws: NetworkError.self) { try layer.outputShape(for: [1, 3, 2, 5]) }
    #expect(throws: NetworkError.self) { try layer.outputShape(for: [1, 2, 6, 5]) }
    #expect(throws: NetworkError.self) { try layer.outputShape(for: [1, 3]) }
  }
}
