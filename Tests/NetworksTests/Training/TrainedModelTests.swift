import Foundation
import Networks
import Tensors
import Testing

struct TrainedModelTests {
  private func model() throws -> TrainedModel {
    var generator = SeededGenerator(seed: 4)
    let layers = [
      Specification("dense", main: .number(5)), Specification("batch-normalization"), Specification("relu"),
      Specification("dense", main: .number(3)),
    ]
    let network = try Network<Double>(inputShape: [4], specifications: layers, generator: &generator)
    return TrainedModel(
      inputShape: [4], layers: layers, loss: Specification("softmax-cross-entropy"), regularization: 0.25,
      classNames: ["\"a\"", "나", "c"], featureNames: ["x", "y", "z", "w"],
      standardization: Standardization(means: [0.1, -0.2, 1e-300, 4], deviations: [1, 2, 3, 1e300]),
      parameters: network.parameters, state: network.state)
  }

  @Test func `a model comes back to the bit`() throws {
    let model = try model()
    let read = try TrainedModel(data: try model.encoded(), file: "model.json")
    #expect(read.layers == model.layers && read.loss == model.loss && read.classNames == model.classNames)
    #expect(read.standardization == model.standardization && read.regularization == 0.25)
    for (a, b) in zip(read.parameters + read.state, model.parameters + model.state) {
      #expect(a.name == b.name && a.value == b.value)
    }
    // Which parameters are regularised is the layers' to say, not the file's.
    #expect(
      try read.objective().network.parameters.map(\.isRegularized)
        == model.objective().network.parameters.map(\.isRegularized))
    #expect(try read.encoded() == model.encoded())
    let input = Tensor<Double>(rows: [[1, 2, 3, 4], [-1, 0.5, 0, 2]])
    #expect(try read.objective().network.predict(input) == model.objective().network.predict(input))
  }

  @Test func `a parameter that is no number cannot be saved`() throws {
    var model = try model()
    model.parameters[0].value.elements[2] = .nan
    let error = try #require(throws: NetworkError.self) { try model.encoded() }
    #expect("\(error)".contains("layers.0.weights[0, 2]"))
  }

  /// Texts that are no model, and what the sentence must name.
  static let mistakes: [(String, String)] = [
    ("", "gradus.parameters/1"), ("{}", "'schema' is missing"), ("{\"schema\": \"gradus.parameters/9\"}", "schema"),
    ("{\"schema\": \"gradus.parameters/1\"}", "is missing"), ("[1, 2]", "model.json"),
  ]

  @Test(arguments: mistakes) func `what is no model is refused with its key`(text: String, part: String) throws {
    let error = try #require(throws: NetworkError.self) {
      try TrainedModel(data: Data(text.utf8), file: "model.json")
    }
    #expect("\(error)".contains(part) && "\(error)".hasPrefix("model.json"), "\(error)")
  }

  @Test(arguments: [
    ("\"dense\":5", "\"dense\":6", "layers.0.weights"), ("\"inputShape\":[4]", "\"inputShape\":[3]", "means"),
    ("\"inputShape\":[4]", "\"inputShape\":[4000000000]", "inputShape"),
    ("\"relu\"", "\"rleu\"", "relu"), ("\"layers.0.bias\"", "\"layers.0.bais\"", "layers.0.bias"),
    ("\"shape\":[4,5]", "\"shape\":[5,4]", "layers.0.weights"),
    ("\"shape\":[4,5]", "\"shape\":[4,6]", "layers.0.weights"),
  ]) func `a model that does not fit its layers is refused`(old: String, new: String, part: String) throws {
    let text = String(decoding: try model().encoded(), as: UTF8.self)
    let changed = text.replacingOccurrences(of: old, with: new)
    try #require(changed != text, "the file has no \(old)")
    let error = try #require(throws: NetworkError.self) {
      try TrainedModel(data: Data(changed.utf8), file: "model.json")
    }
    #expect("\(error)".contains(part), "\(error)")
  }

  @Test func `a file that is not there is told apart`() {
    #expect(throws: NetworkError.unreadable(file: "/nowhere/model.json", message: "the file cannot be read")) {
      try TrainedModel(file: "/nowhere/model.json")
    }
  }
}
