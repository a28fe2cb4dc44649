import Networks
import Tensors

/// Mistakes that can be planted into the right gradients of a network: for teaching, and to prove the checker.
public enum PlantedBug: String, Sendable, CaseIterable {
  /// The first weights' gradient has the wrong sign.
  case sign
  /// The first weights' gradient is twice as large.
  case doubled
  /// The gradients of the last layer are not divided by the number of samples.
  case missingMean = "missing-mean"
  /// The first weights' gradient is laid out as its transpose.
  case transpose
  /// The regularisation term is left out of the first weights' gradient.
  case missingRegularization = "missing-regularization"
  /// The first bias' gradient is divided by the number of samples twice.
  case extraMean = "extra-mean"
  /// One element of the first weights' gradient is 1 % too large.
  case element

  /// The right gradient made wrong.
  public func spoil(
    _ gradient: ObjectiveGradient<Double>, objective: Objective<Double>, input: Tensor<Double>
  ) -> ObjectiveGradient<Double> {
    var parameters = gradient.parameters
    guard !parameters.isEmpty else { return gradient }
    switch self {
    case .sign: parameters[0] = parameters[0].scaled(by: -1)
    case .doubled: parameters[0] = parameters[0].scaled(by: 2)
    case .missingMean:
      for index in parameters.indices.suffix(2) {
        parameters[index] = parameters[index].scaled(by: Double(input.shape[0]))
      }
    case .transpose:
      if parameters[0].rank == 2 { parameters[0] = parameters[0].transposed.reshaped(to: parameters[0].shape) }
    case .missingRegularization:
      let weights = objective.network.parameters[0].value
      parameters[0] = parameters[0] - weights.scaled(by: objective.regularization)
    case .extraMean:
      if parameters.count > 1 { parameters[1] = parameters[1].scaled(by: 1 / Double(max(input.shape[0], 1))) }
    case .element:
      let largest = parameters[0].elements.indices.max {
        abs(parameters[0].elements[$0]) < abs(parameters[0].elements[$1])
      }
      if let largest { parameters[0].elements[largest] *= 1.01 }
    }
    return ObjectiveGradient(
      cost: gradient.cost, output: gradient.output, input: gradient.input, parameters: parameters)
  }
}
