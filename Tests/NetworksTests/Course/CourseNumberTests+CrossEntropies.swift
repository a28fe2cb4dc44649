import Networks
import Tensors

extension CourseNumberTests {
  static let crossEntropies: [String: Computation] = [
    "cs231n-chance-loss-3": { course in
      [
        "loss": [
          CourseTools.crossEntropy(
            logits: Array(repeating: 0, count: course.integers("classes")[0]), label: 1)
        ]
      ]
    },
    "cs231n-softmax-grad-p-minus-y": { course in
      let logits = CourseTools.row(course.numbers("probs").map { Double.log($0) })
      let targets = Targets<Double>.classes(course.integers("label"))
      let loss = SoftmaxCrossEntropy<Double>()
      return ["dscores": loss.gradient(logits, targets).elements, "loss": loss.losses(logits, targets)]
    },
    "cs231n-softmax-loss-layer": { course in
      ["loss": [SoftmaxCrossEntropy<Double>().cost(course.tensor("x"), .classes(course.integers("y")))]]
    },
    "dlfs-cross-entropy-eps": { course in
      // From logits nothing has to be added before the logarithm.
      [
        "exact_e1": [CourseTools.crossEntropy(ofShares: course.numbers("y1"), label: 2)],
        "exact_e2": [CourseTools.crossEntropy(ofShares: course.numbers("y2"), label: 2)],
      ]
    },
    "d2l-cross-entropy-scratch": { course in
      let logits = course.tensor("y_hat").map { Double.log($0) }
      return ["loss": [SoftmaxCrossEntropy<Double>().cost(logits, .classes(course.integers("y")))]]
    },
    "d2l-cross-entropy-info": { course in
      let logits = course.tensor("preds").map { Double.log($0) }
      let targets = Targets<Double>.classes(course.integers("labels"))
      let loss = SoftmaxCrossEntropy<Double>()
      return ["each": loss.losses(logits, targets), "mean": [loss.cost(logits, targets)]]
    },
    "tf-softmax-ce": { course in
      let (logits, targets) = (course.tensor("logits"), Targets.values(course.tensor("labels")))
      let loss = SoftmaxCrossEntropy<Double>()
      return [
        "loss": loss.losses(logits, targets),
        "dlogits": loss.gradient(logits, targets).scaled(by: Double(logits.shape[0])).elements,
      ]
    },
    "tf-sparse-softmax-ce": { course in
      let losses = SoftmaxCrossEntropy<Double>().losses(
        course.tensor("logits"), .classes(course.integers("labels")))
      return ["loss": losses, "third_row_exact": [losses[2]]]
    },
    "ce-onehot-p0-p1": { course in
      let logits = course.tensor("preds").map { Double.log($0) }
      return ["loss": SoftmaxCrossEntropy<Double>().losses(logits, .classes([1, 1, 1]))]
    },
    "ce-clip-values": { course in
      ["loss": course.numbers("clips").map { CourseTools.crossEntropy(ofShares: [$0, 1 - $0], label: 0) }]
    },
    "ce-saturated-logits": { course in
      let loss = SoftmaxCrossEntropy<Double>()
      let logits = course.row("logits")
      let all = course.integers("labels").map { label in
        (loss.losses(logits, .classes([label]))[0], loss.gradient(logits, .classes([label])).elements)
      }
      return ["loss": all.map(\.0), "grads": all.flatMap(\.1)]
    },
    "ce-swapped-arguments": { course in
      ["correct": [CourseTools.crossEntropy(ofShares: course.numbers("softmax"), label: 1)]]
    },
    "ce-asymmetric": { course in
      let (p, q) = (course.numbers("p"), course.numbers("q"))
      func both(_ target: [Double], _ shares: [Double]) -> (cross: Double, divergence: Double) {
        let logits = CourseTools.row(shares.map { Double.log($0) })
        let targets = Targets.values(CourseTools.row(target))
        return (
          SoftmaxCrossEntropy<Double>().losses(logits, targets)[0],
          KLDivergence<Double>().losses(logits, targets)[0]
        )
      }
      let (forward, backward) = (both(p, q), both(q, p))
      return [
        "Hp": [both(p, p).cross], "Hq": [both(q, q).cross], "Hpq": [forward.cross], "Hqp": [backward.cross],
        "KLpq": [forward.divergence], "KLqp": [backward.divergence],
      ]
    },
  ]
}
