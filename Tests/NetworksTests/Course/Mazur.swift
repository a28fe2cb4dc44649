import Networks
import Tensors

/// The 2-2-2 network of sigmoids of Matt Mazur's step-by-step example; its biases are never changed.
struct Mazur {
  private(set) var objective: Objective<Double>
  let input: Tensor<Double>
  let targets: Targets<Double>
  private let rate: Double

  init(_ course: CourseCase) throws {
    let w = course.numbers("w1_to_w8")
    let (b1, b2) = (course.number("b1"), course.number("b2"))
    let sigmoid = Elementwise(Sigmoid<Double>())
    let network = try CourseTools.network(
      [
        CourseTools.dense([[w[0], w[2]], [w[1], w[3]]], [b1, b1]),
        CourseTools.dense([[w[4], w[6]], [w[5], w[7]]], [b2, b2]),
      ], activation: sigmoid, last: sigmoid)
    objective = Objective(network: network, loss: SquaredError())
    input = course.row("i")
    targets = .values(course.row("target"))
    rate = course.number("lr")
  }

  func pass() -> (evaluations: [LayerEvaluation<Double>], output: Tensor<Double>) {
    let evaluations = objective.network.evaluate(input, context: ForwardContext())
    return (evaluations, evaluations[3].output)
  }

  func error() -> Double { objective.cost(input, targets, context: ForwardContext()) }

  func gradient() -> ObjectiveGradient<Double> {
    objective.gradients(input, targets, context: ForwardContext())
  }

  /// The weights of a layer, unit by unit.
  func weights(_ index: Int) -> [Double] { objective.network.parameters[index].value.transposed.elements }

  /// One step of gradient descent: all weights from one forward pass.
  mutating func step() {
    let gradients = gradient().parameters
    for index in [0, 2] { move(index, gradients[index]) }
  }

  /// One step with a common mistake: the hidden weights' gradient goes through output weights that have already
  /// been changed.
  mutating func stepWithTheBug() {
    let pass = pass().evaluations
    let error = objective.loss.gradient(pass[3].output, targets)
    let sums = pass[3].pullback(error).input
    move(2, pass[2].pullback(sums).parameters[0])
    let changed = objective.network.layers[2].evaluate(pass[1].output, context: ForwardContext())
    let hidden = pass[1].pullback(changed.pullback(sums).input).input
    move(0, pass[0].pullback(hidden).parameters[0])
  }

  private mutating func move(_ index: Int, _ gradient: Tensor<Double>) {
    var parameters = objective.network.parameters
    parameters[index].value.add(-rate, times: gradient)
    objective.network.parameters = parameters
  }
}
