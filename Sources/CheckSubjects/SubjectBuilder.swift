import Configuration
import Foundation
import GradientChecking
import Networks
import Tensors

/// One entry of `subjects`, made into subjects (one a point).
struct SubjectBuilder {
  let node: ConfigurationNode
  let index: Int
  let file: String
  let seed: UInt64
  let scalar: ScalarKind

  func subjects() throws(ConfigurationError) -> [any Subject] {
    let mapping = try node.entries(allowing: CheckConfiguration.subjectKeys)
    let kinds = ["network", "layer", "loss"].filter { mapping[$0] != nil }
    guard let kind = kinds.first, kinds.count == 1 else {
      throw node.error(
        "expected one of network, layer, loss, python, worker; found \(kinds.isEmpty ? "none" : kinds.joined(separator: " and "))"
      )
    }
    let name = try mapping["name"]?.anyText() ?? "\(kind) \(index + 1)"
    let points = try mapping["points"]?.integer(in: 1...1000) ?? 1
    if kind != "layer", let upstream = mapping["upstream"], upstream.isArray {
      throw upstream.error("expected random: the value of a \(kind) is one number")
    }
    var made: [any Subject] = []
    for point in 0..<points {
      let own = points == 1 ? name : "\(name) (point \(point + 1))"
      switch kind {
      case "network": made.append(try network(mapping, own, point))
      case "layer": made.append(try layer(mapping, own, point))
      default: made.append(try loss(mapping, own, point))
      }
    }
    return made
  }

  private func generator(_ name: String) -> SeededGenerator { SeededGenerator(seed: seed).fork("subject").fork(name) }

  private func hints(_ hints: inout SubjectHints, _ mapping: ConfigurationMapping) throws(ConfigurationError) {
    hints.tolerance = try mapping["tolerance"]?.tolerance() ?? hints.tolerance
    hints.score = try mapping["score"]?.number(in: 0...1e9, expected: "a number from 0")
    hints.location = (file, node.line)
    if let expected = mapping["expect"] {
      let words = ["smooth", "almost-everywhere", "discontinuous", "flat", "nondeterministic", "undefined"]
      hints.expectedDifferentiability = Differentiability(rawValue: try expected.word(among: words))
    }
  }

  private func precision(_ mapping: ConfigurationMapping) throws(ConfigurationError) -> ScalarKind {
    try mapping["scalar"]?.scalar() ?? scalar
  }

  // MARK: Networks

  private static let networkKeys = ["input", "layers", "loss", "labels", "regularization", "parameters"]

  private func network(_ mapping: ConfigurationMapping, _ name: String, _ point: Int) throws(ConfigurationError)
    -> any Subject
  {
    let own = try mapping.required("network")
    let keys = try own.entries(allowing: Self.networkKeys)
    var generator = generator(name)
    let made = try objective(keys, own, &generator)
    let input = made.0
    var objective = made.1
    let shape: [Int]
    do { shape = try objective.network.outputShape(samples: input.shape[0]) } catch { throw own.located(error) }
    let targets = try targets(keys["labels"] ?? mapping["labels"], objective.loss, shape, own, &generator)
    let wrt = try mapping["wrt"]?.word(among: NetworkSubject.Wrt.allCases.map(\.rawValue)) ?? "all"
    if keys["parameters"] == nil { Self.moveBiases(&objective, &generator) }
    let plant =
      try mapping["plant"].map { node throws(ConfigurationError) in
        PlantedBug(rawValue: try node.word(among: PlantedBug.allCases.map(\.rawValue)))
      } ?? nil
    do {
      let final = objective
      var subject = try NetworkSubject(
        name: name, objective: final, input: input, targets: targets, wrt: NetworkSubject.Wrt(rawValue: wrt) ?? .all,
        scalar: try precision(mapping), source: file
      ) { gradient, objective, input in
        plant.map { $0.spoil(gradient, objective: objective, input: input) } ?? gradient
      }
      try hints(&subject.hints, mapping)
      return subject
    } catch let error as ConfigurationError { throw error } catch let error as NetworkError {
      throw own.located(error)
    } catch { throw own.error("\(error)") }
  }

  private func objective(
    _ keys: ConfigurationMapping, _ node: ConfigurationNode, _ generator: inout SeededGenerator
  ) throws(ConfigurationError) -> (Tensor<Double>, Objective<Double>) {
    let inputNode = try keys.required("input")
    let specification = try ArraySpecification(inputNode)
    guard specification.shape.count >= 2, specification.shape[0] >= 1 else {
      throw inputNode.error("expected a batch of shape [samples, …], found \(specification.shape)")
    }
    let input = specification.realize(generator: &generator)
    if let saved = keys["parameters"] {
      let path = resolve(try saved.text())
      do { return (input, try TrainedModel(file: path).objective()) } catch { throw saved.located(error) }
    }
    var layers: [Specification] = []
    let layerNodes = try keys.required("layers").list()
    for layer in layerNodes { layers.append(try layer.specification()) }
    do {
      let network = try Network(
        inputShape: Array(specification.shape.dropFirst()), specifications: layers, generator: &generator)
      let loss = try LossCatalog.make(try keys["loss"]?.specification() ?? Specification("softmax-cross-entropy"))
      let lambda = try keys["regularization"]?.number(in: 0...1e9, expected: "a number from 0") ?? 0
      return (input, Objective(network: network, loss: loss, regularization: lambda))
    } catch let error as ConfigurationError { throw error } catch let error as NetworkError {
      throw node.located(error)
    } catch { throw node.error("\(error)") }
  }

  private func targets(
    _ labels: ConfigurationNode?, _ loss: any Loss<Double>, _ shape: [Int], _ node: ConfigurationNode,
    _ generator: inout SeededGenerator
  ) throws(ConfigurationError) -> Targets<Double> {
    guard let labels else {
      guard let entry = LossCatalog.entries.first(where: { $0.name == loss.kind }) else {
        throw node.error("the labels of the loss \(loss.kind) must be given")
      }
      return entry.randomTargets(outputShape: shape, generator: &generator)
    }
    if loss.usesClasses {
      var classes: [Int] = []
      for label in try labels.list() { classes.append(try label.integer(in: 0...max(0, (shape.last ?? 1) - 1))) }
      return .classes(classes)
    }
    let values = try ArraySpecification(labels).realize(generator: &generator)
    guard values.count == shape.reduce(1, *) else {
      throw labels.error("expected values of shape \(shape), found \(values.shape)")
    }
    return .values(values.reshaped(to: shape))
  }

  /// Biases at 0 hide bugs and put units on kinks: every parameter is moved a little.
  private static func moveBiases(_ objective: inout Objective<Double>, _ generator: inout SeededGenerator) {
    var parameters = objective.network.parameters
    for index in parameters.indices where !parameters[index].isRegularized {
      parameters[index].value = parameters[index].value.map { $0 + 0.1 * generator.normal() }
    }
    objective.network.parameters = parameters
  }

  // MARK: Layers and losses

  private func input(_ mapping: ConfigurationMapping, _ key: String, _ generator: inout SeededGenerator)
    throws(ConfigurationError)
    -> (Tensor<Double>, ClosedRange<Double>?)
  {
    let inputs = try mapping.required("inputs")
    let entries = try inputs.entries()
    guard let entry = entries.first, entries.count == 1 else {
      throw inputs.error("expected one array, found \(entries.count)")
    }
    let specification = try ArraySpecification(entry.value)
    return (specification.realize(generator: &generator), specification.domain)
  }

  private func layer(_ mapping: ConfigurationMapping, _ name: String, _ point: Int) throws(ConfigurationError)
    -> any Subject
  {
    let node = try mapping.required("layer")
    var generator = generator(name)
    let specification = try node.specification()
    let (input, domain) = try input(mapping, "inputs", &generator)
    do {
      let layer = try LayerCatalog.make(specification, inputShape: input.shape, generator: &generator)
      let outputShape = try layer.outputShape(for: input.shape)
      let cotangent = try mapping["upstream"]?.upstream(generator: &generator)
      if let cotangent, cotangent.count != outputShape.reduce(1, *), let upstream = mapping["upstream"] {
        throw upstream.error("expected an array of the output's shape \(outputShape), found \(cotangent.shape)")
      }
      var subject = LayerSubject(
        name: name, layer: layer, input: input, seed: seed &+ UInt64(point), scalar: try precision(mapping),
        source: file, cotangent: cotangent?.reshaped(to: outputShape))
      if let domain { subject.hints.domains["input"] = domain }
      try hints(&subject.hints, mapping)
      return subject
    } catch let error as ConfigurationError { throw error } catch let error as NetworkError {
      throw node.located(error)
    } catch { throw node.error("\(error)") }
  }

  private func loss(_ mapping: ConfigurationMapping, _ name: String, _ point: Int) throws(ConfigurationError)
    -> any Subject
  {
    let node = try mapping.required("loss")
    var generator = generator(name)
    let (output, domain) = try input(mapping, "inputs", &generator)
    do {
      let loss = try LossCatalog.make(try node.specification())
      let targets = try targets(mapping["labels"], loss, output.shape, node, &generator)
      try loss.validate(targets, outputShape: output.shape)
      var subject = LossSubject(name: name, loss: loss, output: output, targets: targets, source: file)
      if let domain { subject.hints.domains["output"] = domain }
      try hints(&subject.hints, mapping)
      return subject
    } catch let error as ConfigurationError { throw error } catch let error as NetworkError {
      throw node.located(error)
    } catch { throw node.error("\(error)") }
  }

  private func resolve(_ path: String) -> String {
    path.hasPrefix("/")
      ? path : URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path).path
  }
}
