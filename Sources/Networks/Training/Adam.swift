import RealModule
import Tensors

/// Steps scaled by running moments of the gradient.
///
/// `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, `w ← w − rate · m̂ / (√v̂ + ε)` with `m̂ = m / (1 − β₁ᵗ)` and
/// `v̂ = v / (1 − β₂ᵗ)` at step t = 1, 2, …, which corrects the moments for their start at 0. Source: Kingma and
/// Ba, "Adam: a method for stochastic optimization", 2015.
public struct Adam: Optimizer {
  /// `adam`.
  public let kind = "adam"
  /// The learning rate.
  public var rate: Double
  /// β₁, the decay of the first moment.
  public let beta1: Double
  /// β₂, the decay of the second moment.
  public let beta2: Double
  /// ε, which keeps the division finite.
  public let epsilon: Double
  /// m of each parameter; empty before the first step.
  public private(set) var firstMoments: [[Double]] = []
  /// v of each parameter; empty before the first step.
  public private(set) var secondMoments: [[Double]] = []
  private var decay1 = 1.0
  private var decay2 = 1.0

  /// Makes the rule.
  public init(rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// The rule as it stands after so many steps, with the moments it has by then.
  public func resumed(after steps: Int, firstMoments: [[Double]], secondMoments: [[Double]]) -> Adam {
    var copy = self
    copy.firstMoments = firstMoments
    copy.secondMoments = secondMoments
    copy.decay1 = Double.pow(beta1, steps)
    copy.decay2 = Double.pow(beta2, steps)
    return copy
  }

  /// Moves the parameters one step.
  public mutating func step(parameters: inout [Parameter<Double>], gradients: [Tensor<Double>]) {
    if firstMoments.isEmpty {
      firstMoments = parameters.map { Array(repeating: 0, count: $0.value.count) }
      secondMoments = firstMoments
    }
    decay1 *= beta1
    decay2 *= beta2
    for index in parameters.indices {
      let gradient = gradients[index].elements
      renew(&firstMoments[index], &secondMoments[index], gradient)
      move(&parameters[index].value.elements, firstMoments[index], secondMoments[index])
    }
  }

  private func renew(_ first: inout [Double], _ second: inout [Double], _ gradient: [Double]) {
    for place in gradient.indices {
      first[place] = beta1 * first[place] + (1 - beta1) * gradient[place]
      second[place] = beta2 * second[place] + (1 - beta2) * gradient[place] * gradient[place]
    }
  }

  private func move(_ values: inout [Double], _ first: [Double], _ second: [Double]) {
    for place in values.indices {
      let mean = first[place] / (1 - decay1)
      let variance = second[place] / (1 - decay2)
      values[place] -= rate * mean / (variance.squareRoot() + epsilon)
    }
  }
}
