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
  /// The names of the classes, in order; empty where a number is predicted.
  public var classNames: [String]
  /// What is predicted: the name of the label's column; empty where it has none.
  public var targetName: String
  /// Where the data come from, in a few words.
  public var source: String

  /// Collects a data set.
  public init(
    name: String, inputs: Tensor<Double>, targets: Targets<Double>, featureNames: [String],
    classNames: [String], targetName: String = "", source: String
  ) {
    self.name = name
    self.inputs = inputs
    self.targets = targets
    self.featureNames = featureNames
    self.classNames = classNames
    self.targetName = targetName
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
