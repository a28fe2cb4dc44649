import Networks
import Tensors

/// What a backward pass of a normalisation gives that forgets that mean or variance depend on the input.
///
/// With `h = v · scale` and means over the numbers that are normalised together, the right gradient is
/// `(h − mean(h) − x̂ · mean(h · x̂)) / √(σ² + ε)`.
struct NormalizationMistakes {
  let input: [Double]
  /// v · scale, one number an element.
  let upstream: [Double]
  /// Which numbers are normalised together.
  let groups: [[Int]]
  let epsilon: Double

  /// `nil` for a layer that does not normalise.
  init?(_ layer: any Layer<Double>, input: Tensor<Double>, cotangent: Tensor<Double>, context: ForwardContext) {
    self.input = input.elements
    let v = cotangent.elements
    if let layer = layer as? BatchNormalization<Double>, context.isTraining, input.rank >= 2 {
      let width = input.shape.dropFirst(2).reduce(1, *)
      let feature = { (place: Int) in place / width % layer.scale.count }
      upstream = v.indices.map { v[$0] * layer.scale.elements[feature($0)] }
      let grouped = Dictionary(grouping: v.indices, by: feature)
      groups = grouped.keys.sorted().map { grouped[$0] ?? [] }
      epsilon = layer.epsilon
    } else if let layer = layer as? LayerNormalization<Double> {
      let width = layer.scale.count
      upstream = v.indices.map { v[$0] * layer.scale.elements[$0 % width] }
      groups = stride(from: 0, to: v.count, by: width).map { Array($0..<($0 + width)) }
      epsilon = layer.epsilon
    } else {
      return nil
    }
  }

  func list() -> [KnownMistake] {
    let both = "the mean and the variance are taken for constants"
    return [
      KnownMistake(code: .missingFactor, name: both, values: gradient(centres: false, scales: false)),
      KnownMistake(
        code: .missingFactor, name: "the mean is taken for a constant: the centring term is missing",
        values: gradient(centres: false, scales: true)),
      KnownMistake(
        code: .missingFactor, name: "the variance is taken for a constant: the term with x̂ is missing",
        values: gradient(centres: true, scales: false)),
    ]
  }

  private func gradient(centres: Bool, scales: Bool) -> [Double] {
    var gradient = upstream
    for group in groups where !group.isEmpty {
      let count = Double(group.count)
      let mean = group.reduce(0) { $0 + input[$1] } / count
      let variance = group.reduce(0) { $0 + (input[$1] - mean) * (input[$1] - mean) } / count
      let inverse = 1 / (variance + epsilon).squareRoot()
      let average = group.reduce(0) { $0 + upstream[$1] } / count
      let projection = group.reduce(0) { $0 + upstream[$1] * (input[$1] - mean) * inverse } / count
      for place in group {
        let centring = centres ? average : 0
        let scaling = scales ? (input[place] - mean) * inverse * projection : 0
        gradient[place] = (upstream[place] - centring - scaling) * inverse
      }
    }
    return gradient
  }
}
