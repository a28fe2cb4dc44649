import Tensors

/// Layers applied one after the other.
public struct Network<Scalar: TensorScalar>: Sendable {
  /// The shape of one sample, without the batch axis.
  public let inputShape: [Int]
  /// The layers from input to output.
  public var layers: [any Layer<Scalar>]

  /// Joins layers and checks that their shapes fit.
  ///
  /// - Throws: `NetworkError.shape` naming the layer (`layers.2`), what it expects and what it would get.
  public init(inputShape: [Int], layers: [any Layer<Scalar>]) throws(NetworkError) {
    self.inputShape = inputShape
    self.layers = layers
    _ = try outputShape(samples: 1)
  }

  /// The shape of the output for a batch.
  public func outputShape(samples: Int) throws(NetworkError) -> [Int] {
    var shape = [samples] + inputShape
    for (index, layer) in layers.enumerated() {
      do { shape = try layer.outputShape(for: shape) } catch { throw error.inside("layers.\(index)") }
    }
    return shape
  }

  /// All parameters with their paths (`layers.0.weights`), from input to output.
  public var parameters: [Parameter<Scalar>] {
    get { layers.collecting(under: "layers") { $0.parameters } }
    set {
      layers.distribute(newValue) {
        $0.parameters
      } set: {
        $0.parameters = $1
      }
    }
  }

  /// What training changes besides parameters, with paths (`layers.1.runningMean`).
  public var state: [Parameter<Scalar>] {
    get { layers.collecting(under: "layers") { $0.state } }
    set {
      layers.distribute(newValue) {
        $0.state
      } set: {
        $0.state = $1
      }
    }
  }

  /// The number of learnt numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// The output for a batch.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func predict(_ input: Tensor<Scalar>, context: ForwardContext = ForwardContext(isTraining: false))
    -> Tensor<Scalar>
  {
    layers.reduce(input) { $1.output($0, context: context) }
  }

  /// A forward pass that remembers each layer's backward pass.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func evaluate(_ input: Tensor<Scalar>, context: ForwardContext) -> [LayerEvaluation<Scalar>] {
    var current = input
    return layers.map { layer in
      let evaluation = layer.evaluate(current, context: context)
      current = evaluation.output
      return evaluation
    }
  }
}

/// A network with what it is judged by: the cost that training lowers and that a gradient check differentiates.
///
/// Cost = mean loss over the samples + ½ λ Σ w² over the regularised parameters.
public struct Objective<Scalar: TensorScalar>: Sendable {
  /// The network.
  public var network: Network<Scalar>
  /// The loss of one sample.
  public var loss: any Loss<Scalar>
  /// λ of the L2 regularisation; 0 for none.
  public var regularization: Scalar

  /// Joins a network and its loss.
  public init(network: Network<Scalar>, loss: any Loss<Scalar>, regularization: Scalar = 0) {
    self.network = network
    self.loss = loss
    self.regularization = regularization
  }

  /// ½ λ Σ w².
  public var penalty: Scalar {
    guard regularization != 0 else { return 0 }
    var sum: Scalar = 0
    for parameter in network.parameters where parameter.isRegularized {
      for weight in parameter.value.elements { sum += weight * weight }
    }
    return regularization * sum / 2
  }

  /// The cost for a batch.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func cost(_ input: Tensor<Scalar>, _ targets: Targets<Scalar>, context: ForwardContext) -> Scalar {
    loss.cost(network.predict(input, context: context), targets) + penalty
  }

  /// The cost, and its gradients by backpropagation.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func gradients(_ input: Tensor<Scalar>, _ targets: Targets<Scalar>, context: ForwardContext)
    -> ObjectiveGradient<Scalar>
  {
    var output = input
    var pullbacks: [(Tensor<Scalar>) -> LayerGradient<Scalar>] = []
    for layer in network.layers {
      let evaluation = layer.outputAndPullback(output, context: context)
      output = evaluation.output
      pullbacks.append(evaluation.pullback)
    }
    var upstream = loss.gradient(output, targets)
    var parameters: [Tensor<Scalar>] = []
    for index in pullbacks.indices.reversed() {
      var gradient = pullbacks[index](upstream)
      if regularization != 0 {
        for (place, parameter) in network.layers[index].parameters.enumerated() where parameter.isRegularized {
          for element in gradient.parameters[place].elements.indices {
            gradient.parameters[place].elements[element] += regularization * parameter.value.elements[element]
          }
        }
      }
      parameters.insert(contentsOf: gradient.parameters, at: 0)
      upstream = gradient.input
    }
    return ObjectiveGradient(
      cost: loss.cost(output, targets) + penalty, output: output, input: upstream, parameters: parameters)
  }
}

/// What one forward and backward pass through an `Objective` gives.
public struct ObjectiveGradient<Scalar: TensorScalar>: Sendable {
  /// The cost.
  public let cost: Scalar
  /// The network's output.
  public let output: Tensor<Scalar>
  /// ∂cost/∂input.
  public let input: Tensor<Scalar>
  /// ∂cost/∂parameter, in the order of `Network.parameters`.
  public let parameters: [Tensor<Scalar>]

  /// Collects what a pass gives.
  public init(cost: Scalar, output: Tensor<Scalar>, input: Tensor<Scalar>, parameters: [Tensor<Scalar>]) {
    self.cost = cost
    self.output = output
    self.input = input
    self.parameters = parameters
  }
}
