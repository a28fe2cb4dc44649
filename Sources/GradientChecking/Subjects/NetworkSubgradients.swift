import Networks
import Tensors

/// The slopes that the chain rule gives with any subgradient of each unit that sits exactly on its kink.
///
/// Samples are independent, so the extremes of each sample add up; within a sample all choices are tried (a
/// spread of them where there are too many).
struct NetworkSubgradients {
  let subject: NetworkSubject
  /// The input of each layer, and the output.
  let inputs: [Tensor<Double>]

  private static let tried = 256

  func range(of place: NetworkSubject.Place, element: Int) -> ClosedRange<Double>? {
    let kinks = kinkedUnits()
    guard !kinks.isEmpty else { return nil }
    let samples = subject.input.shape[0]
    let upstream = subject.objective.loss.gradient(inputs[inputs.count - 1], subject.targets)
    var low = 0.0
    var high = 0.0
    for sample in 0..<samples {
      let own = kinks.filter { $0.sample == sample }
      let slopes = choices(own.count).map { chosen in
        slope(place, element, upstream.keepingSample(sample), Dictionary(uniqueKeysWithValues: zip(own, chosen)))
      }
      low += slopes.min() ?? 0
      high += slopes.max() ?? 0
    }
    if case .parameter(let layer, let index, true) = place {
      let weight = subject.objective.network.layers[layer].parameters[index].value.elements[element]
      let penalty = subject.objective.regularization * weight
      (low, high) = (low + penalty, high + penalty)
    }
    let slack = 1e-9 * max(abs(low), abs(high))
    return (low - slack)...(high + slack)
  }

  private struct Unit: Hashable {
    let layer: Int
    let sample: Int
    let place: Int
  }

  private func kinkedUnits() -> [Unit] {
    var units: [Unit] = []
    for (index, layer) in subject.objective.network.layers.enumerated() where layer is any KinkedLayer {
      let input = inputs[index]
      let width = input.count / max(input.shape[0], 1)
      for place in input.elements.indices where input.elements[place] == 0 {
        units.append(Unit(layer: index, sample: place / max(width, 1), place: place))
      }
    }
    return units
  }

  /// For each kinked unit whether it counts as on.
  private func choices(_ count: Int) -> [[Bool]] {
    guard count > 0 else { return [[]] }
    if count <= 8 { return (0..<(1 << count)).map { bits in (0..<count).map { bits >> $0 & 1 == 1 } } }
    var generator = SeededGenerator(seed: UInt64(count))
    return [Array(repeating: false, count: count), Array(repeating: true, count: count)]
      + (0..<Self.tried).map { _ in (0..<count).map { _ in generator.uniform() < 0.5 } }
  }

  private func slope(
    _ place: NetworkSubject.Place, _ element: Int, _ upstream: Tensor<Double>, _ chosen: [Unit: Bool]
  ) -> Double {
    var gradient = upstream
    let layers = subject.objective.network.layers
    for index in layers.indices.reversed() {
      let evaluation = layers[index].evaluate(inputs[index], context: subject.context)
      let above = gradient
      let own = evaluation.pullback(gradient)
      if case .parameter(index, let parameter, _) = place { return own.parameters[parameter].elements[element] }
      gradient = own.input
      if let kinked = layers[index] as? any KinkedLayer {
        for (unit, isOn) in chosen where unit.layer == index {
          gradient.elements[unit.place] = above.elements[unit.place] * (isOn ? kinked.slopeAbove : kinked.slopeBelow)
        }
      }
    }
    return gradient.elements[element]
  }
}

/// Layers whose units have a kink at 0, with the slopes on its sides.
protocol KinkedLayer {
  var slopeAbove: Double { get }
  var slopeBelow: Double { get }
}

extension Elementwise: KinkedLayer where Function.Scalar == Double {
  var slopeAbove: Double {
    function.hasKink ? function.derivative(1e-300, function.value(1e-300)) : function.derivative(0, function.value(0))
  }
  var slopeBelow: Double {
    function.hasKink ? function.derivative(-1e-300, function.value(-1e-300)) : function.derivative(0, function.value(0))
  }
}

extension Tensor where Scalar == Double {
  /// Zero but for one sample.
  fileprivate func keepingSample(_ sample: Int) -> Tensor {
    var kept = Tensor.zeros(shape)
    let width = count / max(shape[0], 1)
    for place in (sample * width)..<((sample + 1) * width) { kept.elements[place] = elements[place] }
    return kept
  }
}
