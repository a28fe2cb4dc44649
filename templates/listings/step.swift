import Networks
import Tensors

/// One step of gradient descent on the lecture's network.
func stepOfTheLecture(
  _ start: Network<Double>, input: Tensor<Double>, answers: Tensor<Double>, rate: Double
) -> (cost: Double, network: Network<Double>) {
  let objective = Objective(network: start, loss: SquaredError<Double>())
  let gradients = objective.gradients(input, .values(answers), context: ForwardContext())
  var network = start
  var parameters = network.parameters
  var optimizer = SGD(rate: rate)
  optimizer.step(parameters: &parameters, gradients: gradients.parameters)
  network.parameters = parameters
  return (gradients.cost, network)
}
