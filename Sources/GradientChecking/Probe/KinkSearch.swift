/// Looks for a kink on a line of the probe: second differences that do not shrink with the interval as a smooth
/// function's do.
struct KinkSearch {
  let sampler: ProbeSampler
  /// The number of the line.
  let line: Int
  let samples: [ProbeLine.Sample]

  /// Places of a line that are looked at.
  private static let suspects = 3
  private static let windows = 8
  /// So many windows tell most smooth bends; they are looked at for all places at once.
  private static let first = 3

  /// A place where the value bends, followed into ever smaller windows: at a kink the change of slope stays.
  private struct Bend {
    var center: Double
    var h: Double
    var windows = 0
    var slopeChanges: [Double] = []
    var sides = (left: 0.0, right: 0.0)
    var isDone = false
    /// A value was not finite: then nothing is said of the line.
    var isLost = false

    var next: [Double]? {
      guard !isDone, windows < KinkSearch.windows else { return nil }
      return (-4...4).map { center + Double($0) * h / 4 }
    }

    mutating func take(_ ts: [Double], _ v: [Double], noise: Double) {
      windows += 1
      h /= 4
      guard v.allSatisfy(\.isFinite) else {
        isLost = true
        isDone = true
        return
      }
      let inner = (1..<8).map { place -> (Int, Double) in
        let sum = v[place + 1] + v[place - 1]
        return (place, abs(sum - 2 * v[place]))
      }
      guard let strongest = inner.max(by: { $0.1 < $1.1 }), strongest.1 > 64 * noise else {
        isDone = true
        return
      }
      center = ts[strongest.0]
      slopeChanges.append(strongest.1 / h)
      if slopeChanges.count >= 3, slopeChanges[0] >= 12 * strongest.1 / h {
        isDone = true
        return
      }
      sides = ((v[strongest.0] - v[strongest.0 - 1]) / h, (v[strongest.0 + 1] - v[strongest.0]) / h)
    }

    /// Smooth: the change of slope falls with the window, by 4 each time; at a kink it stays within a factor.
    var isKink: Bool {
      guard slopeChanges.count >= 4 else { return false }
      return slopeChanges[0] / max(slopeChanges[slopeChanges.count - 1], .leastNormalMagnitude) < 8
    }
  }

  /// The first kink, strongest bend first.
  func kink() throws(SubjectError) -> DifferentiabilityWitness? {
    var bends = strongestBends
    for _ in 0..<Self.first { try follow(&bends) }
    for bend in bends {
      var one = [bend]
      while one[0].next != nil { try follow(&one) }
      if one[0].isLost { return nil }
      guard one[0].isKink else { continue }
      return sampler.lines[line].witness(samples, at: one[0].center, one[0].sides.left, one[0].sides.right)
    }
    return nil
  }

  private var strongestBends: [Bend] {
    guard samples.count > 4 else { return [] }
    let bends = (1..<(samples.count - 1)).map { index -> (Int, Double) in
      let sum = samples[index + 1].value + samples[index - 1].value
      return (index, abs(sum - 2 * samples[index].value))
    }
    let width = samples[1].t - samples[0].t
    return bends.sorted { $0.1 > $1.1 }.prefix(Self.suspects).filter { $0.1 > 256 * sampler.noise }
      .map { Bend(center: samples[$0.0].t, h: width) }
  }

  private func follow(_ bends: inout [Bend]) throws(SubjectError) {
    var asked: [(index: Int, ts: [Double])] = []
    for index in bends.indices { if let ts = bends[index].next { asked.append((index, ts)) } }
    let values = try sampler.values(asked.map { (line, $0.ts) })
    for (one, own) in zip(asked, values) { bends[one.index].take(one.ts, own, noise: sampler.noise) }
  }
}
