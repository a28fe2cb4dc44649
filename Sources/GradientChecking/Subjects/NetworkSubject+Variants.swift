import Networks
import Tensors

extension NetworkSubject: VariableSubject {
  /// Smaller batches and rounder values.
  public func smaller() -> [(change: String, subject: any VariableSubject)] {
    var cases: [(change: String, subject: any VariableSubject)] = []
    let samples = input.shape.first ?? 1
    if samples > 1 {
      for count in Set([1, samples / 2, samples - 1]).sorted() {
        if let part = moved(objective, input.keeping(count), targets.keeping(count)) {
          cases.append(("batch of \(count)", part))
        }
      }
    }
    for (name, unit) in Rounding.units {
      let rounded = Tensor(shape: input.shape, elements: Rounding.round(input.elements, to: unit))
      if rounded != input, let other = moved(objective, rounded, targets) { cases.append(("input in \(name)", other)) }
      var other = objective
      other.network.parameters = objective.network.parameters.map { parameter in
        var parameter = parameter
        parameter.value.elements = Rounding.round(parameter.value.elements, to: unit)
        return parameter
      }
      if other.network.parameters != objective.network.parameters, let subject = moved(other, input, targets) {
        cases.append(("parameters in \(name)", subject))
      }
    }
    return cases
  }

  /// Settings that hide mistakes, moved.
  public func variants(seed: UInt64) -> [(setting: String, subject: any Subject)] {
    var generator = SeededGenerator(seed: seed).fork("explore").fork(name)
    var cases: [(setting: String, subject: any Subject)] = []
    func add(_ setting: String, _ objective: Objective<Double>, _ input: Tensor<Double>, _ targets: Targets<Double>) {
      if let subject = moved(objective, input, targets) { cases.append((setting, subject)) }
    }
    var other = objective
    other.network.parameters = objective.network.parameters.map { parameter in
      var parameter = parameter
      if !parameter.isRegularized { parameter.value = parameter.value.map { $0 + 0.5 * generator.normal() } }
      return parameter
    }
    add("biases and scales moved at random", other, input, targets)
    if objective.regularization == 0 {
      var regularized = objective
      regularized.regularization = 0.1
      add("a regularization of 0.1", regularized, input, targets)
    }
    let samples = input.shape.first ?? 1
    if samples > 1 {
      add("a batch of 1", objective, input.keeping(1), targets.keeping(1))
      add("a batch of \(samples - 1)", objective, input.keeping(samples - 1), targets.keeping(samples - 1))
    }
    // Mistakes of a mean over samples do not show in a batch of 1.
    add("a batch of \(samples + 2)", objective, input.repeating(samples + 2), targets.repeating(samples + 2))
    add("inputs ten times as large", objective, input.scaled(by: 10), targets)
    return cases
  }

  private func moved(
    _ objective: Objective<Double>, _ input: Tensor<Double>, _ targets: Targets<Double>
  ) -> NetworkSubject? {
    let wrt: Wrt = hasInput ? (hasParameters ? .all : .inputs) : .parameters
    guard
      var other = try? NetworkSubject(
        name: name, objective: objective, input: input, targets: targets, wrt: wrt, scalar: scalar, source: source,
        context: context, claim: claim)
    else { return nil }
    other.hints.tolerance = hints.tolerance
    other.hints.location = hints.location
    return other
  }
}

extension Tensor where Scalar == Double {
  /// As many samples, again from the first one, each time 10 % smaller, after the last.
  func repeating(_ count: Int) -> Tensor {
    let samples = shape.first ?? 0
    guard samples > 0 else { return self }
    let width = self.count / samples
    let elements = (0..<count).flatMap { sample in
      let share = 1 / (1 + 0.1 * Double(sample / samples))
      return self.elements[(sample % samples * width)..<((sample % samples + 1) * width)].map { $0 * share }
    }
    return Tensor(shape: [count] + shape.dropFirst(), elements: elements)
  }

  /// The first samples.
  func keeping(_ count: Int) -> Tensor {
    let width = self.count / max(shape.first ?? 1, 1)
    return Tensor(shape: [count] + shape.dropFirst(), elements: Array(elements.prefix(count * width)))
  }
}

extension Targets<Double> {
  /// The targets of as many samples, again from the first one after the last.
  func repeating(_ count: Int) -> Targets {
    switch self {
    case .classes(let labels): .classes((0..<count).map { labels[$0 % max(labels.count, 1)] })
    case .values(let values):
      .values(
        Tensor(
          shape: [count] + values.shape.dropFirst(),
          elements: (0..<count).flatMap { sample in
            let width = values.count / max(values.shape.first ?? 1, 1)
            let row = sample % max(values.shape.first ?? 1, 1)
            return values.elements[(row * width)..<((row + 1) * width)]
          }))
    }
  }

  /// The targets of the first samples.
  func keeping(_ count: Int) -> Targets {
    switch self {
    case .classes(let labels): .classes(Array(labels.prefix(count)))
    case .values(let values): .values(values.keeping(count))
    }
  }
}
