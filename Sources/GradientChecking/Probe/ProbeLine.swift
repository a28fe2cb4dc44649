import Tensors

/// A line through a subject's inputs: from t = −1 to 1 in units of the declared range.
struct ProbeLine {
  let line: SubjectLine
  let name: String
  /// The value at the subject's point where the line goes through that.
  let valueAtOrigin: Double?

  struct Sample {
    let t: Double
    let value: Double
  }

  /// - Parameter reach: how far the line goes where no range is declared, as a share of each element's size.
  init(subject: any Subject, value: Double, number: Int, reach: Double, generator: inout SeededGenerator) {
    // Inputs first: parameters are probed by the later lines.
    let arrays = subject.arrays
    let inputs = arrays.indices.filter { arrays[$0].role == .input && !arrays[$0].values.isEmpty }
    let all = arrays.indices.filter { !arrays[$0].values.isEmpty }
    let pool = number < 4 && !inputs.isEmpty ? inputs : Array(all)
    let array = pool[number % pool.count]
    let own = arrays[array]
    name = own.name
    var values = own.values
    var direction = [Double](repeating: 0, count: values.count)
    let largest = own.values.largestMagnitude
    let domain = subject.hints.domains[own.name]
    for index in own.values.indices {
      if let domain {
        let reach = (domain.upperBound - domain.lowerBound) / 2
        let middle = (domain.upperBound + domain.lowerBound) / 2
        // Both ends stay inside of the declared range.
        let start = number % 2 == 0 ? own.values[index] : middle + 0.3 * reach * (2 * generator.uniform() - 1)
        let room = max(0, min(domain.upperBound - start, start - domain.lowerBound))
        values[index] = start
        direction[index] = room * (2 * generator.uniform() - 1)
      } else {
        // Only the neighbourhood of the point is known to be meant.
        let scale = abs(own.values[index]) > 0 ? abs(own.values[index]) : (largest > 0 ? largest : 1)
        direction[index] = reach * scale * (2 * generator.uniform() - 1)
      }
    }
    valueAtOrigin = values == own.values ? value : nil
    line = SubjectLine(array: array, start: values, direction: direction)
  }

  func witness(_ samples: [Sample], at t: Double, _ left: Double, _ right: Double) -> DifferentiabilityWitness {
    DifferentiabilityWitness(
      array: name, point: line.values(at: t), left: left, right: right, line: samples.map { ($0.t, $0.value) })
  }
}
