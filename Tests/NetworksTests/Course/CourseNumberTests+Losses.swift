import Networks
import Tensors

extension CourseNumberTests {
  static let losses: [String: Computation] = [
    "cs231n-chance-loss-10": { course in
      let (scores, targets) = (course.row("scores"), Targets<Double>.classes([3]))
      return [
        "softmax_loss": SoftmaxCrossEntropy<Double>().losses(scores, targets),
        "svm_loss": Hinge(margin: course.number("delta")).losses(scores, targets),
      ]
    },
    "cs231n-svm-loss-layer": { course in
      ["loss": [Hinge<Double>().cost(course.tensor("x"), .classes(course.integers("y")))]]
    },
    "cs231n-slides-svm-3-images": { course in
      let hinge = Hinge(margin: course.number("delta"))
      let (scores, targets) = (course.tensor("scores"), Targets<Double>.classes(course.integers("labels")))
      return ["losses": hinge.losses(scores, targets), "mean": [hinge.cost(scores, targets)]]
    },
    "cs231n-svm-vs-softmax": { course in
      let (scores, label) = (course.row("scores"), course.integers("label"))
      return [
        "hinge": Hinge(margin: course.number("delta")).losses(scores, .classes(label)),
        "probs": CourseTools.shares(scores.elements),
        "softmax_loss": SoftmaxCrossEntropy<Double>().losses(scores, .classes(label)),
      ]
    },
    "ng-compute-cost-v2": { course in
      let logits = CourseTools.column(CourseTools.logits(course.numbers("AL")))
      return [
        "cost": [BinaryCrossEntropy<Double>().cost(logits, .values(CourseTools.column(course.numbers("Y"))))]
      ]
    },
    "ng-logreg-propagate": { course in
      let network = try CourseTools.network(
        [CourseTools.dense(course.tensor("w"), [course.number("b")])], activation: nil)
      let objective = Objective(network: network, loss: BinaryCrossEntropy())
      let gradient = objective.gradients(
        course.tensor("X").transposed, .values(course.tensor("Y").transposed), context: ForwardContext())
      return [
        "cost": [gradient.cost], "dw": gradient.parameters[0].elements, "db": gradient.parameters[1].elements,
      ]
    },
    "signed-error-cancels": { course in
      let (output, targets) = (course.row("pred"), Targets.values(course.row("target")))
      let square = 2 * SquaredError<Double>().losses(output, targets)[0]
      return [
        "sse": [square], "mse": [square / 2], "mae": [AbsoluteError<Double>().losses(output, targets)[0] / 2],
        // The slopes of the squared error are the signed errors.
        "sum_error": [SquaredError<Double>().gradient(output, targets).elements.reduce(0, +)],
      ]
    },
  ]
}
