import Networks
import Tensors

extension CourseNumberTests {
  /// Gradient checks by hand, and what they show of planted bugs.
  static let checks: [String: Computation] = [
    "ng-gradcheck-1d": { course in
      let (x, theta, h) = (course.number("x"), course.number("theta"), course.number("epsilon"))
      func layer(_ theta: Double) -> LayerEvaluation<Double> {
        CourseTools.dense([[theta]]).evaluate(CourseTools.row([x]), context: ForwardContext())
      }
      let slope = layer(theta).pullback(CourseTools.row([1])).parameters[0].elements[0]
      let numeric = (layer(theta + h).output.elements[0] - layer(theta - h).output.elements[0]) / (2 * h)
      return [
        "J": layer(theta).output.elements, "dtheta": [slope], "gradapprox": [numeric],
        "difference": [normRatio([slope], [numeric])],
      ]
    },
    "ng-gradcheck-nd-bug": { course in
      let check = try ThreeLayers(course)
      let right = check.gradient()
      // The planted bugs: the gradient of W2 twice, that of b1 four times as large.
      let sizes = check.sizes
      let claimed = right.enumerated().map { place, slope in
        let array = sizes.firstIndex { $0.contains(place) }
        return array == 2 ? 2 * slope : array == 1 ? 4 * slope : slope
      }
      let numeric = check.centralDifferences(course.number("epsilon"))
      return [
        "cost": [check.objective.cost(check.input, check.targets, context: ForwardContext())],
        "grads_correct": right, "difference": [normRatio(claimed, numeric)],
      ]
    },
    "ng-gradcheck-nd-step-sweep": { course in
      let check = try ThreeLayers(course)
      let right = check.gradient()
      guard case .mapping(let entries)? = course.expected["difference"] else { return [:] }
      return Dictionary(
        uniqueKeysWithValues: entries.keys.map { key in
          ("difference.\(key)", [normRatio(right, check.centralDifferences(Double(key) ?? .nan))])
        })
    },
    "dlfs-numerical-gradient": { course in
      let points = course.tensor("points")
      return [
        "g": (0..<points.shape[0]).flatMap { row in
          CourseTools.central([points[row, 0], points[row, 1]], course.number("h"), Bowl.value)
        }
      ]
    },
  ]

  /// ‖a − b‖ / (‖a‖ + ‖b‖).
  private static func normRatio(_ a: [Double], _ b: [Double]) -> Double {
    (Tensor(a) - Tensor(b)).norm / (Tensor(a).norm + Tensor(b).norm)
  }

  /// Andrew Ng's network of three layers; its parameters lie one after the other as he writes them, weights as
  /// outputs × inputs.
  private struct ThreeLayers {
    let objective: Objective<Double>
    let input: Tensor<Double>
    let targets: Targets<Double>
    private let point: [Double]
    /// Where each parameter lies.
    let sizes: [Range<Int>]

    init(_ course: CourseCase) throws {
      let stages = (1...3).map {
        CourseTools.dense(course.tensor("W\($0)").transposed, course.numbers("b\($0)"))
      }
      objective = Objective(
        network: try CourseTools.network(stages, activation: Elementwise(ReLU<Double>())),
        loss: BinaryCrossEntropy())
      input = course.tensor("X").transposed
      targets = .values(course.tensor("Y").transposed)
      point = Self.flattened(objective.network.parameters.map(\.value))
      var sizes: [Range<Int>] = []
      for parameter in objective.network.parameters {
        let start = sizes.last?.upperBound ?? 0
        sizes.append(start..<(start + parameter.value.count))
      }
      self.sizes = sizes
    }

    private static func flattened(_ tensors: [Tensor<Double>]) -> [Double] {
      tensors.flatMap { $0.rank == 2 ? $0.transposed.elements : $0.elements }
    }

    /// The cost by way of the probabilities, as the source computes it: 1 − p has a hundred times the rounding
    /// noise of a cost from logits, and the published differences are noise.
    private func cost(at point: [Double]) -> Double {
      var moved = objective.network
      for (index, range) in sizes.enumerated() {
        let shape = objective.network.parameters[index].value.shape
        let values = Tensor(shape: Array(shape.reversed()), elements: Array(point[range]))
        moved.parameters[index].value = shape.count == 2 ? values.transposed : values
      }
      moved.layers.append(Elementwise(Sigmoid<Double>()))
      guard case .values(let right) = targets else { return .nan }
      let shares = moved.predict(input).elements
      let losses = zip(shares, right.elements).map { p, t in
        -(t * Double.log(p) + (1 - t) * Double.log(1 - p))
      }
      return losses.reduce(0, +) / Double(losses.count)
    }

    func gradient() -> [Double] {
      Self.flattened(objective.gradients(input, targets, context: ForwardContext()).parameters)
    }

    func centralDifferences(_ h: Double) -> [Double] { CourseTools.central(point, h, cost(at:)) }
  }
}

/// x₀² + x₁², twice the squared error against 0.
enum Bowl {
  private static let zero = Targets.values(Tensor<Double>.zeros([1, 2]))

  static func value(_ x: [Double]) -> Double {
    2 * SquaredError<Double>().losses(CourseTools.row(x), zero)[0]
  }

  static func gradient(_ x: [Double]) -> [Double] {
    SquaredError<Double>().gradient(CourseTools.row(x), zero).scaled(by: 2).elements
  }
}
