import Networks
import Tensors

/// Slopes measured without any derivative: the independent method of these tests.
enum CentralDifferences {
  /// The slopes of `function` in each place, by the five-point formula (error of fourth order).
  static func slopes(at point: [Double], step: Double = 1e-3, of function: ([Double]) -> Double) -> [Double] {
    var moved = point
    return point.indices.map { place in
      let x = point[place]
      let h = step * max(1, abs(x))
      func value(_ offset: Double) -> Double {
        moved[place] = x + offset
        return function(moved)
      }
      let slope = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h)
      moved[place] = x
      return slope
    }
  }

  /// ‖a − b‖ / max(‖a‖, ‖b‖, floor).
  static func distance(_ a: [Double], _ b: [Double], floor: Double = 1e-3) -> Double {
    guard a.count == b.count else { return .infinity }
    let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let sizes = [a, b].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    return difference / max(sizes[0], sizes[1], floor)
  }
}

/// A layer at an input, its outputs joined by random weights, against central differences.
struct LayerProbe {
  var layer: any Layer<Double>
  var input: Tensor<Double>
  var context = ForwardContext(seed: 5)
  let cotangent: Tensor<Double>

  init(_ layer: any Layer<Double>, _ input: Tensor<Double>, context: ForwardContext = ForwardContext(seed: 5)) {
    self.layer = layer
    self.input = input
    self.context = context
    var generator = SeededGenerator(seed: 99)
    cotangent = layer.evaluate(input, context: context).output.map { _ in generator.normal() }
  }

  private func value(_ layer: any Layer<Double>, _ input: Tensor<Double>) -> Double {
    zip(layer.evaluate(input, context: context).output.elements, cotangent.elements).reduce(0) {
      $0 + $1.0 * $1.1
    }
  }

  /// The distance between claimed and measured gradient, by array.
  func distances() -> [(name: String, distance: Double)] {
    let gradient = layer.evaluate(input, context: context).pullback(cotangent)
    var found: [(name: String, distance: Double)] = []
    if layer.hasInputGradient {
      let slopes = CentralDifferences.slopes(at: input.elements) {
        value(layer, Tensor(shape: input.shape, elements: $0))
      }
      found.append(
        (
          "input",
          gradient.input.shape == input.shape
            ? CentralDifferences.distance(gradient.input.elements, slopes) : .infinity
        ))
    }
    for (index, parameter) in layer.parameters.enumerated() {
      let slopes = CentralDifferences.slopes(at: parameter.value.elements) {
        var moved = layer
        moved.parameters[index].value.elements = $0
        return value(moved, input)
      }
      let claimed = gradient.parameters[index]
      found.append(
        (
          parameter.name,
          claimed.shape == parameter.value.shape
            ? CentralDifferences.distance(claimed.elements, slopes) : .infinity
        ))
    }
    return found
  }
}
