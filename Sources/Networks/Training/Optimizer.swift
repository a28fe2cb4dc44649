import Tensors

/// A rule that turns gradients into steps; it carries what it remembers from step to step.
///
/// A rule of your own needs `kind`, `rate` and `step`; a copy taken before training starts again from there.
public protocol Optimizer: Sendable {
  /// The name in kebab-case that configurations and results use.
  var kind: String { get }

  /// The learning rate.
  var rate: Double { get set }

  /// Moves the parameters one step downhill.
  ///
  /// - Parameters:
  ///   - parameters: what is moved; the same parameters in the same order at every step.
  ///   - gradients: the gradient of the cost for each of them, of its shape.
  mutating func step(parameters: inout [Parameter<Double>], gradients: [Tensor<Double>])
}
