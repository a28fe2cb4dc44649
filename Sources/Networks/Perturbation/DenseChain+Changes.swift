import CKernels

extension DenseChain {
  /// What changes of single numbers do to the mean loss: rows of one number an element, as the changes were.
  public struct Differences: Sendable {
    /// f(changed) − f.
    public var values: [Double]
    /// The size of the terms that each difference is the sum of; its rounding is in proportion to this.
    public var sizes: [Double]
    /// 1 where a ReLU changes sides on the way, else 0.
    public var crossed: [UInt8]

    init(count: Int) {
      values = Array(repeating: 0, count: count)
      sizes = values
      crossed = Array(repeating: 0, count: count)
    }

    /// Turns sizes into bounds of rounding, or into another unit.
    public mutating func scaleSizes(by factor: Double) {
      sizes.withUnsafeMutableBufferPointer { sizes in
        for index in sizes.indices { sizes[index] *= factor }
      }
    }
  }

  /// An array whose elements are changed.
  public enum Changed: Sendable, Equatable {
    /// The input of the chain, `[N, inputs]`.
    case input
    /// The weights of a dense layer (from 0), `[inputs, units]`.
    case weights(Int)
    /// The biases of a dense layer, `[units]`.
    case biases(Int)
  }

  /// The differences of the mean loss for changes of single elements of one array.
  ///
  /// - Parameters:
  ///   - array: what is changed.
  ///   - elements: places in the array. Weights of one unit that follow one another share most of the work.
  ///   - steps: what is added to them: any number of rows, one number an element.
  public func differences(of array: Changed, at elements: [Int], steps: [Double]) -> Differences {
    precondition(!elements.isEmpty && steps.count % elements.count == 0, "steps come in rows of one an element")
    precondition(
      elements.allSatisfy { 0..<count(of: array) ~= $0 }, "an element is outside of an array of \(count(of: array))")
    var result = Differences(count: steps.count)
    switch array {
    case .input: changeInputs(elements, steps, &result)
    case .weights(let layer): changeParameters(layer, elements, steps, &result, isBias: 0)
    case .biases(let layer): changeParameters(layer, elements, steps, &result, isBias: 1)
    }
    return result
  }

  /// The differences of the mean loss when multiples of a direction are added to a whole array.
  ///
  /// - Parameters:
  ///   - array: what is changed.
  ///   - direction: one number for each element of the array.
  ///   - steps: the multiples.
  public func differences(of array: Changed, along direction: [Double], steps: [Double]) -> [Double] {
    precondition(direction.count == count(of: array), "a direction needs \(count(of: array)) numbers")
    var differences = [Double](repeating: 0, count: steps.count)
    let (layer, kind): (Int, gradus_array) =
      switch array {
      case .input: (0, GRADUS_INPUT)
      case .weights(let layer): (layer, GRADUS_WEIGHTS)
      case .biases(let layer): (layer, GRADUS_BIASES)
      }
    let isDone = gradus_direction_differences(
      chain, Int32(layer), kind, direction, steps, steps.count, &differences)
    precondition(isDone != 0, "there is not enough memory for a direction of \(direction.count) numbers")
    return differences
  }

  private func count(of array: Changed) -> Int {
    switch array {
    case .input: samples * inputs(of: 0)
    case .weights(let layer): inputs(of: layer) * units(of: layer)
    case .biases(let layer): units(of: layer)
    }
  }

  private func changeParameters(
    _ layer: Int, _ elements: [Int], _ steps: [Double], _ result: inout Differences, isBias: Int32
  ) {
    let isDone = gradus_parameter_differences(
      chain, Int32(layer), isBias, elements, elements.count, steps, steps.count / elements.count, &result.values,
      &result.sizes, &result.crossed)
    precondition(isDone != 0, "there is not enough memory for \(steps.count) changes")
  }

  /// Input by input: each moves all units of the first layer.
  private func changeInputs(_ elements: [Int], _ steps: [Double], _ result: inout Differences) {
    let (rows, width) = (steps.count / elements.count, inputs(of: 0))
    var scratch = [Double](repeating: 0, count: gradus_chain_scratch(chain))
    var own = Differences(count: rows)
    var changes = own.values
    for (index, element) in elements.enumerated() {
      for row in 0..<rows { changes[row] = steps[row * elements.count + index] }
      gradus_input_differences(
        chain, element / width, Int32(element % width), changes, rows, &own.values, &own.sizes, &own.crossed,
        &scratch)
      for row in 0..<rows {
        let place = row * elements.count + index
        result.values[place] = own.values[row]
        result.sizes[place] = own.sizes[row]
        result.crossed[place] = own.crossed[row]
      }
    }
  }
}
