import RealModule
import Tensors

/// `1 / (1 + e⁻ˣ)` without overflow: the exponential is taken of a number that is at most 0.
@inline(__always)
func logistic<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
  let e = Scalar.exp(-abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}
