import Networks
import Tensors

extension CourseNumberTests {
  static let trainings: [String: Computation] = [
    "dlfs-gradient-descent": { course in
      let rates = course.numbers("lr")
      let (start, h) = (course.numbers("init"), course.number("h"))
      return [
        "lr_0_1": descend(start, rate: rates[0]) { CourseTools.central($0, h, Bowl.value) },
        "lr_1e_10": descend(start, rate: rates[1]) { CourseTools.central($0, h, Bowl.value) },
        "exact_lr_0_1": descend(start, rate: rates[0], Bowl.gradient),
      ]
    },
    "dlfs-gradient-descent-diverge": { course in
      let (start, rate, h) = (course.numbers("init"), course.number("lr"), course.number("h"))
      return [
        "x": descend(start, rate: rate) { CourseTools.central($0, h, Bowl.value) },
        "exact_gradient_result": descend(start, rate: rate, Bowl.gradient),
      ]
    },
    "d2l-gd-1d": { course in
      [
        "x": course.numbers("lr").map { rate in
          descend([course.number("x0"), 0], rate: rate, steps: course.integers("steps")[0], Bowl.gradient)[0]
        }
      ]
    },
    "d2l-gd-2d": { course in
      // x₁² + 2 x₂² is the bowl at (x₁, √2 x₂).
      let end = descend(
        course.numbers("start"), rate: course.number("lr"), steps: course.integers("steps")[0]
      ) { x in
        let slopes = Bowl.gradient([x[0], x[1] * 2.squareRoot()])
        return [slopes[0], slopes[1] * 2.squareRoot()]
      }
      return ["x1": [end[0]], "x2": [end[1]]]
    },
    "nielsen-neuron-easy": nielsen, "nielsen-neuron-saturated": nielsen,
  ]

  private static func descend(
    _ start: [Double], rate: Double, steps: Int = 100, _ gradient: ([Double]) -> [Double]
  ) -> [Double] {
    var point = start
    for _ in 0..<steps {
      let slopes = gradient(point)
      for place in point.indices { point[place] -= rate * slopes[place] }
    }
    return point
  }

  /// One neuron that must learn to turn 1 into 0, by two costs.
  @Sendable
  private static func nielsen(_ course: CourseCase) throws -> [String: [Double]] {
    let neuron = CourseTools.dense([[course.number("w")]], [course.number("b")])
    let sigmoid = Elementwise(Sigmoid<Double>())
    let (input, targets) = (course.row("x"), Targets.values(course.row("y")))
    let quadratic = Objective(
      network: try Network(inputShape: [1], layers: [neuron, sigmoid]), loss: SquaredError())
    // The cross-entropy works on the sum, before the sigmoid.
    let entropic = Objective(
      network: try Network(inputShape: [1], layers: [neuron]), loss: BinaryCrossEntropy())
    func train(_ start: Objective<Double>, _ rate: Double) -> (w: Double, b: Double, curve: [Double]) {
      var objective = start
      var curve: [Double] = []
      let epochs = course.integers("epochs")[0]
      for epoch in 0...epochs {
        let parameters = objective.network.parameters.map { $0.value.elements[0] }
        if epoch % 50 == 0 {
          curve.append(CourseTools.sigmoid(parameters[0] * input.elements[0] + parameters[1]).value)
        }
        guard epoch < epochs else { break }
        let gradient = objective.gradients(input, targets, context: ForwardContext()).parameters
        for index in gradient.indices {
          objective.network.parameters[index].value.add(-rate, times: gradient[index])
        }
      }
      let end = objective.network.parameters.map { $0.value.elements[0] }
      return (end[0], end[1], curve)
    }
    let first = quadratic.gradients(input, targets, context: ForwardContext())
    let second = entropic.gradients(input, targets, context: ForwardContext())
    let slow = train(quadratic, course.number("lr_quadratic"))
    let fast = train(entropic, course.number("lr_cross_entropy"))
    return [
      "a0": first.output.elements, "grad_quadratic": first.parameters[1].elements,
      "C_quadratic": [first.cost],
      "grad_cross_entropy": second.parameters[1].elements, "C_cross_entropy": [second.cost],
      "w_quadratic_300": [slow.w], "b_quadratic_300": [slow.b], "a_quadratic_300": [slow.curve[6]],
      "a_quadratic_curve": slow.curve, "w_ce_300": [fast.w], "b_ce_300": [fast.b],
      "a_ce_300": [fast.curve[6]],
      "a_ce_curve": fast.curve,
    ]
  }
}
