import Tensors

/// Stochastic gradient descent with momentum.
///
/// `v ← μ·v − rate·g`, `w ← w + v`, from v = 0 (Polyak's heavy ball in the form of CS231n); with μ = 0 that is
/// `w ← w − rate·g`.
public struct SGD: Optimizer {
  /// `sgd`.
  public let kind = "sgd"
  /// The learning rate.
  public var rate: Double
  /// μ, the share of the last step that is kept.
  public let momentum: Double
  private var steps: [[Double]] = []

  /// Makes the rule.
  public init(rate: Double, momentum: Double = 0) {
    self.rate = rate
    self.momentum = momentum
  }

  /// Whether a last step is remembered.
  var hasMoved: Bool { !steps.isEmpty }

  /// Moves the parameters one step.
  public mutating func step(parameters: inout [Parameter<Double>], gradients: [Tensor<Double>]) {
    if momentum != 0, steps.isEmpty {
      steps = parameters.map { Array(repeating: 0, count: $0.value.count) }
    }
    for index in parameters.indices {
      if momentum == 0 {
        parameters[index].value.add(-rate, times: gradients[index])
      } else {
        renew(&steps[index], gradients[index].elements)
        Double.add(1, times: steps[index], to: &parameters[index].value.elements)
      }
    }
  }

  private func renew(_ step: inout [Double], _ gradient: [Double]) {
    for place in step.indices { step[place] = momentum * step[place] - rate * gradient[place] }
  }
}
