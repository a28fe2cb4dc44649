import Foundation
import Tensors

/// A trained network in a file: what it is made of, its parameters, and how its inputs were standardised.
///
/// The file is JSON of the schema `gradus.parameters/1`: `inputShape`, `layers` (as in a configuration),
/// `loss`, `regularization`, `classes`, `features`, `means`, `deviations`, and `parameters`, a list of
/// `{name, shape, values}`. Numbers are the shortest that read back to the same `Double`.
public struct TrainedModel: Sendable, Equatable {
  /// The shape of a sample.
  public var inputShape: [Int]
  /// The layers.
  public var layers: [Specification]
  /// The loss.
  public var loss: Specification
  /// λ.
  public var regularization: Double
  /// The names of the classes.
  public var classNames: [String]
  /// The names of the features.
  public var featureNames: [String]
  /// How inputs were standardised.
  public var standardization: Standardization?
  /// The parameters with their paths.
  public var parameters: [Parameter<Double>]

  /// Collects a model.
  public init(
    inputShape: [Int], layers: [Specification], loss: Specification, regularization: Double, classNames: [String],
    featureNames: [String], standardization: Standardization?, parameters: [Parameter<Double>]
  ) {
    self.inputShape = inputShape
    self.layers = layers
    self.loss = loss
    self.regularization = regularization
    self.classNames = classNames
    self.featureNames = featureNames
    self.standardization = standardization
    self.parameters = parameters
  }

  /// The network with these parameters.
  ///
  /// - Throws: `NetworkError` where names or shapes do not fit.
  public func objective() throws(NetworkError) -> Objective<Double> {
    var generator = SeededGenerator(seed: 0)
    var network = try Network(inputShape: inputShape, specifications: layers, generator: &generator)
    var own = network.parameters
    guard own.count == parameters.count else {
      throw .shape(place: "parameters", expected: "\(own.count) arrays", found: "\(parameters.count)")
    }
    for index in own.indices {
      guard own[index].name == parameters[index].name, own[index].value.shape == parameters[index].value.shape else {
        throw .shape(
          place: "parameters[\(index)]", expected: "\(own[index].name) of shape \(own[index].value.shape)",
          found: "\(parameters[index].name) of shape \(parameters[index].value.shape)")
      }
      own[index].value = parameters[index].value
    }
    network.parameters = own
    return Objective(network: network, loss: try LossCatalog.make(loss), regularization: regularization)
  }

  /// The text of the file.
  public func encoded() throws(NetworkError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return try encoder.encode(StoredModel(self)) } catch {
      throw .data(file: "parameters", line: 0, column: 0, message: "a parameter is not a finite number")
    }
  }

  /// Reads a file.
  ///
  /// - Throws: `NetworkError.data` with the key that is missing or wrong.
  public init(file: String) throws(NetworkError) {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw .data(file: file, line: 0, column: 0, message: "the file cannot be read")
    }
    do {
      let stored = try JSONDecoder().decode(StoredModel.self, from: data)
      self = try stored.model(file: file)
    } catch let error as NetworkError {
      throw error
    } catch let error as DecodingError {
      throw .data(file: file, line: 0, column: 0, message: Self.sentence(error))
    } catch {
      throw .data(file: file, line: 0, column: 0, message: "expected JSON of the schema gradus.parameters/1")
    }
  }

  private static func sentence(_ error: DecodingError) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      let inner = path(context)
      return "the key '\(inner.isEmpty ? "" : inner + ".")\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "the value of '\(path(context))' has another type than the schema gradus.parameters/1 says"
    default: return "expected JSON of the schema gradus.parameters/1"
    }
  }
}

/// The file's form.
private struct StoredModel: Codable {
  struct Stored: Codable {
    var name: String
    var shape: [Int]
    var values: [Double]
  }
  var schema = "gradus.parameters/1"
  var inputShape: [Int]
  var layers: [StoredSetting]
  var loss: StoredSetting
  var regularization: Double
  var classes: [String]
  var features: [String]
  var means: [Double]?
  var deviations: [Double]?
  var parameters: [Stored]

  init(_ model: TrainedModel) {
    inputShape = model.inputShape
    layers = model.layers.map { StoredSetting($0.setting) }
    loss = StoredSetting(model.loss.setting)
    regularization = model.regularization
    classes = model.classNames
    features = model.featureNames
    means = model.standardization?.means
    deviations = model.standardization?.deviations
    parameters = model.parameters.map { Stored(name: $0.name, shape: $0.value.shape, values: $0.value.elements) }
  }

  func model(file: String) throws(NetworkError) -> TrainedModel {
    guard schema == "gradus.parameters/1" else {
      throw .data(file: file, line: 0, column: 0, message: "expected the schema gradus.parameters/1, found '\(schema)'")
    }
    var read: [Parameter<Double>] = []
    for stored in parameters {
      guard stored.shape.allSatisfy({ $0 >= 0 }), stored.shape.reduce(1, *) == stored.values.count else {
        throw .data(
          file: file, line: 0, column: 0,
          message: "parameters.\(stored.name): expected \(stored.shape.reduce(1, *)) values, found \(stored.values.count)")
      }
      read.append(Parameter(stored.name, Tensor(shape: stored.shape, elements: stored.values)))
    }
    var standardization: Standardization?
    if let means, let deviations {
      guard means.count == deviations.count, deviations.allSatisfy({ $0 > 0 }) else {
        throw .data(file: file, line: 0, column: 0, message: "expected as many deviations above 0 as means")
      }
      standardization = Standardization(means: means, deviations: deviations)
    }
    return TrainedModel(
      inputShape: inputShape, layers: try layers.map { setting throws(NetworkError) in try Specification(setting.value) },
      loss: try Specification(loss.value), regularization: regularization, classNames: classes,
      featureNames: features, standardization: standardization, parameters: read)
  }
}

/// A setting as JSON.
private struct StoredSetting: Codable {
  let value: Setting

  init(_ value: Setting) { self.value = value }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ string: String) { stringValue = string }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.singleValueContainer() {
      if let flag = try? container.decode(Bool.self) {
        value = .flag(flag)
        return
      }
      if let number = try? container.decode(Double.self) {
        value = .number(number)
        return
      }
      if let text = try? container.decode(String.self) {
        value = .text(text)
        return
      }
      if let list = try? container.decode([StoredSetting].self) {
        value = .list(list.map(\.value))
        return
      }
    }
    let container = try decoder.container(keyedBy: Key.self)
    value = .mapping(
      try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
        SettingEntry($0.stringValue, try container.decode(StoredSetting.self, forKey: $0).value)
      })
  }

  func encode(to encoder: any Encoder) throws {
    switch value {
    case .number(let number):
      var container = encoder.singleValueContainer()
      try container.encode(number)
    case .flag(let flag):
      var container = encoder.singleValueContainer()
      try container.encode(flag)
    case .text(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .list(let list):
      var container = encoder.singleValueContainer()
      try container.encode(list.map(StoredSetting.init))
    case .mapping(let entries):
      var container = encoder.container(keyedBy: Key.self)
      for entry in entries { try container.encode(StoredSetting(entry.value), forKey: Key(entry.key)) }
    }
  }
}
