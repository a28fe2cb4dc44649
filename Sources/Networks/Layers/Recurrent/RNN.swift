import RealModule
import Tensors

/// A simple recurrent layer over sequences.
///
/// Forward: `h_t = tanh(x_t · Wx + h_{t−1} · Wh + b)`, `h_{−1} = 0`; x `[N, T, D]`, Wx `[D, H]`, Wh `[H, H]`, b `[H]`, output
/// all h, `[N, T, H]`.
/// Backward, from the last step to the first: `a_t = (g_t + a_{t+1} · Whᵀ) · (1 − h_t²)`; `∂C/∂x_t = a_t · Wxᵀ`,
/// `∂C/∂Wx = Σ_t x_tᵀ · a_t`, `∂C/∂Wh = Σ_t h_{t−1}ᵀ · a_t`, `∂C/∂b = Σ_t Σ_n a_t`.
public struct RNN<Scalar: TensorScalar>: Layer {
  /// `rnn`.
  public let kind = "rnn"
  /// Wx, `[D, H]`.
  public var inputWeights: Tensor<Scalar>
  /// Wh, `[H, H]`.
  public var recurrentWeights: Tensor<Scalar>
  /// b, `[H]`.
  public var bias: Tensor<Scalar>

  /// What `backward` needs.
  public struct Cache: Sendable {
    let input: Tensor<Scalar>
    let initial: Tensor<Scalar>
    let states: Tensor<Scalar>
  }

  /// Makes the layer from its parameters.
  public init(inputWeights: Tensor<Scalar>, recurrentWeights: Tensor<Scalar>, bias: Tensor<Scalar>) {
    precondition(
      inputWeights.rank == 2 && recurrentWeights.shape == [inputWeights.shape[1], inputWeights.shape[1]]
        && bias.shape == [inputWeights.shape[1]], "the parameters of an rnn do not fit each other")
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.bias = bias
  }

  /// Both weights and the bias.
  public var parameters: [Parameter<Scalar>] {
    get {
      [
        Parameter("inputWeights", inputWeights, isRegularized: true),
        Parameter("recurrentWeights", recurrentWeights, isRegularized: true), Parameter("bias", bias),
      ]
    }
    set { (inputWeights, recurrentWeights, bias) = (newValue[0].value, newValue[1].value, newValue[2].value) }
  }

  /// `[N, T, D] → [N, T, H]`.
  public func outputShape(for inputShape: [Int]) throws(NetworkError) -> [Int] {
    try sequenceShape(inputShape, features: inputWeights.shape[0], units: bias.count)
  }

  /// All states, from a first state of 0.
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    run(input, from: .zeros([input.shape[0], bias.count]))
  }

  /// All states, from a first state of one's own, `[N, H]`.
  public func run(_ input: Tensor<Scalar>, from initial: Tensor<Scalar>) -> (
    output: Tensor<Scalar>, cache: Cache
  ) {
    let (samples, times, units) = (input.shape[0], input.shape[1], bias.count)
    let drive = input.rows.matrixProduct(inputWeights).addingToRows(bias).reshaped(to: [
      samples, times, units,
    ])
    var states = drive
    var state = initial
    for time in 0..<times {
      state = hyperbolicTangent(drive.step(time) + state.matrixProduct(recurrentWeights))
      states.setStep(time, to: state)
    }
    return (states, Cache(input: input, initial: initial, states: states))
  }

  /// The gradients of input, weights and bias, by backpropagation through time.
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    var drive = outputGradient
    var carried = Tensor<Scalar>.zeros(cache.initial.shape)
    for time in (0..<outputGradient.shape[1]).reversed() {
      let upstream = outputGradient.step(time) + carried
      let gradient = throughTangent(upstream, cache.states.step(time))
      drive.setStep(time, to: gradient)
      carried = gradient.productWithTransposed(recurrentWeights)
    }
    let before = cache.states.delayed(by: cache.initial)
    return LayerGradient(
      input: drive.rows.productWithTransposed(inputWeights).reshaped(to: cache.input.shape),
      parameters: [
        cache.input.rows.transposedProduct(drive.rows), before.rows.transposedProduct(drive.rows),
        drive.rows.columnSums,
      ])
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func hyperbolicTangent(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.map { Scalar.tanh($0) } }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func throughTangent(_ upstream: Tensor<Scalar>, _ output: Tensor<Scalar>) -> Tensor<Scalar> {
    upstream.zipped(with: output) { $0 * (1 - $1) * (1 + $1) }
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    RNN<Other>(
      inputWeights: inputWeights.converted(), recurrentWeights: recurrentWeights.converted(),
      bias: bias.converted())
  }
}
