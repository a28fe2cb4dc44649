import Tensors

/// The first thing that is read of a file, so that another file is not called a damaged one.
struct StoredHeader: Decodable {
  let schema: String
}

/// The form of a file of parameters.
struct StoredModel: Codable {
  /// A named array.
  struct Array: Codable {
    var name: String
    var shape: [Int]
    var values: [Double]

    init(_ parameter: Parameter<Double>) {
      (name, shape, values) = (parameter.name, parameter.value.shape, parameter.value.elements)
    }

    func parameter() throws(NetworkError) -> Parameter<Double> {
      var count = 1
      for extent in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else {
          throw .shape(place: "\(name).shape", expected: "whole numbers from 0 that fit in memory", found: "\(shape)")
        }
        count = product
      }
      guard count == values.count else {
        throw .shape(
          place: "\(name).values", expected: "\(count) numbers for the shape \(shape)", found: "\(values.count)")
      }
      return Parameter(name, Tensor(shape: shape, elements: values))
    }
  }

  var schema = TrainedModel.schema
  var inputShape: [Int]
  var layers: [StoredSetting]
  var loss: StoredSetting
  var regularization: Double
  var classes: [String]
  var features: [String]
  var means: [Double]?
  var deviations: [Double]?
  var parameters: [Array]
  var state: [Array]?

  init(_ model: TrainedModel) {
    inputShape = model.inputShape
    layers = model.layers.map { StoredSetting($0.setting) }
    loss = StoredSetting(model.loss.setting)
    regularization = model.regularization
    classes = model.classNames
    features = model.featureNames
    means = model.standardization?.means
    deviations = model.standardization?.deviations
    parameters = model.parameters.map(Array.init)
    state = model.state.isEmpty ? nil : model.state.map(Array.init)
  }

  func model() throws(NetworkError) -> TrainedModel {
    guard regularization >= 0 else {
      throw .setting(place: "regularization", expected: "a number from 0", found: "\(regularization)")
    }
    return TrainedModel(
      inputShape: inputShape,
      layers: try layers.enumerated().map { index, layer throws(NetworkError) in
        do throws(NetworkError) { return try Specification(layer.value) } catch {
          throw error.inside("layers.\(index)")
        }
      },
      loss: try Specification(loss.value), regularization: regularization, classNames: classes,
      featureNames: features, standardization: try standardization(),
      parameters: try parameters.map { array throws(NetworkError) in try array.parameter() },
      state: try (state ?? []).map { array throws(NetworkError) in try array.parameter() })
  }

  private func standardization() throws(NetworkError) -> Standardization? {
    guard let means else { return nil }
    guard let deviations, deviations.count == means.count, deviations.allSatisfy({ $0 > 0 }) else {
      throw .setting(
        place: "deviations", expected: "\(means.count) numbers above 0, one for each of means",
        found: deviations.map { "\($0.prefix(8))" } ?? "nothing")
    }
    return Standardization(means: means, deviations: deviations)
  }
}
