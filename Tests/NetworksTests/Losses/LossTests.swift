import Networks
import Tensors
import Testing

@Suite struct LossTests {
  @Test func `a saturated sample keeps the digits of loss and gradient`() {
    let loss = SoftmaxCrossEntropy<Double>()
    let (logits, targets) = (Tensor<Double>(rows: [[50, 0, 1]]), Targets<Double>.classes([0]))
    let others = Double.exp(-50) + Double.exp(-49)
    #expect(abs(loss.losses(logits, targets)[0] / others - 1) < 1e-15)
    let gradient = loss.gradient(logits, targets).elements
    #expect(abs(gradient[0] / -others - 1) < 1e-15)
    let (sums, right) = (Tensor<Double>(rows: [[40]]), Targets.values(Tensor<Double>(rows: [[1]])))
    let binary = BinaryCrossEntropy<Double>()
    #expect(abs(binary.losses(sums, right)[0] / Double.exp(-40) - 1) < 1e-15)
    #expect(abs(binary.gradient(sums, right).elements[0] / -Double.exp(-40) - 1) < 1e-15)
  }

  @Test func `binary cross-entropy is finite for any logit`() {
    let loss = BinaryCrossEntropy<Double>()
    for logit in [-1e308, -800, 0, 800, 1e308] {
      for target in [0.0, 0.25, 1] {
        let (output, targets) = (Tensor(rows: [[logit]]), Targets.values(Tensor(rows: [[target]])))
        #expect(loss.losses(output, targets)[0].isFinite)
        #expect(abs(loss.gradient(output, targets).elements[0]) <= 1)
      }
    }
    let even = (Tensor<Double>(rows: [[0]]), Targets.values(Tensor<Double>(rows: [[0.3]])))
    #expect(abs(loss.losses(even.0, even.1)[0] - Double.log(2)) < 1e-16)
  }

  @Test func `squared error sums the outputs and averages the samples`() {
    let (output, targets) = (
      Tensor<Double>(rows: [[1, 2], [3, 5]]), Targets.values(Tensor<Double>(rows: [[0, 0], [3, 4]]))
    )
    let loss = SquaredError<Double>()
    #expect(loss.losses(output, targets) == [2.5, 0.5])
    #expect(loss.cost(output, targets) == 1.5)
    #expect(loss.gradient(output, targets).elements == [0.5, 1, 0, 0.5])
  }

  @Test func `classes stand for one-hot rows where values are compared`() {
    let output = Tensor<Double>(rows: [[1, 2], [3, 5]])
    let oneHot = Targets.values(Tensor<Double>(rows: [[0, 1], [1, 0]]))
    #expect(
      SquaredError<Double>().losses(output, .classes([1, 0])) == SquaredError<Double>().losses(output, oneHot)
    )
  }

  @Test func `huber joins a parabola and two lines`() {
    let loss = Huber<Double>(delta: 0.5)
    let (output, targets) = (
      Tensor<Double>(rows: [[0.25], [0.5], [2], [-2]]), Targets.values(Tensor<Double>.zeros([4, 1]))
    )
    #expect(loss.losses(output, targets) == [0.03125, 0.125, 0.875, 0.875])
    #expect(loss.gradient(output, targets).elements == [0.0625, 0.125, 0.125, -0.125])
    #expect(loss.activePieces(output, targets).isEmpty)
  }

  @Test func `absolute error tells on which side each output is`() {
    let loss = AbsoluteError<Double>()
    let (output, targets) = (
      Tensor<Double>(rows: [[1, 2, 3]]), Targets.values(Tensor<Double>(rows: [[2, 2, 2]]))
    )
    #expect(loss.activePieces(output, targets) == [-1, 0, 1])
    #expect(loss.gradient(output, targets).elements == [-1, 0, 1])
  }

  @Test func `hinge tells which terms are on, off and on the kink`() {
    let loss = Hinge<Double>()
    let (output, targets) = (Tensor<Double>(rows: [[3, 2, 2.5, 1]]), Targets<Double>.classes([0]))
    #expect(loss.activePieces(output, targets) == [-1, 0, 1, -1])
    #expect(loss.losses(output, targets) == [0.5])
    #expect(loss.gradient(output, targets).elements == [-1, 0, 1, 0])
  }

  @Test func `the divergence of a distribution from itself is 0 and so is its slope`() {
    let shares = Tensor<Double>(rows: [[0.5, 0.25, 0.25], [1, 0, 0]])
    let logits = Tensor<Double>(rows: [[Double.log(2), 0, 0], [800, 0, 0]])
    let loss = KLDivergence<Double>()
    #expect(loss.losses(logits, .values(shares)).allSatisfy { abs($0) < 1e-15 })
    #expect(loss.gradient(logits, .values(shares)).elements.allSatisfy { abs($0) < 1e-15 })
  }

  @Test func `cross-entropy of a distribution and divergence differ by its entropy and have one gradient`() {
    let shares = Tensor<Double>(rows: [[0.7, 0.2, 0.1]])
    let logits = Tensor.normal([1, 3], seed: 1)
    let entropy = -shares.elements.reduce(0) { $0 + $1 * Double.log($1) }
    let cross = SoftmaxCrossEntropy<Double>().losses(logits, .values(shares))[0]
    #expect(abs(cross - KLDivergence<Double>().losses(logits, .values(shares))[0] - entropy) < 1e-15)
    #expect(
      SoftmaxCrossEntropy<Double>().gradient(logits, .values(shares))
        == KLDivergence<Double>().gradient(logits, .values(shares)))
  }

  @Test func `targets that do not fit are refused with their place`() {
    let softmax = SoftmaxCrossEntropy<Double>()
    #expect(throws: NetworkError.setting(place: "targets[1]", expected: "a class from 0 to 2", found: "3")) {
      try softmax.validate(.classes([0, 3]), outputShape: [2, 3])
    }
    #expect(throws: NetworkError.shape(place: "targets", expected: "2 classes", found: "1")) {
      try softmax.validate(.classes([0]), outputShape: [2, 3])
    }
    #expect(throws: NetworkError.self) {
      try softmax.validate(.values(.zeros([2, 3])), outputShape: [2, 3])
    }
    #expect(throws: NetworkError.self) { try softmax.validate(.classes([0]), outputShape: [1, 3, 3]) }
    #expect(throws: NetworkError.setting(place: "targets", expected: "values from 0 to 1", found: "1.5")) {
      try BinaryCrossEntropy<Double>().validate(.values(Tensor(rows: [[1.5]])), outputShape: [1, 1])
    }
    #expect(throws: NetworkError.self) {
      try KLDivergence<Double>().validate(.values(Tensor(rows: [[0.5, 0.6]])), outputShape: [1, 2])
    }
    #expect(throws: NetworkError.self) {
      try SquaredError<Double>().validate(.classes([0]), outputShape: [1, 1])
    }
    #expect(throws: NetworkError.self) {
      try SquaredError<Double>().validate(.values(.zeros([2, 2])), outputShape: [2, 1])
    }
  }
}
