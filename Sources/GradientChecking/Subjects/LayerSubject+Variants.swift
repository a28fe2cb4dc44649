import Networks
import Tensors

extension LayerSubject: VariableSubject {
  /// Smaller batches and rounder values.
  public func smaller() -> [(change: String, subject: any VariableSubject)] {
    var cases: [(change: String, subject: any VariableSubject)] = []
    let samples = input.shape.first ?? 1
    if samples > 1, input.count % samples == 0 {
      for count in Set([1, samples / 2, samples - 1]).sorted() {
        let width = input.count / samples
        let part = Tensor(
          shape: [count] + input.shape.dropFirst(), elements: Array(input.elements.prefix(count * width)))
        cases.append(("batch of \(count)", moved(layer, part)))
      }
    }
    for (name, unit) in Rounding.units {
      let rounded = Tensor(shape: input.shape, elements: Rounding.round(input.elements, to: unit))
      if layer.hasInputGradient, rounded != input { cases.append(("input in \(name)", moved(layer, rounded))) }
      var other = layer
      let parameters = layer.parameters.map { parameter in
        var parameter = parameter
        parameter.value.elements = Rounding.round(parameter.value.elements, to: unit)
        return parameter
      }
      guard parameters != layer.parameters else { continue }
      other.parameters = parameters
      cases.append(("parameters in \(name)", moved(other, input)))
    }
    return cases
  }

  /// Settings that hide mistakes, moved.
  public func variants(seed: UInt64) -> [(setting: String, subject: any Subject)] {
    var generator = SeededGenerator(seed: seed).fork("explore").fork(name)
    var cases: [(setting: String, subject: any Subject)] = []
    if !layer.parameters.isEmpty {
      var other = layer
      other.parameters = layer.parameters.map { parameter in
        var parameter = parameter
        parameter.value = parameter.value.map { $0 + 0.5 * generator.normal() }
        return parameter
      }
      cases.append(("parameters moved at random", moved(other, input)))
    }
    guard layer.hasInputGradient else { return cases }
    let samples = input.shape.first ?? 1
    for count in [1, samples + 1, 2 * samples + 3] where count != samples {
      let shape = [count] + input.shape.dropFirst()
      guard (try? layer.outputShape(for: shape)) != nil else { continue }
      let drawn = Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
      cases.append(("a batch of \(count)", moved(layer, drawn)))
    }
    for axis in input.shape.indices.dropFirst() {
      var shape = input.shape
      shape[axis] += 1
      guard (try? layer.outputShape(for: shape)) != nil else { continue }
      let drawn = Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
      cases.append(("an input of shape \(shape)", moved(layer, drawn)))
    }
    cases.append(("inputs ten times as large", moved(layer, input.scaled(by: 10))))
    cases.append(("inputs with the other sign", moved(layer, input.scaled(by: -1))))
    return cases
  }

  /// The same subject with another layer or input.
  private func moved(_ layer: any Layer<Double>, _ input: Tensor<Double>) -> LayerSubject {
    var other = LayerSubject(
      name: name, layer: layer, input: input, seed: seed, scalar: scalar, source: source, cotangent: givenCotangent,
      context: context, claim: claim
    )
    other.hints.tolerance = hints.tolerance
    other.hints.location = hints.location
    return other
  }
}
