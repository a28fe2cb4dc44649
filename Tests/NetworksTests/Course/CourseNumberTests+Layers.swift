import Networks
import Tensors

extension CourseNumberTests {
  static let layers: [String: Computation] = [
    "cs231n-relu-forward": { course in
      [
        "out": Elementwise(ReLU<Double>()).forward(course.tensor("x"), context: ForwardContext()).output
          .elements
      ]
    },
    "ng-sigmoid-3": { ["y": [CourseTools.sigmoid($0.number("x")).value]] },
    "ng-sigmoid-vec": { course in
      let all = course.numbers("x").map { CourseTools.sigmoid($0) }
      return ["s": all.map(\.value), "ds": all.map(\.slope)]
    },
    "dlfs-sigmoid": { ["y": $0.numbers("x").map { CourseTools.sigmoid($0).value }] },
    "jax-tanh-2": {
      ["grad": [CourseTools.run(Elementwise(HyperbolicTangent<Double>()), $0.number("x")).slope]]
    },
    "relu-kink-gradcheck": { course in
      let (x, h) = (course.number("x"), course.number("h"))
      func central(_ x: Double) -> Double {
        let layer = Elementwise(ReLU<Double>())
        return (CourseTools.run(layer, x + h).value - CourseTools.run(layer, x - h).value) / (2 * h)
      }
      return [
        "analytic": [CourseTools.run(Elementwise(ReLU<Double>()), x).slope], "central": [central(x)],
        "at_zero_central": [central(0)],
      ]
    },
    "cs231n-word-embedding": { course in
      let layer = Embedding(weights: course.tensor("W"))
      return ["out": layer.forward(course.tensor("indices"), context: ForwardContext()).output.elements]
    },
    "cs231n-rnn-step": { course in
      let layer = RNN(
        inputWeights: course.tensor("Wx"), recurrentWeights: course.tensor("Wh"), bias: course.tensor("b"))
      return [
        "next_h": layer.run(course.tensor("x").reshaped(to: [3, 1, 10]), from: course.tensor("prev_h")).output
          .elements
      ]
    },
    "cs231n-lstm-step": { course in
      let layer = LSTM(
        inputWeights: course.tensor("Wx"), recurrentWeights: course.tensor("Wh"), bias: course.tensor("b"))
      let before = LSTM.Memory(state: course.tensor("prev_h"), cell: course.tensor("prev_c"))
      let pass = layer.run(course.tensor("x").reshaped(to: [3, 1, 4]), from: before)
      return ["next_h": pass.output.elements, "next_c": pass.memory.cell.elements]
    },
    "cs231n-captioning-rnn-loss": { course in
      let captioning = Captioning(course, gates: 1)
      let layer = RNN(
        inputWeights: captioning.inputWeights, recurrentWeights: captioning.recurrentWeights,
        bias: captioning.bias)
      return ["loss": [captioning.loss(layer.run(captioning.words, from: captioning.first).output)]]
    },
    "cs231n-captioning-lstm-loss": { course in
      let captioning = Captioning(course, gates: 4)
      let layer = LSTM(
        inputWeights: captioning.inputWeights, recurrentWeights: captioning.recurrentWeights,
        bias: captioning.bias)
      let empty = LSTM.Memory(state: captioning.first, cell: .zeros(captioning.first.shape))
      return ["loss": [captioning.loss(layer.run(captioning.words, from: empty).output)]]
    },
  ]

  /// A network that writes captions: features start the state, words drive it, the states score the next word.
  private struct Captioning {
    let inputWeights: Tensor<Double>
    let recurrentWeights: Tensor<Double>
    let bias: Tensor<Double>
    let words: Tensor<Double>
    let first: Tensor<Double>
    let scoring: Dense<Double>
    let targets: [Int]
    let samples: Int

    init(_ course: CourseCase, gates: Int) {
      func even(_ shape: [Int]) -> Tensor<Double> {
        Tensor(shape: shape, elements: CourseValue.evenlySpaced(-1.4, 1.3, shape.reduce(1, *)))
      }
      let (samples, times, units) = (
        course.integers("N")[0], course.integers("T")[0], course.integers("H")[0]
      )
      let (vocabulary, width) = (course.integers("vocab")[0], course.integers("wordvec")[0])
      self.samples = samples
      inputWeights = even([width, gates * units])
      recurrentWeights = even([units, gates * units])
      bias = even([gates * units])
      scoring = Dense(weights: even([units, vocabulary]), bias: even([vocabulary]))
      let captions = (0..<(samples * times)).map { $0 % vocabulary }
      let places = (0..<samples).flatMap { sample in (0..<(times - 1)).map { sample * times + $0 } }
      targets = places.map { captions[$0 + 1] }
      let indices = Tensor(shape: [samples, times - 1], elements: places.map { Double(captions[$0]) })
      words =
        Embedding(weights: even([vocabulary, width])).forward(indices, context: ForwardContext()).output
      let projection = Dense(weights: even([course.integers("D")[0], units]), bias: even([units]))
      first = projection.forward(course.tensor("features"), context: ForwardContext()).output
    }

    /// The losses of all words but the null token, summed and divided by the number of captions.
    func loss(_ states: Tensor<Double>) -> Double {
      let rows = states.reshaped(to: [targets.count, scoring.weights.shape[0]])
      let scores = scoring.forward(rows, context: ForwardContext()).output
      let losses = SoftmaxCrossEntropy<Double>().losses(scores, .classes(targets))
      return zip(losses, targets).reduce(0) { $0 + ($1.1 == 0 ? 0 : $1.0) } / Double(samples)
    }
  }
}
