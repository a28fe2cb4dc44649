import Tensors

/// Samples with what is to be predicted of them.
public struct Dataset: Sendable, Equatable {
  /// The name.
  public var name: String
  /// The samples, `[N, features]`.
  public var inputs: Tensor<Double>
  /// The right answers.
  public var targets: Targets<Double>
  /// The names of the features, in order.
  public var featureNames: [String]
  /// The names of the classes, in order; empty for regression.
  public var classNames: [String]
  /// Where the data come from, in a few words.
  public var source: String

  /// Collects a data set.
  public init(
    name: String, inputs: Tensor<Double>, targets: Targets<Double>, featureNames: [String], classNames: [String],
    source: String
  ) {
    self.name = name
    self.inputs = inputs
    self.targets = targets
    self.featureNames = featureNames
    self.classNames = classNames
    self.source = source
  }

  /// The number of samples.
  public var count: Int { inputs.shape[0] }
  /// The number of features.
  public var featureCount: Int { inputs.shape[1] }
  /// Whether a number is predicted, not a class.
  public var isRegression: Bool { if case .values = targets { true } else { false } }

  /// The samples at some places, in that order.
  public func selecting(_ places: [Int]) -> Dataset {
    var copy = self
    copy.inputs = inputs.selectingRows(places)
    copy.targets = targets.selecting(places)
    return copy
  }

  /// Two parts by a seeded permutation: the same share of every class goes to the second.
  ///
  /// - Parameter share: the share of the second part, 0 ..< 1; it gets at least one sample where above 0.
  public func split(share: Double, generator: inout SeededGenerator) -> (first: Dataset, second: Dataset) {
    let order = generator.permutation(count)
    guard share > 0, count > 1 else { return (selecting(order), selecting([])) }
    var second: Set<Int> = []
    if case .classes(let labels) = targets {
      for label in Set(labels).sorted() {
        let own = order.filter { labels[$0] == label }
        second.formUnion(own.prefix(Int((Double(own.count) * share).rounded())))
      }
    } else {
      second.formUnion(order.prefix(Int((Double(count) * share).rounded())))
    }
    if second.isEmpty { second.insert(order[0]) }
    if second.count == count { second.remove(order[0]) }
    return (selecting(order.filter { !second.contains($0) }), selecting(order.filter { second.contains($0) }))
  }
}

extension Tensor {
  /// The rows (along axis 0) at some places, in that order.
  public func selectingRows(_ places: [Int]) -> Tensor {
    let width = shape.dropFirst().reduce(1, *)
    var rows: [Scalar] = []
    rows.reserveCapacity(places.count * width)
    for place in places { rows += elements[(place * width)..<((place + 1) * width)] }
    return Tensor(shape: [places.count] + shape.dropFirst(), elements: rows)
  }
}

extension Targets {
  /// The targets at some places, in that order.
  public func selecting(_ places: [Int]) -> Targets {
    switch self {
    case .classes(let labels): .classes(places.map { labels[$0] })
    case .values(let values): .values(values.selectingRows(places))
    }
  }
}

/// The shift and scale that give each feature mean 0 and deviation 1.
public struct Standardization: Sendable, Equatable {
  /// The mean of each feature.
  public var means: [Double]
  /// The deviation of each feature; 1 where it does not vary.
  public var deviations: [Double]

  /// Uses given statistics.
  public init(means: [Double], deviations: [Double]) {
    self.means = means
    self.deviations = deviations
  }

  /// Measures the statistics of the samples (those of the training split, never of all).
  public init(of inputs: Tensor<Double>) {
    let (rows, width) = (inputs.shape[0], inputs.shape[1])
    var means = [Double](repeating: 0, count: width)
    var deviations = [Double](repeating: 1, count: width)
    for column in 0..<width where rows > 0 {
      let values = (0..<rows).map { inputs.elements[$0 * width + column] }
      let mean = values.reduce(0, +) / Double(rows)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
      means[column] = mean
      // A column that varies by rounding alone is constant.
      deviations[column] = variance.squareRoot() > 1e-12 * max(abs(mean), .leastNormalMagnitude) ? variance.squareRoot() : 1
    }
    self.init(means: means, deviations: deviations)
  }

  /// The samples, shifted and scaled.
  public func apply(to inputs: Tensor<Double>) -> Tensor<Double> {
    var result = inputs
    let width = inputs.shape[1]
    for place in result.elements.indices {
      let column = place % width
      result.elements[place] = (inputs.elements[place] - means[column]) / deviations[column]
    }
    return result
  }
}
