import Networks
import Tensors
import Testing

@Suite struct RecurrentTests {
  // The sequences of CS231n's third assignment.
  @Test func `the printed states of the rnn of CS231n are reproduced`() {
    let layer = RNN(
      inputWeights: .evenlySpaced(-0.2, 0.4, [4, 5]), recurrentWeights: .evenlySpaced(-0.4, 0.1, [5, 5]),
      bias: .evenlySpaced(-0.7, 0.1, [5]))
    let output = layer.run(.evenlySpaced(-0.1, 0.3, [2, 3, 4]), from: .evenlySpaced(-0.3, 0.1, [2, 5])).output
    let printed = [
      -0.42070749, -0.27279261, -0.11074945, 0.05740409, 0.22236251, -0.39525808, -0.22554661, -0.0409454,
      0.14649412,
      0.32397316, -0.42305111, -0.24223728, -0.04287027, 0.15997045, 0.35014525, -0.55857474, -0.39065825,
      -0.19198182,
      0.02378408, 0.23735671, -0.27150199, -0.07088804, 0.13562939, 0.33099728, 0.50158768, -0.51014825,
      -0.30524429,
      -0.06755202, 0.17806392, 0.40333043,
    ]
    #expect(output.distance(to: printed) < 5.1e-9)
  }

  @Test func `the printed states of the lstm of CS231n are reproduced`() {
    let layer = LSTM(
      inputWeights: .evenlySpaced(-0.2, 0.9, [5, 16]), recurrentWeights: .evenlySpaced(-0.3, 0.6, [4, 16]),
      bias: .evenlySpaced(0.2, 0.7, [16]))
    let start = LSTM<Double>.Memory(state: .evenlySpaced(-0.4, 0.8, [2, 4]), cell: .zeros([2, 4]))
    let output = layer.run(.evenlySpaced(-0.4, 0.6, [2, 3, 5]), from: start).output
    let printed = [
      0.01764008, 0.01823233, 0.01882671, 0.0194232, 0.11287491, 0.12146228, 0.13018446, 0.13902939,
      0.31358768,
      0.33338627, 0.35304453, 0.37250975, 0.45767879, 0.4761092, 0.4936887, 0.51041945, 0.6704845, 0.69350089,
      0.71486014, 0.7346449, 0.81733511, 0.83677871, 0.85403753, 0.86935314,
    ]
    #expect(output.distance(to: printed) < 5.1e-9)
  }

  @Test func `a sequence can be run in two parts`() {
    let layer = LSTM(
      inputWeights: .normal([3, 8], seed: 1), recurrentWeights: .normal([2, 8], seed: 2),
      bias: .normal([8], seed: 3))
    let input = Tensor.normal([1, 5, 3], seed: 4)
    let whole = layer.forward(input, context: ForwardContext()).output
    let empty = Tensor<Double>.zeros([1, 2])
    let first = layer.run(
      Tensor(shape: [1, 2, 3], elements: Array(input.elements[0..<6])),
      from: LSTM.Memory(state: empty, cell: empty))
    let second = layer.run(
      Tensor(shape: [1, 3, 3], elements: Array(input.elements[6...])), from: first.memory)
    #expect(first.output.elements + second.output.elements == whole.elements)
  }

  @Test(arguments: [0, 1, 2])
  func `gradients agree with central differences for short sequences`(_ times: Int) {
    let input = Tensor.normal([2, times, 3], seed: 5)
    let rnn = RNN(
      inputWeights: .normal([3, 2], seed: 1), recurrentWeights: .normal([2, 2], seed: 2),
      bias: .normal([2], seed: 3))
    let lstm = LSTM(
      inputWeights: .normal([3, 8], seed: 1), recurrentWeights: .normal([2, 8], seed: 2),
      bias: .normal([8], seed: 3))
    for layer in [rnn, lstm] as [any Layer<Double>] {
      for (name, distance) in LayerProbe(layer, input).distances() {
        #expect(distance < 1e-9, "\(layer.kind) \(name)")
      }
    }
  }

  @Test func `later inputs do not change earlier states`() {
    let layer = RNN(
      inputWeights: .normal([1, 2], seed: 1), recurrentWeights: .normal([2, 2], seed: 2), bias: .zeros([2]))
    let (_, cache) = layer.forward(.normal([1, 4, 1], seed: 3), context: ForwardContext())
    var upstream = Tensor<Double>.zeros([1, 4, 2])
    upstream[0, 1, 0] = 1
    let gradient = layer.backward(upstream, cache: cache).input.elements
    #expect(gradient[0] != 0 && gradient[1] != 0)
    #expect(gradient[2] == 0 && gradient[3] == 0)
  }
}
