import RealModule
import Tensors

/// A layer of long short-term memory over sequences.
///
/// Forward: `(i, f, o, g) = x_t · Wx + h_{t−1} · Wh + b`, four blocks of H columns in this order, i, f and o through the
/// sigmoid, g through tanh; `c_t = f · c_{t−1} + i · g`, `h_t = o · tanh(c_t)`, both 0 before the first step. x
/// `[N, T, D]`, Wx `[D, 4H]`, Wh `[H, 4H]`, b `[4H]`, output all h, `[N, T, H]`.
/// Backward, from the last step to the first, with `dh = g_t + a_{t+1} · Whᵀ` and
/// `dc = dh · o · (1 − tanh² c_t) + dc_{t+1} · f_{t+1}`: the gradients of the four sums are
/// `a_t = (dc · g · i(1 − i), dc · c_{t−1} · f(1 − f), dh · tanh c_t · o(1 − o), dc · i · (1 − g²))`; from them
/// `∂C/∂x_t = a_t · Wxᵀ`, `∂C/∂Wx = Σ_t x_tᵀ · a_t`, `∂C/∂Wh = Σ_t h_{t−1}ᵀ · a_t`, `∂C/∂b = Σ_t Σ_n a_t`.
/// Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).
public struct LSTM<Scalar: TensorScalar>: Layer {
  /// `lstm`.
  public let kind = "lstm"
  /// Wx, `[D, 4H]`.
  public var inputWeights: Tensor<Scalar>
  /// Wh, `[H, 4H]`.
  public var recurrentWeights: Tensor<Scalar>
  /// b, `[4H]`.
  public var bias: Tensor<Scalar>

  /// What the layer remembers from step to step.
  public struct Memory: Sendable, Equatable {
    /// h, `[N, H]`.
    public var state: Tensor<Scalar>
    /// c, `[N, H]`.
    public var cell: Tensor<Scalar>

    /// Makes a memory.
    public init(state: Tensor<Scalar>, cell: Tensor<Scalar>) {
      self.state = state
      self.cell = cell
    }
  }

  /// What `backward` needs: the gates `[N, T, 4H]`, the cells and the states `[N, T, H]`.
  public struct Cache: Sendable {
    let input: Tensor<Scalar>
    let initial: Memory
    let gates: Tensor<Scalar>
    let cells: Tensor<Scalar>
    let states: Tensor<Scalar>
  }

  /// Makes the layer from its parameters.
  public init(inputWeights: Tensor<Scalar>, recurrentWeights: Tensor<Scalar>, bias: Tensor<Scalar>) {
    precondition(
      inputWeights.rank == 2 && bias.count % 4 == 0 && inputWeights.shape[1] == bias.count
        && recurrentWeights.shape == [bias.count / 4, bias.count],
      "the parameters of an lstm do not fit each other")
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
    try sequenceShape(inputShape, features: inputWeights.shape[0], units: bias.count / 4)
  }

  /// All states, from an empty memory.
  public func forward(
    _ input: Tensor<Scalar>, context: ForwardContext
  ) -> (output: Tensor<Scalar>, cache: Cache) {
    let empty = Tensor<Scalar>.zeros([input.shape[0], bias.count / 4])
    let pass = run(input, from: Memory(state: empty, cell: empty))
    return (pass.output, pass.cache)
  }

  /// All states, from a memory of one's own, and the memory after the last step.
  public func run(
    _ input: Tensor<Scalar>, from initial: Memory
  ) -> (output: Tensor<Scalar>, memory: Memory, cache: Cache) {
    let (samples, times) = (input.shape[0], input.shape[1])
    let drive = input.rows.matrixProduct(inputWeights).addingToRows(bias)
      .reshaped(to: [samples, times, bias.count])
    var gates = drive
    var cells = Tensor<Scalar>.zeros([samples, times, bias.count / 4])
    var states = cells
    var memory = initial
    for time in 0..<times {
      let sums = drive.step(time) + memory.state.matrixProduct(recurrentWeights)
      gates.setStep(time, to: advance(sums, &memory))
      cells.setStep(time, to: memory.cell)
      states.setStep(time, to: memory.state)
    }
    return (states, memory, Cache(input: input, initial: initial, gates: gates, cells: cells, states: states))
  }

  /// One step: the gates from their sums, and the memory after it.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func advance(_ sums: Tensor<Scalar>, _ memory: inout Memory) -> Tensor<Scalar> {
    let units = bias.count / 4
    var gates = sums
    for sample in 0..<sums.shape[0] {
      for unit in 0..<units {
        let (first, place) = (sample * 4 * units + unit, sample * units + unit)
        let input = logistic(sums.elements[first])
        let forget = logistic(sums.elements[first + units])
        let output = logistic(sums.elements[first + 2 * units])
        let candidate = Scalar.tanh(sums.elements[first + 3 * units])
        let cell = forget * memory.cell.elements[place] + input * candidate
        memory.cell.elements[place] = cell
        memory.state.elements[place] = output * Scalar.tanh(cell)
        gates.elements[first] = input
        gates.elements[first + units] = forget
        gates.elements[first + 2 * units] = output
        gates.elements[first + 3 * units] = candidate
      }
    }
    return gates
  }

  /// The gradients of input, weights and bias, by backpropagation through time.
  public func backward(_ outputGradient: Tensor<Scalar>, cache: Cache) -> LayerGradient<Scalar> {
    var drive = cache.gates
    var stateGradient = Tensor<Scalar>.zeros(cache.initial.state.shape)
    var cellGradient = stateGradient
    for time in (0..<outputGradient.shape[1]).reversed() {
      let before = time > 0 ? cache.cells.step(time - 1) : cache.initial.cell
      let gradient = retreat(
        outputGradient.step(time) + stateGradient, &cellGradient, gates: cache.gates.step(time),
        cells: cache.cells.step(time), before: before)
      drive.setStep(time, to: gradient)
      stateGradient = gradient.productWithTransposed(recurrentWeights)
    }
    let before = cache.states.delayed(by: cache.initial.state)
    return LayerGradient(
      input: drive.rows.productWithTransposed(inputWeights).reshaped(to: cache.input.shape),
      parameters: [
        cache.input.rows.transposedProduct(drive.rows), before.rows.transposedProduct(drive.rows),
        drive.rows.columnSums,
      ])
  }

  /// One step back: the gradients of the four sums; `cellGradient` becomes that of the cell before.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func retreat(
    _ stateGradient: Tensor<Scalar>, _ cellGradient: inout Tensor<Scalar>, gates: Tensor<Scalar>,
    cells: Tensor<Scalar>, before: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let units = bias.count / 4
    var gradient = gates
    for sample in 0..<gates.shape[0] {
      for unit in 0..<units {
        let (first, place) = (sample * 4 * units + unit, sample * units + unit)
        let input = gates.elements[first]
        let forget = gates.elements[first + units]
        let output = gates.elements[first + 2 * units]
        let candidate = gates.elements[first + 3 * units]
        let shown = Scalar.tanh(cells.elements[place])
        let upstream = stateGradient.elements[place]
        let cell = upstream * output * (1 - shown) * (1 + shown) + cellGradient.elements[place]
        gradient.elements[first] = cell * candidate * input * (1 - input)
        gradient.elements[first + units] = cell * before.elements[place] * forget * (1 - forget)
        gradient.elements[first + 2 * units] = upstream * shown * output * (1 - output)
        gradient.elements[first + 3 * units] = cell * input * (1 - candidate) * (1 + candidate)
        cellGradient.elements[place] = cell * forget
      }
    }
    return gradient
  }

  /// The same layer in another scalar type.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Layer<Other>)? {
    LSTM<Other>(
      inputWeights: inputWeights.converted(), recurrentWeights: recurrentWeights.converted(),
      bias: bias.converted())
  }
}
