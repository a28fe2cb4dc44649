import Networks
import Tensors

/// Short ways to run built-in layers and losses in the published cases.
enum CourseTools {
  static let softmax = Softmax<Double>()

  static func shares(_ logits: [Double]) -> [Double] {
    softmax.forward(row(logits), context: ForwardContext()).output.elements
  }

  static func row(_ numbers: [Double]) -> Tensor<Double> {
    Tensor(shape: [1, numbers.count], elements: numbers)
  }

  static func column(_ numbers: [Double]) -> Tensor<Double> {
    Tensor(shape: [numbers.count, 1], elements: numbers)
  }

  static func dense(_ rows: [[Double]], _ bias: [Double]? = nil) -> Dense<Double> {
    let weights = Tensor(rows: rows)
    return Dense(weights: weights, bias: bias.map { Tensor($0) } ?? .zeros([weights.shape[1]]))
  }

  static func dense(_ weights: Tensor<Double>, _ bias: [Double]? = nil) -> Dense<Double> {
    Dense(weights: weights, bias: bias.map { Tensor($0) } ?? .zeros([weights.shape[1]]))
  }

  /// The loss of one sample of class `label` with these probabilities: their logarithms are its logits.
  static func crossEntropy(ofShares shares: [Double], label: Int) -> Double {
    crossEntropy(logits: shares.map { Double.log($0) }, label: label)
  }

  static func crossEntropy(logits: [Double], label: Int) -> Double {
    SoftmaxCrossEntropy<Double>().losses(row(logits), .classes([label]))[0]
  }

  /// The logits of a sigmoid's outputs.
  static func logits(_ shares: [Double]) -> [Double] { shares.map { Double.log($0 / (1 - $0)) } }

  static func sigmoid(_ x: Double, upstream: Double = 1) -> (value: Double, slope: Double) {
    run(Elementwise(Sigmoid<Double>()), x, upstream)
  }

  static func run(_ layer: some Layer<Double>, _ x: Double, _ upstream: Double = 1) -> (
    value: Double, slope: Double
  ) {
    let evaluation = layer.evaluate(Tensor(shape: [1, 1], elements: [x]), context: ForwardContext())
    let gradient = evaluation.pullback(Tensor(shape: [1, 1], elements: [upstream]))
    return (evaluation.output.elements[0], gradient.input.elements[0])
  }

  /// Dense layers with an activation between them.
  static func network(
    _ stages: [Dense<Double>], activation: (any Layer<Double>)?, last: (any Layer<Double>)? = nil
  ) throws -> Network<Double> {
    var layers: [any Layer<Double>] = []
    for (index, stage) in stages.enumerated() {
      layers.append(stage)
      if index < stages.count - 1, let activation { layers.append(activation) }
    }
    if let last { layers.append(last) }
    return try Network(inputShape: [stages[0].weights.shape[0]], layers: layers)
  }

  /// (f(x + h) − f(x − h)) / 2h in each place.
  static func central(_ point: [Double], _ h: Double, _ function: ([Double]) -> Double) -> [Double] {
    point.indices.map { place in
      var moved = point
      moved[place] = point[place] + h
      let above = function(moved)
      moved[place] = point[place] - h
      return (above - function(moved)) / (2 * h)
    }
  }
}
