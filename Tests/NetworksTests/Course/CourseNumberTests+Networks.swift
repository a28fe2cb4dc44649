import Networks
import Tensors

extension CourseNumberTests {
  static let networks: [String: Computation] = [
    "cs231n-twolayer-scores": { course in
      ["scores": try twoLayer(course).network.predict(batch(course)).elements]
    },
    "cs231n-twolayer-loss-reg0": { course in
      let gradient = try twoLayer(course).gradients(
        batch(course), .classes(course.integers("y")), context: ForwardContext())
      return ["loss": [gradient.cost], "db2": gradient.parameters[3].elements]
        .merging(summaries(gradient, course)) { first, _ in first }
    },
    "cs231n-twolayer-loss-reg1": { course in
      let gradient = try twoLayer(course, regularization: course.number("reg")).gradients(
        batch(course), .classes(course.integers("y")), context: ForwardContext())
      return ["loss": [gradient.cost]].merging(summaries(gradient, course)) { first, _ in first }
    },
    "cs231n-toy-net-scores": { course in
      ["scores": try twoLayer(course).network.predict(course.tensor("X")).elements]
    },
    "cs231n-toy-net-loss": { course in
      // λ Σ w² in the source is ½ λ Σ w² with twice the λ.
      let gradient = try twoLayer(course, regularization: 2 * course.number("reg")).gradients(
        course.tensor("X"), .classes(course.integers("y")), context: ForwardContext())
      return ["loss": [gradient.cost]]
    },
    "mazur-forward": { course in
      let mazur = try Mazur(course)
      let pass = mazur.pass()
      return [
        "net_h1": [pass.evaluations[0].output.elements[0]], "out_h": pass.evaluations[1].output.elements,
        "net_o1": [pass.evaluations[2].output.elements[0]], "out_o": pass.evaluations[3].output.elements,
        "E_total": [mazur.error()],
      ]
    },
    "mazur-output-gradient": { course in
      var mazur = try Mazur(course)
      let pass = mazur.pass()
      let error = SquaredError<Double>().gradient(pass.evaluations[3].output, mazur.targets)
      let slope = pass.evaluations[3].pullback(CourseTools.row([1, 1])).input
      let gradient = mazur.gradient().parameters
      mazur.step()
      return [
        "dE_do1": [error.elements[0]], "do1_dnet": [slope.elements[0]],
        "dnet_dw5": [pass.evaluations[1].output.elements[0]], "dE_dw5": [gradient[2].elements[0]],
        "w5_to_w8_next": mazur.weights(2),
      ]
    },
    "mazur-hidden-gradient": { course in
      var mazur = try Mazur(course)
      let pass = mazur.pass()
      let error = SquaredError<Double>().gradient(pass.evaluations[3].output, mazur.targets)
      func slopeOfHidden(_ upstream: Tensor<Double>) -> Double {
        pass.evaluations[2].pullback(pass.evaluations[3].pullback(upstream).input).input.elements[0]
      }
      let gradient = mazur.gradient().parameters
      mazur.step()
      return [
        "dEo1_dh1": [slopeOfHidden(CourseTools.row([error.elements[0], 0]))],
        "dEo2_dh1": [slopeOfHidden(CourseTools.row([0, error.elements[1]]))],
        "dE_dh1": [slopeOfHidden(error)],
        "dh1_dnet": [pass.evaluations[1].pullback(CourseTools.row([1, 1])).input.elements[0]],
        "dE_dw1": [gradient[0].elements[0]], "w1_to_w4_next": mazur.weights(0),
      ]
    },
    "mazur-train-simultaneous": { course in
      var mazur = try Mazur(course)
      mazur.step()
      let first = mazur.error()
      for _ in 1..<9999 { mazur.step() }
      let before = mazur.error()
      mazur.step()
      return [
        "E_after_1": [first], "E_after_9999": [before], "E_after_10000": [mazur.error()],
        "out_after_10000": mazur.pass().evaluations[3].output.elements,
      ]
    },
    "mazur-train-sequential-bug": { course in
      var mazur = try Mazur(course)
      mazur.stepWithTheBug()
      let (first, weights) = (mazur.error(), mazur.weights(0))
      for _ in 1..<10_000 { mazur.stepWithTheBug() }
      return [
        "E_after_1": [first], "E_after_10000": [mazur.error()], "w1_to_w4_after_1": weights,
        "out_after_10000": mazur.pass().evaluations[3].output.elements,
      ]
    },
    "dlfs-3layer-forward": { course in
      let network = try CourseTools.network(
        (1...3).map { CourseTools.dense(course.tensor("W\($0)"), course.numbers("b\($0)")) },
        activation: Elementwise(Sigmoid<Double>()))
      let pass = network.evaluate(course.row("x"), context: ForwardContext())
      return [
        "A1": pass[0].output.elements, "Z1": pass[1].output.elements, "Z2": pass[3].output.elements,
        "Y": pass[4].output.elements,
      ]
    },
    "goodfellow-xor": { course in
      let network = try CourseTools.network(
        [
          CourseTools.dense(course.tensor("W"), course.numbers("c")),
          CourseTools.dense(course.tensor("w").reshaped(to: [2, 1]), course.numbers("b")),
        ], activation: Elementwise(ReLU<Double>()))
      let pass = network.evaluate(course.tensor("X"), context: ForwardContext())
      return [
        "XW_plus_c": pass[0].output.elements, "hidden": pass[1].output.elements,
        "out": pass[2].output.elements,
      ]
    },
    "dlfs-simplenet": { course in
      let objective = Objective(
        network: try CourseTools.network([CourseTools.dense(course.tensor("W"))], activation: nil),
        loss: SoftmaxCrossEntropy())
      let targets = Targets.values(course.row("t"))
      let gradient = objective.gradients(course.row("x"), targets, context: ForwardContext())
      let numeric = CourseTools.central(course.numbers("W"), course.number("h")) { weights in
        var moved = objective
        moved.network.parameters[0].value.elements = weights
        return moved.cost(course.row("x"), targets, context: ForwardContext())
      }
      return [
        "p": gradient.output.elements, "y": CourseTools.shares(gradient.output.elements),
        "loss": [gradient.cost],
        "loss_exact": [gradient.cost], "dW_analytic": gradient.parameters[0].elements, "dW_numeric": numeric,
      ]
    },
    "schiendorfer-gradients": { course in
      let (objective, targets) = try schiendorfer(course, Double.self)
      let pass = objective.network.evaluate(course.tensor("x"), context: ForwardContext())
      // The source leaves out the ½.
      let error = objective.loss.gradient(pass[3].output, targets).scaled(by: 2)
      let sums = pass[3].pullback(error)
      let output = pass[2].pullback(sums.input)
      // At h = 0.99999989 the source's h(1 − h) has lost nine digits; with it dL_dW is reproduced.
      let textbook = output.input.zipped(with: pass[1].output) { $0 * $1 * (1 - $1) }
      let hidden = pass[0].pullback(textbook)
      return [
        "y": pass[3].output.elements, "e": error.scaled(by: 0.5).elements,
        "L": objective.loss.losses(pass[3].output, targets).map { 2 * $0 }, "dL_dy": error.elements,
        "dL_dy_in": sums.input.elements, "dL_dV": output.parameters[0].elements,
        "dL_dh": output.input.elements,
        "dL_dW": hidden.parameters[0].elements, "dL_dx": hidden.input.elements,
      ]
    },
    "schiendorfer-float32": { course in
      // The textbook's h(1 − h), in Float from Gradus' own forward pass, loses 6 %; Gradus' own slope does not.
      let (objective, targets) = try schiendorfer(course, Float.self)
      let input: Tensor<Float> = course.tensor("x").converted()
      let pass = objective.network.evaluate(input, context: ForwardContext())
      let error = objective.loss.gradient(pass[3].output, targets).scaled(by: 2)
      let upstream = pass[2].pullback(pass[3].pullback(error).input).input.elements[0]
      let h = pass[1].output.elements[0]
      let textbook = Double(upstream * (h * (1 - h)) * input.elements[0])
      let own =
        2 * Double(objective.gradients(input, targets, context: ForwardContext()).parameters[0].elements[0])
      let (exact, exactTargets) = try schiendorfer(course, Double.self)
      let gradient = exact.gradients(course.tensor("x"), exactTargets, context: ForwardContext())
      return [
        "dL_dw11_float32": [textbook], "dL_dw11_float64": [own],
        "relative_gap": [textbook / (2 * gradient.parameters[0].elements[0]) - 1],
      ]
    },
  ]

  // MARK: The two-layer networks of CS231n

  private static func twoLayer(_ course: CourseCase, regularization: Double = 0) throws -> Objective<Double> {
    let network = try CourseTools.network(
      [
        CourseTools.dense(course.tensor("W1"), course.numbers("b1")),
        CourseTools.dense(course.tensor("W2"), course.numbers("b2")),
      ], activation: Elementwise(ReLU<Double>()))
    return Objective(network: network, loss: SoftmaxCrossEntropy(), regularization: regularization)
  }

  /// The input, which is written as columns.
  private static func batch(_ course: CourseCase) -> Tensor<Double> { course.tensor("X").transposed }

  /// Sum, norm, first and last of each gradient, in the case's order of names.
  private static func summaries(_ gradient: ObjectiveGradient<Double>, _ course: CourseCase) -> [String:
    [Double]]
  {
    guard case .mapping(let entries)? = course.expected["grads"] else { return [:] }
    let names = ["W1", "b1", "W2", "b2"]
    var found: [String: [Double]] = [:]
    for (name, tensor) in zip(names, gradient.parameters) where entries[name] != nil {
      let elements = tensor.elements
      found["grads.\(name)"] = [
        elements.reduce(0, +), tensor.norm, elements[0], elements[elements.count - 1],
      ]
    }
    return found
  }

  // MARK: Schiendorfer's network

  private static func schiendorfer<Scalar: TensorScalar>(
    _ course: CourseCase, _ type: Scalar.Type
  ) throws -> (Objective<Scalar>, Targets<Scalar>) {
    let layers: [any Layer<Scalar>] = [
      Dense(weights: course.tensor("W").converted(), bias: .zeros([2])), Elementwise(Sigmoid<Scalar>()),
      Dense(weights: course.tensor("V").converted(), bias: .zeros([2])), Elementwise(Sigmoid<Scalar>()),
    ]
    return (
      Objective(network: try Network(inputShape: [2], layers: layers), loss: SquaredError()),
      .values(course.tensor("t").converted())
    )
  }
}
