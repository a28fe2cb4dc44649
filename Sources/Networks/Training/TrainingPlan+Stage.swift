import CKernels
import Tensors

extension TrainingPlan {
  /// A dense layer with the activation after it.
  struct Stage {
    var inputs: Int
    var outputs: Int
    var weights: [Double]
    var bias: [Double]
    var activation = GRADUS_IDENTITY
    var slope = 0.0

    /// The stages of a network, or `nil` where it holds anything else.
    static func chain(_ network: Network<Double>) -> [Stage]? {
      var stages: [Stage] = []
      for layer in network.layers {
        if let dense = layer as? Dense<Double> {
          stages.append(
            Stage(
              inputs: dense.weights.shape[0], outputs: dense.weights.shape[1], weights: dense.weights.elements,
              bias: dense.bias.elements))
        } else {
          guard let last = stages.indices.last, stages[last].activation == GRADUS_IDENTITY,
            let (activation, slope) = activation(layer)
          else { return nil }
          stages[last].activation = activation
          stages[last].slope = slope
        }
      }
      return stages.isEmpty ? nil : stages
    }

    private static func activation(_ layer: any Layer<Double>) -> (gradus_activation, slope: Double)? {
      switch layer {
      case is Elementwise<ReLU<Double>>: (GRADUS_RELU, 0)
      case let leaky as Elementwise<LeakyReLU<Double>>: (GRADUS_LEAKY_RELU, leaky.function.slope)
      case is Elementwise<HyperbolicTangent<Double>>: (GRADUS_TANH, 0)
      case is Elementwise<Sigmoid<Double>>: (GRADUS_SIGMOID, 0)
      default: nil
      }
    }
  }
}
