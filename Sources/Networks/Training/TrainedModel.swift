import Tensors

/// A trained network as a file holds it: what it is made of, its parameters, and how its inputs were
/// standardised. `TrainedModel+File.swift` says how the file looks.
public struct TrainedModel: Sendable, Equatable {
  /// The shape of a sample, without the batch axis.
  public var inputShape: [Int]
  /// The layers.
  public var layers: [Specification]
  /// The loss.
  public var loss: Specification
  /// λ of ½ λ Σ w².
  public var regularization: Double
  /// The names of the classes; empty for regression.
  public var classNames: [String]
  /// The names of the features.
  public var featureNames: [String]
  /// How inputs were standardised, if they were.
  public var standardization: Standardization?
  /// The parameters with their paths, from input to output.
  public var parameters: [Parameter<Double>]
  /// What training changed besides parameters, with paths (the statistics of batch normalisation).
  public var state: [Parameter<Double>]

  /// Collects a model.
  public init(
    inputShape: [Int], layers: [Specification], loss: Specification, regularization: Double,
    classNames: [String], featureNames: [String], standardization: Standardization?,
    parameters: [Parameter<Double>], state: [Parameter<Double>] = []
  ) {
    self.inputShape = inputShape
    self.layers = layers
    self.loss = loss
    self.regularization = regularization
    self.classNames = classNames
    self.featureNames = featureNames
    self.standardization = standardization
    self.parameters = parameters
    self.state = state
  }

  /// The network with these parameters, and its loss.
  ///
  /// - Throws: `NetworkError` naming the layer or parameter that does not fit, what was expected and what was
  ///   found.
  public func objective() throws(NetworkError) -> Objective<Double> {
    guard !inputShape.isEmpty, inputShape.allSatisfy({ 1...10_000_000 ~= $0 }) else {
      throw .shape(place: "inputShape", expected: "extents from 1 to 10000000", found: "\(inputShape)")
    }
    if let standardization, standardization.means.count != inputShape[0] {
      throw .shape(
        place: "means", expected: "\(inputShape[0]) numbers, one a feature",
        found: "\(standardization.means.count)")
    }
    var generator = SeededGenerator(seed: 0)
    var network = try Network(inputShape: inputShape, specifications: layers, generator: &generator)
    network.parameters = try Self.filled(network.parameters, with: parameters, "parameters")
    network.state = try Self.filled(network.state, with: state, "state")
    return Objective(network: network, loss: try LossCatalog.make(loss), regularization: regularization)
  }

  private static func filled(
    _ own: [Parameter<Double>], with stored: [Parameter<Double>], _ place: String
  ) throws(NetworkError) -> [Parameter<Double>] {
    guard own.count == stored.count else {
      throw .shape(place: place, expected: "\(own.count) arrays for these layers", found: "\(stored.count)")
    }
    var filled = own
    for index in own.indices {
      guard own[index].name == stored[index].name else {
        throw .setting(
          place: "\(place)[\(index)].name", expected: "'\(own[index].name)'", found: "'\(stored[index].name)'")
      }
      guard own[index].value.shape == stored[index].value.shape else {
        throw .shape(
          place: stored[index].name, expected: "values of shape \(own[index].value.shape)",
          found: "\(stored[index].value.shape)")
      }
      filled[index].value = stored[index].value
    }
    return filled
  }
}
