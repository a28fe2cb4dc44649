import Tensors

/// What losses share: reading targets and summing over a sample's outputs.
enum LossTargets {
  /// Throws unless the targets are values of the output's shape.
  static func validateValues<Scalar>(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    guard case .values(let values) = targets else {
      throw .setting(place: "targets", expected: "values of shape \(outputShape)", found: "classes")
    }
    guard values.shape == outputShape else {
      throw .shape(place: "targets", expected: "values of shape \(outputShape)", found: "\(values.shape)")
    }
  }

  /// Throws unless the targets are one class a sample, each below the number of outputs.
  static func validateClasses<Scalar>(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError) {
    guard outputShape.count == 2 else {
      throw .shape(place: "output", expected: "scores of shape [N, classes]", found: "\(outputShape)")
    }
    guard case .classes(let labels) = targets else {
      throw .setting(place: "targets", expected: "one class a sample", found: "values")
    }
    guard labels.count == outputShape[0] else {
      throw .shape(place: "targets", expected: "\(outputShape[0]) classes", found: "\(labels.count)")
    }
    for (sample, label) in labels.enumerated() where label < 0 || label >= outputShape[1] {
      throw .setting(
        place: "targets[\(sample)]", expected: "a class from 0 to \(outputShape[1] - 1)", found: "\(label)")
    }
  }

  /// Throws unless the targets are one distribution a sample.
  static func validateDistributions<Scalar>(
    _ targets: Targets<Scalar>, outputShape: [Int]
  ) throws(NetworkError) {
    guard outputShape.count == 2 else {
      throw .shape(place: "output", expected: "logits of shape [N, classes]", found: "\(outputShape)")
    }
    try validateValues(targets, outputShape: outputShape)
    guard case .values(let values) = targets else { return }
    if let wrong = values.elements.first(where: { !($0 >= 0) }) {
      throw .setting(place: "targets", expected: "probabilities from 0 to 1", found: "\(wrong)")
    }
    for (sample, sum) in sums(values, { values.elements[$0] }).enumerated() where !(abs(sum - 1) < 1e-4) {
      throw .setting(
        place: "targets[\(sample)]", expected: "probabilities that add up to 1", found: "a sum of \(sum)")
    }
  }

  /// Turns the softmax p into `(p · Σ_j t_j − t) / N`.
  @inline(__always)
  static func subtract<Scalar>(_ shares: Tensor<Scalar>, from gradient: inout Tensor<Scalar>, samples: Scalar) {
    let width = gradient.shape[1]
    for sample in 0..<gradient.shape[0] {
      let row = (sample * width)..<((sample + 1) * width)
      var sum: Scalar = 0
      for place in row { sum += shares.elements[place] }
      for place in row {
        gradient.elements[place] = (gradient.elements[place] * sum - shares.elements[place]) / samples
      }
    }
  }

  /// The values; one-hot rows where the targets are classes.
  static func values<Scalar>(_ targets: Targets<Scalar>, like output: Tensor<Scalar>) -> Tensor<Scalar> {
    switch targets {
    case .values(let values): return values
    case .classes(let labels):
      var rows = Tensor<Scalar>.zeros(output.shape)
      let width = output.shape.last ?? 1
      for (sample, label) in labels.enumerated() { rows.elements[sample * width + label] = 1 }
      return rows
    }
  }

  /// The classes; the largest value of each row where the targets are values.
  static func classes<Scalar>(_ targets: Targets<Scalar>) -> [Int] {
    switch targets {
    case .classes(let labels): return labels
    case .values(let values):
      let width = max(values.shape.last ?? 1, 1)
      return stride(from: 0, to: values.count, by: width).map { start in
        var best = 0
        for place in 0..<width where values.elements[start + place] > values.elements[start + best] {
          best = place
        }
        return best
      }
    }
  }

  /// For each sample the sum over its outputs.
  @inline(__always)
  static func sums<Scalar>(_ output: Tensor<Scalar>, _ term: (Int) -> Scalar) -> [Scalar] {
    let width = output.count / max(output.shape[0], 1)
    return (0..<output.shape[0]).map { sample in
      var sum: Scalar = 0
      for place in (sample * width)..<((sample + 1) * width) { sum += term(place) }
      return sum
    }
  }
}
