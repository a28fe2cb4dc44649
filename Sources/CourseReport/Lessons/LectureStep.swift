import Networks
import Tensors

/// The lecture's network with numbers: two samples, three features, five hidden nodes, one output.
struct LectureStep {
  static let rate = 0.1
  static let input = Tensor<Double>(rows: [[1, 0.5, -1], [0.2, -0.4, 0.8]])
  static let answers = Tensor<Double>(rows: [[1], [0]])

  let objective: Objective<Double>
  let gradient: ObjectiveGradient<Double>
  /// The values of hidden nodes before and after ReLU, and the prediction.
  let preactivations: Tensor<Double>
  let hidden: Tensor<Double>
  let prediction: Tensor<Double>
  /// ∂C/∂ of the hidden nodes' outputs.
  let hiddenGradient: Tensor<Double>

  init() throws(ReportError) {
    let first = Dense(
      weights: Tensor<Double>(rows: [
        [0.4, -0.3, 0.6, 0.2, -0.5], [0.7, 0.5, -0.2, -0.6, 0.3], [-0.1, 0.8, 0.4, 0.9, -0.7],
      ]),
      bias: Tensor([0.1, -0.1, 0.2, 0, 0.3]))
    let second = Dense(weights: Tensor<Double>(rows: [[0.5], [-0.4], [0.3], [0.7], [-0.2]]), bias: Tensor([0.1]))
    do {
      let network = try Network<Double>(inputShape: [3], layers: [first, Elementwise(ReLU<Double>()), second])
      objective = Objective(network: network, loss: SquaredError<Double>())
    } catch { throw ReportError(.defect, error.description) }
    let context = ForwardContext()
    gradient = objective.gradients(Self.input, .values(Self.answers), context: context)
    preactivations = first.forward(Self.input, context: context).output
    hidden = Elementwise(ReLU<Double>()).forward(preactivations, context: context).output
    prediction = gradient.output
    let upstream = objective.loss.gradient(prediction, .values(Self.answers))
    hiddenGradient = second.evaluate(hidden, context: context).pullback(upstream).input
  }

  /// The cost where some parameters are changed.
  func cost(_ change: (inout [Parameter<Double>]) -> Void) -> Double {
    var moved = objective
    var parameters = moved.network.parameters
    change(&parameters)
    moved.network.parameters = parameters
    return moved.cost(Self.input, .values(Self.answers), context: ForwardContext())
  }

  /// The cost, and its gradient, where some parameters are changed.
  func gradients(_ change: (inout [Parameter<Double>]) -> Void) -> ObjectiveGradient<Double> {
    var moved = objective
    var parameters = moved.network.parameters
    change(&parameters)
    moved.network.parameters = parameters
    return moved.gradients(Self.input, .values(Self.answers), context: ForwardContext())
  }

  /// The costs of so many steps of gradient descent.
  func descend(rate: Double, steps: Int) -> [Double] {
    var parameters = objective.network.parameters
    var moved = objective
    var optimizer = SGD(rate: rate)
    var costs: [Double] = []
    for _ in 0...steps {
      let result = moved.gradients(Self.input, .values(Self.answers), context: ForwardContext())
      costs.append(result.cost)
      optimizer.step(parameters: &parameters, gradients: result.parameters)
      moved.network.parameters = parameters
    }
    return costs
  }
}
