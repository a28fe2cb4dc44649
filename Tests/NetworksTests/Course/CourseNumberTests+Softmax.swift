import Networks
import Tensors

extension CourseNumberTests {
  static let softmax: [String: Computation] = [
    "cs231n-softmax-1-2-0": { ["softmax": CourseTools.shares($0.numbers("scores"))] },
    "cs231n-softmax-half-weights": { ["softmax": CourseTools.shares($0.numbers("scores"))] },
    "cs231n-softmax-shift-stable": { ["softmax": CourseTools.shares($0.numbers("scores"))] },
    "dlfs-softmax-overflow": { ["y": CourseTools.shares($0.numbers("a"))] },
    "wikipedia-softmax-7": { ["y": CourseTools.shares($0.numbers("z"))] },
    "softmax-shift-invariance": { course in
      let all = course.numbers("shifts").map { shift in
        CourseTools.shares(course.numbers("z").map { $0 + shift })
      }
      // Adding a shift rounds the logits: the one that differs most must agree too.
      let first = all[0]
      let worst = all.max { distance($0, first) < distance($1, first) } ?? first
      return ["y": worst]
    },
    "softmax-not-scale-invariant": { course in
      [
        "y": course.numbers("scales").flatMap { scale in
          CourseTools.shares(course.numbers("z").map { scale * $0 })
        }
      ]
    },
    "softmax-jacobian": { course in
      let evaluation = CourseTools.softmax.evaluate(course.row("z"), context: ForwardContext())
      let rows = (0..<3).map { row in
        evaluation.pullback(CourseTools.row((0..<3).map { $0 == row ? 1 : 0 })).input.elements
      }
      return ["J": rows.flatMap(\.self)]
    },
    "sigmoid-softmax-equivalence": { course in
      let pairs = course.tensor("pairs")
      let shares = CourseTools.softmax.forward(pairs, context: ForwardContext()).output
      return ["p1": (0..<pairs.shape[0]).map { shares[$0, 1] }]
    },
    "naive-normalisation-failure": { course in
      ["softmax": CourseTools.softmax.forward(course.tensor("z"), context: ForwardContext()).output.elements]
    },
    "scipy-log-softmax-extreme": { course in
      let x = course.numbers("x")
      return [
        "log_softmax": x.indices.map { -CourseTools.crossEntropy(logits: x, label: $0) },
        "log_of_softmax": CourseTools.shares(x).map { Double.log($0) },
      ]
    },
    "scipy-logsumexp": { course in
      // The loss of a class is the logarithm of the sum less its own logit.
      let (a, b) = (course.numbers("a"), course.numbers("b"))
      let weighted = zip(a, b).map { $0 + Double.log($1) }
      return [
        "lse": [CourseTools.crossEntropy(logits: a, label: 9) + a[9]],
        "lse_weighted": [CourseTools.crossEntropy(logits: weighted, label: 9) + weighted[9]],
      ]
    },
    "softmax-2-1-0.1": { course in
      [
        "y": CourseTools.shares(course.numbers("z")),
        "loss": [CourseTools.crossEntropy(logits: course.numbers("z"), label: 0)],
      ]
    },
    "cs231n-slides-softmax": { course in
      let loss = CourseTools.crossEntropy(logits: course.numbers("scores"), label: 0)
      return [
        "probs": CourseTools.shares(course.numbers("scores")), "loss": [loss],
        "loss_log10": [loss / Double.log(10)],
      ]
    },
  ]

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
