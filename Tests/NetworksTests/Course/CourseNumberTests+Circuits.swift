import Networks
import Tensors

extension CourseNumberTests {
  /// Circuits of a few gates, as layers: a product is a dense layer whose weight is the other factor.
  static let circuits: [String: Computation] = [
    "cs231n-add-mul-circuit": { course in
      let pass = Circuit(course.number("x"), course.number("y"), course.number("z"))
      return [
        "q": [pass.q], "f": [pass.f], "df_dq": [pass.slopeOfQ], "df_dx": [pass.slopes[0]],
        "df_dy": [pass.slopes[1]],
        "df_dz": [pass.slopeOfZ],
      ]
    },
    "hackers-guide-circuit": { course in
      let (x, y, z, step) = (
        course.number("x"), course.number("y"), course.number("z"), course.number("step")
      )
      let slope = Circuit(x, y, z)
      let next = Circuit(x + step * slope.slopes[0], y + step * slope.slopes[1], z + step * slope.slopeOfZ)
      return ["q": [next.q], "f": [next.f]]
    },
    "cs231n-sigmoid-neuron": { course in
      let w = course.numbers("w")
      let neuron = Neuron(weights: Array(w[0..<2]), bias: w[2], inputs: course.numbers("x"))
      return [
        "dot": [neuron.sum], "f": [neuron.output], "d_dot": [neuron.slopeOfSum],
        "dw": neuron.slopesOfWeights + [neuron.slopeOfBias], "dx": neuron.slopesOfInputs,
      ]
    },
    "hackers-guide-neuron": { course in
      let (a, b, c) = (course.number("a"), course.number("b"), course.number("c"))
      let inputs = [course.number("x"), course.number("y")]
      let step = course.number("step")
      let neuron = Neuron(weights: [a, b], bias: c, inputs: inputs)
      // One step uphill.
      let after = Neuron(
        weights: [a + step * neuron.slopesOfWeights[0], b + step * neuron.slopesOfWeights[1]],
        bias: c + step * neuron.slopeOfBias,
        inputs: [inputs[0] + step * neuron.slopesOfInputs[0], inputs[1] + step * neuron.slopesOfInputs[1]])
      return [
        "s": [neuron.output], "da": [neuron.slopesOfWeights[0]], "db": [neuron.slopesOfWeights[1]],
        "dc": [neuron.slopeOfBias], "dx": [neuron.slopesOfInputs[0]], "dy": [neuron.slopesOfInputs[1]],
        "s_after": [after.output],
      ]
    },
    "karpathy-neuron-tanh": { course in
      let neuron = Neuron(
        weights: [course.number("w1"), course.number("w2")], bias: course.number("b"),
        inputs: [course.number("x1"), course.number("x2")],
        activation: Elementwise(HyperbolicTangent<Double>()))
      return [
        "n": [neuron.sum], "o": [neuron.output], "dn": [neuron.slopeOfSum], "dx1": [neuron.slopesOfInputs[0]],
        "dx2": [neuron.slopesOfInputs[1]], "dw1": [neuron.slopesOfWeights[0]],
        "dw2": [neuron.slopesOfWeights[1]],
      ]
    },
    "karpathy-L": { course in
      let first = CourseTools.dense([[course.number("b")]], [course.number("c")])
      let second = CourseTools.dense([[course.number("f")]])
      let below = first.evaluate(CourseTools.row([course.number("a")]), context: ForwardContext())
      let above = second.evaluate(below.output, context: ForwardContext())
      let top = above.pullback(CourseTools.row([1]))
      let bottom = below.pullback(top.input)
      return [
        "L": above.output.elements, "dd": top.input.elements, "df": top.parameters[0].elements,
        "dc": bottom.parameters[1].elements, "de": bottom.parameters[1].elements, "da": bottom.input.elements,
        "db": bottom.parameters[0].elements,
      ]
    },
    "cs231n-add-max-mul-circuit": { course in
      let product = CourseTools.dense([[course.number("y")]]).evaluate(
        CourseTools.row([course.number("x")]), context: ForwardContext())
      let pooling = MaxPooling<Double>(window: SlidingWindow(kernel: Extent2D(height: 1, width: 2)))
      let maximum = pooling.evaluate(
        Tensor(shape: [1, 1, 1, 2], elements: [course.number("z"), course.number("w")]),
        context: ForwardContext())
      let addition = CourseTools.dense([[1], [1]]).evaluate(
        CourseTools.row([product.output.elements[0], maximum.output.elements[0]]), context: ForwardContext())
      let doubling = CourseTools.dense([[2]]).evaluate(addition.output, context: ForwardContext())
      let sum = doubling.pullback(CourseTools.row([1])).input
      let parts = addition.pullback(sum).input.elements
      let factors = product.pullback(CourseTools.row([parts[0]]))
      let candidates = maximum.pullback(Tensor(shape: [1, 1, 1, 1], elements: [parts[1]])).input.elements
      return [
        "mul": product.output.elements, "max": maximum.output.elements, "sum": addition.output.elements,
        "f": doubling.output.elements, "d_sum": sum.elements, "d_mul": [parts[0]], "d_max": [parts[1]],
        "dx": factors.input.elements, "dy": factors.parameters[0].elements, "dz": [candidates[0]],
        "dw": [candidates[1]],
      ]
    },
    "cs231n-staged-f": { course in
      let (x, y) = (course.number("x"), course.number("y"))
      let (left, right) = (CourseTools.sigmoid(x), CourseTools.sigmoid(y))
      let square = SquaredError<Double>()
      let (sum, zero) = (CourseTools.row([x + y]), Targets.values(CourseTools.row([0])))
      let squared = 2 * square.losses(sum, zero)[0]
      let slopeOfSquare = 2 * square.gradient(sum, zero).elements[0]
      let (numerator, denominator) = (x + right.value, left.value + squared)
      // f = numerator / denominator; x and y reach it by several ways, whose slopes add up.
      let (up, down) = (1 / denominator, -numerator / (denominator * denominator))
      return [
        "sigy": [right.value], "num": [numerator], "sigx": [left.value], "xpy": [x + y], "xpysqr": [squared],
        "den": [denominator], "f": [numerator / denominator],
        "dx": [up + down * (left.slope + slopeOfSquare)], "dy": [up * right.slope + down * slopeOfSquare],
      ]
    },
    "cs231n-cat-scores": { course in
      let layer = CourseTools.dense(course.tensor("W").transposed, course.numbers("b"))
      let bare = CourseTools.dense(course.tensor("W").transposed)
      let scores = layer.forward(course.row("x"), context: ForwardContext()).output.elements
      return [
        "scores": scores,
        "ship_without_bias": [bare.forward(course.row("x"), context: ForwardContext()).output.elements[2]],
      ]
    },
    "cs231n-vectorised-norm": { course in
      let layer = CourseTools.dense(course.tensor("W").transposed)
      let evaluation = layer.evaluate(course.row("x"), context: ForwardContext())
      let (square, zero) = (SquaredError<Double>(), Targets.values(Tensor<Double>.zeros([1, 2])))
      let slopes = square.gradient(evaluation.output, zero).scaled(by: 2)
      let gradient = evaluation.pullback(slopes)
      return [
        "q": evaluation.output.elements, "f": [2 * square.losses(evaluation.output, zero)[0]],
        "dq": slopes.elements,
        "dW": gradient.parameters[0].transposed.elements, "dx": gradient.input.elements,
      ]
    },
    "karpathy-slope-c": { course in
      let h = course.number("h")
      func value(_ c: Double) -> Double {
        CourseTools.dense([[course.number("b")]], [c]).forward(
          CourseTools.row([course.number("a")]), context: ForwardContext()
        ).output.elements[0]
      }
      let d = value(course.number("c"))
      return ["d": [d], "slope": [(value(course.number("c") + h) - d) / h]]
    },
    "d2l-autograd-2xTx": { course in
      // 2 x·x is four times the squared error against 0; a sum is a dense layer of ones.
      let (x, zero) = (course.row("x"), Targets.values(Tensor<Double>.zeros([1, 4])))
      let sum = CourseTools.dense([[1], [1], [1], [1]]).evaluate(x, context: ForwardContext())
      return [
        "y": [4 * SquaredError<Double>().losses(x, zero)[0]],
        "grad": SquaredError<Double>().gradient(x, zero).scaled(by: 4).elements,
        "grad_sum": sum.pullback(CourseTools.row([1])).input.elements,
      ]
    },
    "torch-27-4.5": { course in
      // 3 (x + 2)² is six times the squared error against −2, and the mean is the cost's own.
      let x = CourseTools.column(course.numbers("x"))
      let targets = Targets.values(Tensor(shape: x.shape, repeating: -2.0))
      let square = SquaredError<Double>()
      return [
        "z": [6 * square.losses(x, targets)[0]], "out": [6 * square.cost(x, targets)],
        "grad": square.gradient(x, targets).scaled(by: 6).elements,
      ]
    },
  ]

  /// f = (x + y) · z.
  private struct Circuit {
    let q: Double
    let f: Double
    let slopeOfQ: Double
    let slopeOfZ: Double
    let slopes: [Double]

    init(_ x: Double, _ y: Double, _ z: Double) {
      let sum = CourseTools.dense([[1], [1]]).evaluate(CourseTools.row([x, y]), context: ForwardContext())
      let product = CourseTools.dense([[z]]).evaluate(sum.output, context: ForwardContext())
      let top = product.pullback(CourseTools.row([1]))
      q = sum.output.elements[0]
      f = product.output.elements[0]
      slopeOfQ = top.input.elements[0]
      slopeOfZ = top.parameters[0].elements[0]
      slopes = sum.pullback(top.input).input.elements
    }
  }

  /// One neuron.
  private struct Neuron {
    let sum: Double
    let output: Double
    let slopeOfSum: Double
    let slopeOfBias: Double
    let slopesOfWeights: [Double]
    let slopesOfInputs: [Double]

    init(
      weights: [Double], bias: Double, inputs: [Double],
      activation: any Layer<Double> = Elementwise(Sigmoid<Double>())
    ) {
      let affine = CourseTools.dense(weights.map { [$0] }, [bias]).evaluate(
        CourseTools.row(inputs), context: ForwardContext())
      let top = activation.evaluate(affine.output, context: ForwardContext())
      let slope = top.pullback(CourseTools.row([1])).input
      let gradient = affine.pullback(slope)
      sum = affine.output.elements[0]
      output = top.output.elements[0]
      slopeOfSum = slope.elements[0]
      slopeOfBias = gradient.parameters[1].elements[0]
      slopesOfWeights = gradient.parameters[0].elements
      slopesOfInputs = gradient.input.elements
    }
  }
}
