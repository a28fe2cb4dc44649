import Foundation
import Networks
import Tensors

/// The data and the network of a run before training.
struct PreparedRun: Sendable {
  var dataset: Dataset
  var training: Dataset
  var validation: Dataset
  var trainingLabels: [Int]
  var validationLabels: [Int]
  var standardization: Standardization
  var layers: [Specification]
  var loss: Specification
  var objective: Objective<Double>
}

extension PreparedRun {
  /// Makes the data set and the network that a configuration describes.
  ///
  /// - Throws: `ReportError` with the place in the configuration or in the data file.
  init(_ configuration: ReportConfiguration) throws(ReportError) {
    let generator = SeededGenerator(seed: configuration.seed)
    let network = configuration.network
    let model = try Self.loaded(network.parameters)
    let given = model?.loss ?? network.loss?.specification
    let wantsValues = try given.map { specification throws(ReportError) in
      try Self.make(network.loss) { () throws(NetworkError) in try LossCatalog.make(specification) }
        .usesClasses == false
    }
    let data = try Self.dataset(configuration, generator.fork("dataset"), isRegression: wantsValues ?? false)
    dataset = data
    let isRegression = data.isRegression
    var splitter = generator.fork("split")
    let parts = data.split(share: configuration.training.validation, generator: &splitter)
    standardization = model?.standardization ?? Standardization(of: parts.first.inputs)
    guard standardization.means.count == data.featureCount else {
      throw ReportError(
        .content, place: network.parameters ?? "",
        "expected parameters for \(data.featureCount) features, found them for \(standardization.means.count)"
      )
    }
    loss = given ?? Specification(isRegression ? "squared-error" : "softmax-cross-entropy")
    let outputs = isRegression ? 1 : max(data.classNames.count, 2)
    layers =
      model?.layers ?? network.layers?.map(\.specification) ?? [
        Specification("dense", main: .number(16)), Specification("relu"),
        Specification("dense", main: .number(Double(outputs))),
      ]
    if let model {
      objective = try Self.make(nil) { () throws(NetworkError) in try model.objective() }
    } else {
      objective = try Self.objective(
        layers, loss, features: data.featureCount, network, generator.fork("network"))
    }
    (training, trainingLabels) = Self.prepared(parts.first, standardization, objective)
    (validation, validationLabels) = Self.prepared(parts.second, standardization, objective)
    try validate(configuration)
  }

  private static func make<Made>(
    _ source: BuiltIn?, _ body: () throws(NetworkError) -> Made
  ) throws(ReportError) -> Made {
    do { return try body() } catch {
      throw source?.located(error) ?? ReportError(error)
    }
  }

  private static func loaded(_ file: String?) throws(ReportError) -> TrainedModel? {
    guard let file else { return nil }
    guard FileManager.default.isReadableFile(atPath: file) else {
      throw ReportError(.unreadable, place: file, "the file of parameters cannot be read")
    }
    return try make(nil) { () throws(NetworkError) in try TrainedModel(file: file) }
  }

  private static func dataset(
    _ configuration: ReportConfiguration, _ generator: SeededGenerator, isRegression: Bool
  ) throws(ReportError) -> Dataset {
    let folder = ((configuration.file ?? "") as NSString).deletingLastPathComponent
    let context = DatasetContext(
      generator: generator, folder: folder.isEmpty ? "." : folder, isRegression: isRegression)
    let specification = configuration.dataset.specification
    let data = try make(configuration.dataset) { () throws(NetworkError) in
      try DatasetCatalog.make(specification, context: context)
    }
    guard data.count >= 2 else {
      throw configuration.dataset.located(
        .setting(place: specification.name, expected: "at least two samples", found: "\(data.count)"))
    }
    if case .classes(let labels) = data.targets, Set(labels).count < 2 {
      throw configuration.dataset.located(
        .setting(
          place: specification.name, expected: "samples of at least two classes", found: "one class only"))
    }
    return data
  }

  private static func objective(
    _ layers: [Specification], _ loss: Specification, features: Int, _ setting: NetworkSetting,
    _ generator: SeededGenerator
  ) throws(ReportError) -> Objective<Double> {
    var generator = generator
    var shape = [1, features]
    var built: [any Layer<Double>] = []
    for (index, specification) in layers.enumerated() {
      // One layer at a time, so that a mistake is told at its line.
      let source = setting.layers.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      do throws(NetworkError) {
        let layer = try LayerCatalog.make(specification, inputShape: shape, generator: &generator)
        shape = try layer.outputShape(for: shape)
        built.append(layer)
      } catch {
        let error = error.inside("layers.\(index)")
        throw source?.located(error) ?? ReportError(error)
      }
    }
    return try make(setting.loss) { () throws(NetworkError) in
      Objective(
        network: try Network(inputShape: [features], layers: built), loss: try LossCatalog.make(loss),
        regularization: setting.regularization)
    }
  }

  /// Standardised samples with targets of the loss's kind: classes become one-hot rows where it compares values,
  /// or 0 and 1 where there is one output.
  private static func prepared(
    _ data: Dataset, _ standardization: Standardization, _ objective: Objective<Double>
  ) -> (Dataset, labels: [Int]) {
    var data = data
    data.inputs = standardization.apply(to: data.inputs)
    guard case .classes(let labels) = data.targets else { return (data, []) }
    if !objective.loss.usesClasses {
      let width = (try? objective.network.outputShape(samples: 1).last) ?? 1
      let rows = labels.flatMap { label -> [Double] in
        width == 1 ? [Double(label)] : (0..<width).map { $0 == label ? 1.0 : 0.0 }
      }
      data.targets = .values(Tensor(shape: [labels.count, width], elements: rows))
    }
    return (data, labels)
  }

  /// Throws unless each class of the data has an output; one is enough for two classes where values are compared.
  private func fits(_ shape: [Int]) throws(NetworkError) {
    let (classes, outputs) = (dataset.classNames.count, shape.last ?? 1)
    guard classes > 0, shape.count == 2 else { return }
    let fits =
      objective.loss.usesClasses ? outputs >= classes : outputs == classes || (outputs == 1 && classes == 2)
    guard fits else {
      throw .shape(
        place: "layers.\(objective.network.layers.count - 1)", expected: "\(classes) outputs, one a class of the data",
        found: "\(outputs)")
    }
  }

  private func validate(_ configuration: ReportConfiguration) throws(ReportError) {
    let source = configuration.network.layers?.last ?? configuration.network.loss
    try Self.make(source) { () throws(NetworkError) in
      let shape = try objective.network.outputShape(samples: training.count)
      try fits(shape)
      try objective.loss.validate(training.targets, outputShape: shape)
    }
  }
}
