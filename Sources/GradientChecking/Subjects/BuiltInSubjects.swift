import Networks
import Tensors

/// All built-in layers and losses as subjects: what `gradus check` checks without a source.
public enum BuiltInSubjects {
  /// One subject for each example of each layer, one for each loss.
  ///
  /// - Throws: `NetworkError` where an example does not fit its layer: a defect.
  public static func all(seed: UInt64, scalar: ScalarKind = .double) throws(NetworkError) -> [any Subject] {
    var subjects: [any Subject] = []
    for entry in LayerCatalog.entries { subjects += try layers(entry, seed: seed, scalar: scalar) }
    for entry in LossCatalog.entries { subjects.append(try loss(entry, seed: seed)) }
    return subjects
  }

  /// The subjects of one layer.
  public static func layers(
    _ entry: LayerEntry, seed: UInt64, scalar: ScalarKind = .double
  ) throws(NetworkError) -> [any Subject] {
    var subjects: [any Subject] = []
    for (index, example) in entry.examples.enumerated() {
      var generator = SeededGenerator(seed: seed).fork(entry.name).fork(index)
      let input = example.input(generator: &generator)
      var layer = try entry.make(
        Settings(place: entry.name, example.entries), inputShape: example.inputShape, generator: &generator)
      randomize(&layer, &generator)
      let name = entry.examples.count > 1 ? "\(entry.name) \(index + 1)" : entry.name
      var subject = LayerSubject(name: name, layer: layer, input: input, seed: seed, scalar: scalar)
      if example.integersBelow == nil { subject.hints.domains = ["input": -3...3] }
      subjects.append(subject)
    }
    return subjects
  }

  /// The subject of one loss.
  public static func loss(_ entry: LossEntry, seed: UInt64) throws(NetworkError) -> any Subject {
    var generator = SeededGenerator(seed: seed).fork(entry.name)
    let shape = [5, 3]
    let output = Tensor(shape: shape, elements: (0..<15).map { _ in 2 * generator.normal() })
    let targets = entry.randomTargets(outputShape: shape, generator: &generator)
    let loss = try entry.make(Settings(place: entry.name))
    return LossSubject(name: entry.name, loss: loss, output: output, targets: targets)
  }

  /// Biases at 0 and scales at 1 hide bugs: every parameter is moved.
  static func randomize(_ layer: inout any Layer<Double>, _ generator: inout SeededGenerator) {
    var parameters = layer.parameters
    guard !parameters.isEmpty else { return }
    for index in parameters.indices {
      parameters[index].value = parameters[index].value.map { $0 + 0.3 * generator.normal() }
    }
    layer.parameters = parameters
  }
}
