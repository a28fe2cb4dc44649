/// Looks for jumps on the probe's lines: the difference over an interval stays while the interval is halved forty
/// times.
struct JumpSearch {
  let sampler: ProbeSampler
  /// The samples of every line.
  let samples: [[ProbeLine.Sample]]

  /// Intervals of a line that are looked at.
  private static let suspects = 4
  private static let halvings = 40
  /// So many tell most smooth stretches from jumps; they are made for all lines at once.
  private static let first = 6

  /// An interval that may hold a jump.
  struct Suspect {
    let line: Int
    /// How much the value changed over the interval at first.
    let size: Double
    var low: ProbeLine.Sample
    var high: ProbeLine.Sample
    var halvings = 0
    /// `nil` while it is open.
    var isJump: Bool?

    /// The place to look at next; a jump where there is none left.
    mutating func next() -> Double? {
      guard isJump == nil else { return nil }
      let t = (low.t + high.t) / 2
      guard halvings < JumpSearch.halvings, t > low.t, t < high.t else {
        isJump = true
        return nil
      }
      return t
    }

    /// Goes on with the half in which more happens.
    mutating func take(_ middle: ProbeLine.Sample, noise: Double) {
      halvings += 1
      let (left, right) = (abs(middle.value - low.value), abs(high.value - middle.value))
      if left >= right { high = middle } else { low = middle }
      if abs(high.value - low.value) < max(0.1 * size, 64 * noise) { isJump = false }
    }
  }

  /// The suspects of some lines after a few halvings, made in lock-step: one exchange a halving.
  func narrowed(_ lines: [Int]) throws(SubjectError) -> [Suspect] {
    var found = lines.flatMap(suspects)
    for _ in 0..<Self.first { try halve(&found) }
    return found
  }

  /// The first jump of a line, largest change first.
  func jump(on line: Int, _ open: inout [Suspect]) throws(SubjectError) -> DifferentiabilityWitness? {
    for index in open.indices where open[index].line == line {
      var one = [open[index]]
      while one[0].isJump == nil { try halve(&one) }
      open[index] = one[0]
      guard one[0].isJump == true else { continue }
      return sampler.lines[line].witness(samples[line], at: one[0].low.t, one[0].low.value, one[0].high.value)
    }
    return nil
  }

  private func suspects(of line: Int) -> [Suspect] {
    let own = samples[line]
    let steps = zip(own.dropFirst(), own).enumerated().map { ($0, abs($1.0.value - $1.1.value)) }
    return steps.sorted { $0.1 > $1.1 }.prefix(Self.suspects).filter { $0.1 > 64 * sampler.noise }
      .map { Suspect(line: line, size: $0.1, low: own[$0.0], high: own[$0.0 + 1]) }
  }

  private func halve(_ suspects: inout [Suspect]) throws(SubjectError) {
    var asked: [(index: Int, t: Double)] = []
    for index in suspects.indices {
      if let t = suspects[index].next() { asked.append((index, t)) }
    }
    let values = try sampler.values(asked.map { (suspects[$0.index].line, [$0.t]) })
    for (one, value) in zip(asked, values) {
      suspects[one.index].take(ProbeLine.Sample(t: one.t, value: value[0]), noise: sampler.noise)
    }
  }
}
