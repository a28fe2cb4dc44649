import ComplexModule
import GradientChecking
import RealModule

/// The relative error of the derivative of eˣ sin x by several methods, against the step.
struct StepSweep {
  let steps: [Double]
  let forward: [Double]
  let central: [Double]
  let fivePoint: [Double]
  /// Ridders' method, by its first step.
  let ridders: [Double]
  let complex: [Double]
  /// The central difference in single precision.
  let single: [Double]
  /// Dual numbers, which have no step.
  let dual: Double

  /// eˣ sin x, for any scalar.
  private static func f<T: DifferentiableScalar>(_ x: T) -> T { T.exp(x) * T.sin(x) }

  /// Sweeps the steps at a point.
  init(x: Double, steps: [Double]) {
    self.steps = steps
    // By the product rule, written out: what the methods are measured against.
    let truth = Double.exp(x) * (Double.sin(x) + Double.cos(x))
    // An error below half a unit in the last place cannot be told from the rounding of the answer itself.
    func error(_ slope: Double) -> Double { max(abs(slope - truth) / abs(truth), .ulpOfOne / 2) }
    forward = steps.map { h in error((Self.f(x + h) - Self.f(x)) / h) }
    central = steps.map { h in error((Self.f(x + h) - Self.f(x - h)) / (2 * h)) }
    fivePoint = steps.map { h in
      error((8 * (Self.f(x + h) - Self.f(x - h)) - (Self.f(x + 2 * h) - Self.f(x - 2 * h))) / (12 * h))
    }
    ridders = steps.map { h in error(Self.ridders({ Self.f($0) }, at: x, step: h)) }
    complex = steps.map { h in error(Self.f(Complex(x, h)).imaginary / h) }
    single = steps.map { h in
      let (xf, hf) = (Float(x), Float(h))
      func g(_ x: Float) -> Float { Float.exp(x) * Float.sin(x) }
      return error(Double((g(xf + hf) - g(xf - hf)) / (2 * hf)))
    }
    dual = error(ExactDerivative.dual(of: { Self.f($0) }, at: x))
  }

  /// Central differences with ever smaller steps, extrapolated to a step of 0; of all extrapolations, the one whose
  /// neighbours agree with it best (Ridders 1982).
  static func ridders(_ f: (Double) -> Double, at x: Double, step: Double) -> Double {
    let shrink = 1.4
    var h = step
    var row = [(f(x + h) - f(x - h)) / (2 * h)]
    var best = row[0]
    var spread = Double.infinity
    for _ in 1..<10 {
      h /= shrink
      var next = [(f(x + h) - f(x - h)) / (2 * h)]
      var factor = shrink * shrink
      for order in row.indices {
        next.append((next[order] * factor - row[order]) / (factor - 1))
        factor *= shrink * shrink
        let change = max(abs(next[order + 1] - next[order]), abs(next[order + 1] - row[order]))
        if change <= spread { (spread, best) = (change, next[order + 1]) }
      }
      // Where the highest order moves by more than twice the spread, rounding has taken over.
      let moved = abs(next[next.count - 1] - row[row.count - 1])
      row = next
      if moved >= 2 * spread { break }
    }
    return best
  }

  /// The step with the smallest error.
  func best(_ errors: [Double]) -> (step: Double, error: Double) {
    let index = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return (steps[index], errors[index])
  }
}
