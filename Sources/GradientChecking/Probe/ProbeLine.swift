import Tensors

/// A line through a subject's inputs: from t = −1 to 1 in units of the declared range.
struct ProbeLine {
  let array: Int
  let name: String
  /// The subject's point, with the values of the array where the line has its middle.
  private let origin: [[Double]]
  /// What t = 1 adds to the values of the array.
  private let direction: [Double]
  /// The value at the subject's point where the line goes through that.
  private let valueAtOrigin: Double?

  struct Sample {
    let t: Double
    let value: Double
  }

  /// - Parameter reach: how far the line goes where no range is declared, as a share of each element's size.
  init(subject: any Subject, value: Double, number: Int, reach: Double, generator: inout SeededGenerator) {
    // Inputs first: parameters are probed by the later lines.
    let inputs = subject.arrays.indices.filter {
      subject.arrays[$0].role == .input && !subject.arrays[$0].values.isEmpty
    }
    let all = subject.arrays.indices.filter { !subject.arrays[$0].values.isEmpty }
    let pool = number < 4 && !inputs.isEmpty ? inputs : Array(all)
    array = pool[number % pool.count]
    name = subject.arrays[array].name
    var origin = subject.arrays.map(\.values)
    let own = subject.arrays[array]
    var values = own.values
    var direction = [Double](repeating: 0, count: values.count)
    let largest = own.values.reduce(0) { max($0, abs($1)) }
    for index in own.values.indices {
      if let domain = subject.hints.domains[own.name] {
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
    origin[array] = values
    self.origin = origin
    self.direction = direction
  }

  func point(_ t: Double) -> [[Double]] {
    var point = origin
    point[array] = zip(origin[array], direction).map { $0 + t * $1 }
    return point
  }

  func values(_ ts: [Double], _ session: any SubjectSession) throws(SubjectError) -> [Double] {
    if let valueAtOrigin, let differences = try session.differences(along: direction, in: array, steps: ts) {
      return differences.map { valueAtOrigin + $0 }
    }
    return try session.values(atEach: ts.count) { point(ts[$0]) }
  }

  func samples(_ intervals: Int, _ session: any SubjectSession) throws(SubjectError) -> [Sample] {
    let ts = (0...intervals).map { -1 + 2 * Double($0) / Double(intervals) }
    return zip(ts, try values(ts, session)).map { Sample(t: $0, value: $1) }
  }

  /// A jump: the difference over an interval stays while the interval is halved forty times.
  func jump(_ samples: [Sample], _ session: any SubjectSession, noise: Double) throws(SubjectError)
    -> DifferentiabilityWitness?
  {
    let steps = zip(samples.dropFirst(), samples).enumerated().map { ($0, abs($1.0.value - $1.1.value)) }
    let suspects = steps.sorted { $0.1 > $1.1 }.prefix(4).filter { $0.1 > 64 * noise }
    for (index, size) in suspects {
      var (low, high) = (samples[index], samples[index + 1])
      var isJump = true
      for _ in 0..<40 {
        let t = (low.t + high.t) / 2
        guard t > low.t, t < high.t else { break }
        let middle = Sample(t: t, value: try values([t], session)[0])
        let (left, right) = (abs(middle.value - low.value), abs(high.value - middle.value))
        if left >= right { high = middle } else { low = middle }
        if abs(high.value - low.value) < max(0.1 * size, 64 * noise) {
          isJump = false
          break
        }
      }
      guard isJump else { continue }
      return witness(samples, at: low.t, low.value, high.value)
    }
    return nil
  }

  /// A kink: second differences that do not shrink with the interval as a smooth function's do.
  func kink(_ samples: [Sample], _ session: any SubjectSession, noise: Double) throws(SubjectError)
    -> DifferentiabilityWitness?
  {
    guard samples.count > 4 else { return nil }
    let bends = (1..<(samples.count - 1)).map { index -> (Int, Double) in
      let sum = samples[index + 1].value + samples[index - 1].value
      return (index, abs(sum - 2 * samples[index].value))
    }
    let width = samples[1].t - samples[0].t
    for (index, bend) in bends.sorted(by: { $0.1 > $1.1 }).prefix(3) where bend > 256 * noise {
      // Follow the strongest bend into ever smaller windows: at a kink the bend in slope stays.
      var center = samples[index].t
      var h = width
      var slopeChanges: [Double] = []
      var sides = (0.0, 0.0)
      for _ in 0..<8 {
        h /= 4
        let ts = (-4...4).map { center + Double($0) * h }
        let v = try values(ts, session)
        guard v.allSatisfy(\.isFinite) else { return nil }
        let inner = (1..<8).map { place -> (Int, Double) in
          let sum = v[place + 1] + v[place - 1]
          return (place, abs(sum - 2 * v[place]))
        }
        guard let strongest = inner.max(by: { $0.1 < $1.1 }), strongest.1 > 64 * noise else { break }
        center = ts[strongest.0]
        slopeChanges.append(strongest.1 / h)
        if slopeChanges.count >= 3, slopeChanges[0] >= 12 * strongest.1 / h { break }
        sides = ((v[strongest.0] - v[strongest.0 - 1]) / h, (v[strongest.0 + 1] - v[strongest.0]) / h)
      }
      guard slopeChanges.count >= 4 else { continue }
      // Smooth: the change of slope falls with the window, by 4 each time; at a kink it stays within a factor.
      let fall = slopeChanges[0] / max(slopeChanges[slopeChanges.count - 1], .leastNormalMagnitude)
      if fall < 8 { return witness(samples, at: center, sides.0, sides.1) }
    }
    return nil
  }

  func witness(_ samples: [Sample], at t: Double, _ left: Double, _ right: Double) -> DifferentiabilityWitness {
    DifferentiabilityWitness(
      array: name, point: point(t)[array], left: left, right: right, line: samples.map { ($0.t, $0.value) })
  }
}
