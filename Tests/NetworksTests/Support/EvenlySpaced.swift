import Tensors

extension Tensor where Scalar == Double {
  /// Evenly spaced numbers in row-major order, as the worked examples of CS231n are filled.
  static func evenlySpaced(_ start: Double, _ stop: Double, _ shape: [Int]) -> Tensor {
    Tensor(shape: shape, elements: CourseValue.evenlySpaced(start, stop, shape.reduce(1, *)))
  }

  /// Normal numbers from a seed.
  static func normal(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  /// The largest distance of two numbers at one place.
  func distance(to other: [Double]) -> Double {
    count == other.count ? zip(elements, other).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
  }
}
