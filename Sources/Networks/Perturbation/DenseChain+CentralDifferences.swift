import CKernels
import Dispatch

extension DenseChain {
  /// The central difference of the mean loss for every parameter, `(f(θ + h) − f(θ − h)) / 2h`, array by array
  /// in the order of `Network.parameters`.
  ///
  /// - Parameters:
  ///   - step: h; the steps taken are those that the parameters can represent.
  ///   - threads: how many threads share the units of a large layer; the result does not depend on it.
  public func centralDifferences(step: Double, threads: Int = 1) -> [[Double]] {
    (0..<depth).flatMap { layer -> [[Double]] in
      let (inputs, units) = (inputs(of: layer), units(of: layer))
      let count = gradus_layer_count(chain, Int32(layer))
      var biases: [Double] = []
      let slopes = [Double](unsafeUninitializedCapacity: inputs * units) { slopes, initialized in
        biases = [Double](unsafeUninitializedCapacity: units) { biases, initialized in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: samples * count) { factors in
            gradus_layer_factors(chain, Int32(layer), factors.baseAddress)
            let work = LayerWork(
              chain: chain, layer: Int32(layer), units: units, step: step, factors: factors.baseAddress,
              slopes: slopes.baseAddress, biases: biases.baseAddress,
              scratch: 4 * count + gradus_chain_scratch(chain))
            // Starting threads costs more than a small layer does.
            work.run(threads: samples * inputs * units < 1 << 16 ? 1 : min(threads, units))
          }
          initialized = units
        }
        initialized = inputs * units
      }
      return [slopes, biases]
    }
  }
}

/// The slopes of one layer; threads write to units of their own.
private struct LayerWork: @unchecked Sendable {
  let chain: UnsafeMutablePointer<gradus_chain>
  let layer: Int32
  let units: Int
  let step: Double
  let factors: UnsafeMutablePointer<Double>?
  let slopes: UnsafeMutablePointer<Double>?
  let biases: UnsafeMutablePointer<Double>?
  let scratch: Int

  func run(threads: Int) {
    guard threads > 1 else { return run(0..<units) }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      run((units * thread / threads)..<(units * (thread + 1) / threads))
    }
  }

  private func run(_ range: Range<Int>) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: scratch) { scratch in
      gradus_central_differences(
        chain, layer, Int32(range.lowerBound), Int32(range.upperBound), step, factors, slopes, biases,
        scratch.baseAddress)
    }
  }
}
