import Networks
import Tensors
import Testing

@Suite struct ActivationTests {
  /// Values and slopes to 16 digits, computed with mpmath at 40 digits.
  static let values: [(name: String, x: Double, value: Double, slope: Double)] = [
    ("relu", 2, 2, 1), ("relu", -2, 0, 0), ("relu", 0, 0, 0),
    ("leaky-relu", 2, 2, 1), ("leaky-relu", -2, -0.02, 0.01), ("leaky-relu", 0, 0, 0.01),
    ("elu", -30.0, -0.9999999999999064, 9.357622968840175e-14),
    ("elu", -2.5, -0.9179150013761012, 0.0820849986238988),
    ("elu", -0.001, -0.0009995001666250082, 0.999000499833375),
    ("elu", 0.0, 0.0, 1.0),
    ("elu", 0.75, 0.75, 1.0),
    ("elu", 3.0, 3.0, 1.0),
    ("elu", 30.0, 30.0, 1.0),
    ("gelu", -30.0, -1.472014178144456e-196, -4.416031690708495e-195),
    ("gelu", -2.5, -0.015524163314440337, -0.03761108590814521),
    ("gelu", -0.001, -0.000499601057786089, 0.4992021157051586),
    ("gelu", 0.0, 0.0, 0.5),
    ("gelu", 0.75, 0.5800294857173488, 0.9992257217392351),
    ("gelu", 3.0, 2.99595030590511, 1.011945647204184),
    ("gelu", 30.0, 30.0, 1.0),
    ("silu", -30.0, -2.8072868906517896e-12, -2.713710660963134e-12),
    ("silu", -2.5, -0.18964545005310887, -0.09940111134152683),
    ("silu", -0.001, -0.0004997500000208334, 0.49950000008333334),
    ("silu", 0.0, 0.0, 0.5),
    ("silu", 0.75, 0.5093840243815447, 0.8425999444967535),
    ("silu", 3.0, 2.8577223804672998, 1.0881041060151697),
    ("silu", 30.0, 29.999999999997193, 1.0000000000027136),
    ("softplus", -30.0, 9.357622968839737e-14, 9.357622968839299e-14),
    ("softplus", -2.5, 0.07888973429254963, 0.07585818002124355),
    ("softplus", -0.001, 0.6926473055599401, 0.4997500000208333),
    ("softplus", 0.0, 0.6931471805599453, 0.5),
    ("softplus", 0.75, 1.1368710061148999, 0.679178699175393),
    ("softplus", 3.0, 3.048587351573742, 0.9525741268224333),
    ("softplus", 30.0, 30.000000000000092, 0.9999999999999064),
    ("sigmoid", -30.0, 9.357622968839299e-14, 9.357622968838423e-14),
    ("sigmoid", -2.5, 0.07585818002124355, 0.07010371654510816),
    ("sigmoid", -0.001, 0.4997500000208333, 0.24999993750001043),
    ("sigmoid", 0.0, 0.5, 0.25),
    ("sigmoid", 0.75, 0.679178699175393, 0.21789499376181404),
    ("sigmoid", 3.0, 0.9525741268224333, 0.04517665973091213),
    ("sigmoid", 30.0, 0.9999999999999064, 9.357622968838423e-14),
    ("tanh", -30.0, -1.0, 3.502604305078608e-26),
    ("tanh", -2.5, -0.9866142981514303, 0.02659222668316062),
    ("tanh", -0.001, -0.0009999996666668, 0.9999990000006667),
    ("tanh", 0.0, 0.0, 1.0),
    ("tanh", 0.75, 0.6351489523872873, 0.5965858082813315),
    ("tanh", 3.0, 0.9950547536867305, 0.00986603716544019),
    ("tanh", 30.0, 1.0, 3.502604305078608e-26),
  ]

  private func run(_ name: String, _ x: Double) throws -> (value: Double, slope: Double) {
    var generator = SeededGenerator(seed: 0)
    let layer = try LayerCatalog.make(Specification(name), inputShape: [1, 1], generator: &generator)
    return CourseTools.run(layer, x)
  }

  @Test(arguments: values)
  func `values and slopes are right to the last digits`(
    _ point: (name: String, x: Double, value: Double, slope: Double)
  ) throws {
    let (value, slope) = try run(point.name, point.x)
    // Rounding x changes a tail like e^{−x²/2} by x² times as much.
    let rounding = 4e-16 * max(1, point.x * point.x)
    #expect(abs(value - point.value) <= rounding * abs(point.value))
    #expect(abs(slope - point.slope) <= rounding * abs(point.slope))
  }

  @Test(arguments: ["relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh"])
  func `far from 0 nothing overflows`(_ name: String) throws {
    for x in [-1e308, -1e4, -800, 800, 1e4, 1e308] {
      let (value, slope) = try run(name, x)
      #expect(value.isFinite && slope.isFinite)
    }
    #expect(try run(name, .nan).value.isNaN)
  }

  @Test func `the kink of relu is told by its pieces`() {
    let layer = Elementwise(ReLU<Double>())
    let (output, cache) = layer.forward(Tensor([-1, 0, 2, -0.0]), context: ForwardContext())
    #expect(output.elements == [0, 0, 2, 0])
    #expect(layer.activePieces(cache) == [-1, 0, 1, 0])
    #expect(layer.backward(Tensor([5, 5, 5, 5]), cache: cache).input.elements == [0, 0, 5, 0])
  }

  @Test func `an elu of alpha 1 has no kink and others have`() {
    let x = Tensor<Double>([-1, 1])
    let (smooth, angled) = (Elementwise(ELU<Double>(alpha: 1)), Elementwise(ELU<Double>(alpha: 0.5)))
    #expect(smooth.activePieces(smooth.forward(x, context: ForwardContext()).cache).isEmpty)
    #expect(angled.activePieces(angled.forward(x, context: ForwardContext()).cache) == [-1, 1])
  }

  @Test func `a saturated sigmoid keeps its slope in Float`() {
    // e⁻¹⁶ / (1 + e⁻¹⁶)² = 1.1253516e-7; h(1 − h) in Float gives 1.1920928e-7.
    let layer = Elementwise(Sigmoid<Float>())
    let (_, cache) = layer.forward(Tensor([16]), context: ForwardContext())
    let slope = layer.backward(Tensor([1]), cache: cache).input.elements[0]
    #expect(abs(slope - 1.125_351_6e-7) < 1e-13)
  }

  @Test func `an activation of one's own makes a layer`() throws {
    let layer = Elementwise(Cube<Double>())
    let probe = LayerProbe(layer, Tensor(rows: [[0.5, -1, 2]]))
    #expect(probe.distances()[0].distance < 1e-9)
    let twin = try #require(layer.converted(to: Float.self))
    #expect(twin.evaluate(Tensor([2]), context: ForwardContext()).output.elements == [8])
  }

  private struct Cube<Scalar: TensorScalar>: Activation {
    let kind = "cube"
    func value(_ x: Scalar) -> Scalar { x * x * x }
    func derivative(_ x: Scalar, _ y: Scalar) -> Scalar { 3 * x * x }
    func converted<Other: TensorScalar>(to type: Other.Type) -> any Activation<Other> { Cube<Other>() }
  }
}
