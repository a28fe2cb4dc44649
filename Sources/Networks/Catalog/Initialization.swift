import RealModule
import Tensors

/// How weights start.
public enum Initialization: String, Sendable, CaseIterable {
  /// Normal with variance 2 / inputs, for layers before a ReLU (He et al., 2015).
  case he
  /// Normal with variance 2 / (inputs + outputs), for tanh and sigmoid (Glorot and Bengio, 2010).
  case glorot
  /// Uniform with the variance of `he`: ±√(6 / inputs).
  case heUniform = "he-uniform"
  /// Uniform with the variance of `glorot`: ±√(6 / (inputs + outputs)).
  case glorotUniform = "glorot-uniform"

  /// Draws weights of `shape` for a layer of so many inputs and outputs a unit.
  public func weights(
    _ shape: [Int], inputs: Int, outputs: Int, generator: inout SeededGenerator
  ) -> Tensor<Double> {
    let count = shape.reduce(1, *)
    let (fanIn, fanOut) = (Double(max(inputs, 1)), Double(max(outputs, 1)))
    var elements: [Double] = []
    elements.reserveCapacity(count)
    for _ in 0..<count {
      switch self {
      case .he: elements.append(generator.normal() * Double.sqrt(2 / fanIn))
      case .glorot: elements.append(generator.normal() * Double.sqrt(2 / (fanIn + fanOut)))
      case .heUniform: elements.append(generator.uniform(-1, 1) * Double.sqrt(6 / fanIn))
      case .glorotUniform: elements.append(generator.uniform(-1, 1) * Double.sqrt(6 / (fanIn + fanOut)))
      }
    }
    return Tensor(shape: shape, elements: elements)
  }
}
