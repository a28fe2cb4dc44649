import Networks
import Tensors

/// What well-known mistakes of a backward pass give for one array of a layer, computed from the forward pass alone.
///
/// Each output is differenced with respect to each element, which gives the Jacobian J; with the cotangent v the
/// right gradient is `Σ_o v_o · J[o, i]`. A layer's own backward pass is never used: it may be the wrong one.
struct LayerMistakes {
  let layer: any Layer<Double>
  let input: Tensor<Double>
  let cotangent: Tensor<Double>
  let context: ForwardContext
  /// The array: 0 the input (if it is one), then the parameters.
  let array: SubjectArray
  /// The index among the layer's parameters, `nil` for the input.
  let parameter: Int?

  /// Larger Jacobians are not measured.
  private static let largest = 1 << 20

  /// The mistakes, the simplest first.
  func list() -> [KnownMistake] {
    let elements = array.values.count
    guard elements > 0, elements * cotangent.count <= Self.largest else { return [] }
    let slopes = jacobian()
    let v = cotangent.elements
    func contract(_ weight: (Int) -> Double) -> [Double] {
      slopes.map { column in column.indices.reduce(0) { $0 + weight($1) * column[$1] } }
    }
    var mistakes = [
      KnownMistake(code: .upstreamIgnored, name: "the upstream gradient is taken to be 1", values: contract { _ in 1 })
    ]
    mistakes += shares(contract, v)
    mistakes += overwritten(slopes, v)
    mistakes += factors(slopes, v)
    return mistakes
  }

  /// Only one sample's share of a sum over the batch.
  private func shares(_ contract: ((Int) -> Double) -> [Double], _ v: [Double]) -> [KnownMistake] {
    guard parameter != nil, let samples = input.shape.first, samples > 1, cotangent.count % samples == 0 else {
      return []
    }
    let width = cotangent.count / samples
    return [0, samples - 1].map { sample in
      KnownMistake(
        code: .missingSum, name: "only sample \(sample) counts, not the sum over the batch",
        values: contract { $0 / width == sample ? v[$0] : 0 })
    }
  }

  /// Assigned where it should accumulate: the last (or first) output that an element takes part in, or the last
  /// sample's.
  private func overwritten(_ slopes: [[Double]], _ v: [Double]) -> [KnownMistake] {
    let uses = slopes.map { column in
      let most = column.largestMagnitude
      return column.indices.filter { abs(column[$0]) > 1e-9 * most }
    }
    guard uses.contains(where: { $0.count > 1 }) else { return [] }
    return [("last", { (use: [Int]) in use.last }), ("first", { $0.first })].map { name, pick in
      KnownMistake(
        code: .overwritten, name: "only the \(name) of its uses counts: it is assigned where it should be added to",
        values: zip(slopes, uses).map { column, use in pick(use).map { v[$0] * column[$0] } ?? 0 })
    }
  }

  /// The diagonal alone, and factors that are left out, where input and output correspond.
  private func factors(_ slopes: [[Double]], _ v: [Double]) -> [KnownMistake] {
    guard parameter == nil, slopes.count == v.count else { return [] }
    let isDiagonal = slopes.enumerated().allSatisfy { place, column in
      column.indices.allSatisfy { $0 == place || column[$0] == 0 }
    }
    guard isDiagonal else {
      return [
        KnownMistake(
          code: .diagonalOnly, name: "only the diagonal of the Jacobian is used",
          values: slopes.indices.map { v[$0] * slopes[$0][$0] })
      ]
    }
    let outputs = layer.evaluate(input, context: context).output.elements
    return [
      KnownMistake(
        code: .missingFactor, name: "the derivative of \(layer.kind) is left out: the upstream gradient is passed on",
        values: v),
      KnownMistake(
        code: .missingFactor, name: "\(layer.kind) itself stands where its derivative should",
        values: zip(v, outputs).map { $0 * $1 }),
    ]
  }

  /// For each element, the slopes of all outputs: central differences with the step that suits the cube root of
  /// rounding, good to about nine digits.
  private func jacobian() -> [[Double]] {
    let largest = array.values.largestMagnitude
    let step = (largest > 0 ? largest.powerOfTwo : 1) * 0x1p-17
    var values = array.values
    return values.indices.map { element in
      let before = values[element]
      values[element] = before + step
      let high = output(values)
      values[element] = before - step
      let low = output(values)
      values[element] = before
      let width = (before + step) - (before - step)
      return zip(high, low).map { ($0 - $1) / width }
    }
  }

  private func output(_ values: [Double]) -> [Double] {
    guard let parameter else {
      return layer.evaluate(Tensor(shape: array.shape, elements: values), context: context).output.elements
    }
    var moved = layer
    var parameters = moved.parameters
    parameters[parameter].value.elements = values
    moved.parameters = parameters
    return moved.evaluate(input, context: context).output.elements
  }
}
