import Tensors

/// Steps of any network by any optimizer: backpropagation layer by layer.
struct NetworkSteps {
  private(set) var objective: Objective<Double>
  private var optimizer: any Optimizer
  private var parameters: [Parameter<Double>]
  private let data: Dataset
  private let hasState: Bool

  init(_ objective: Objective<Double>, optimizer: any Optimizer, data: Dataset) {
    self.objective = objective
    self.optimizer = optimizer
    self.data = data
    parameters = objective.network.parameters
    hasState = !objective.network.state.isEmpty
  }

  /// Moves the parameters one step for some samples.
  ///
  /// - Parameter squares: receives the sums of squares that `StepNorms` takes.
  /// - Returns: the cost of these samples before the step.
  mutating func step(_ rows: ArraySlice<Int>, context: ForwardContext, squares: inout [Double]) -> Double {
    let places = Array(rows)
    let inputs = data.inputs.selectingRows(places)
    let gradient = objective.gradients(inputs, data.targets.selecting(places), context: context)
    if hasState { absorb(inputs, context) }
    let before = parameters
    optimizer.step(parameters: &parameters, gradients: gradient.parameters)
    objective.network.parameters = parameters
    for index in parameters.indices {
      squares[2 * index] = gradient.parameters[index].elements.reduce(0) { $0 + $1 * $1 }
      squares[2 * index + 1] = zip(parameters[index].value.elements, before[index].value.elements)
        .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return gradient.cost
  }

  /// Lets layers take over what they learn of the data besides gradients (batch normalisation's statistics).
  private mutating func absorb(_ inputs: Tensor<Double>, _ context: ForwardContext) {
    var current = inputs
    for index in objective.network.layers.indices {
      current = Self.absorb(&objective.network.layers[index], current, context)
    }
  }

  private static func absorb(
    _ layer: inout any Layer<Double>, _ input: Tensor<Double>, _ context: ForwardContext
  ) -> Tensor<Double> {
    func open<Opened: Layer<Double>>(_ opened: Opened) -> (any Layer<Double>, Tensor<Double>) {
      var changed = opened
      let (output, cache) = changed.forward(input, context: context)
      changed.absorb(cache)
      return (changed, output)
    }
    let (changed, output) = open(layer)
    layer = changed
    return output
  }
}
