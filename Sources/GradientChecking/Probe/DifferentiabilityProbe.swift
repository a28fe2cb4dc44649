import Tensors

/// How differentiable a subject is, found by walking along random lines: apart from whether its gradient is right.
///
/// Along each line through the point (and through zero and whole numbers) the values at equal distances are
/// looked at: intervals where the value changes much faster than around them are halved until a jump shows (the
/// difference stays as the interval shrinks) or does not.
enum DifferentiabilityProbe {
  struct Outcome {
    var answer: Differentiability
    var witness: DifferentiabilityWitness?
  }

  private static let lines = 6
  private static let intervals = 48

  static func run(
    _ subject: any Subject, _ session: any SubjectSession, value: Double, seed: UInt64, noise: Double
  ) throws(SubjectError) -> Outcome {
    guard subject.arrays.contains(where: { !$0.values.isEmpty }) else { return Outcome(answer: .notProbed) }
    var generator = SeededGenerator(seed: seed).fork("probe").fork(subject.name)
    let sampler = ProbeSampler(
      lines: lines(of: subject, value: value, reach: 1e-3, &generator), session: session, noise: noise)
    let samples = try sampler.samples(intervals)
    let jumps = JumpSearch(sampler: sampler, samples: samples)
    var open = try jumps.narrowed(sampler.lines.indices.filter { sampler.moves(samples[$0]) })
    var isFlat = true
    var kink: DifferentiabilityWitness?
    for (number, line) in sampler.lines.enumerated() {
      let own = samples[number]
      guard own.allSatisfy(\.value.isFinite) else {
        // Only inside of the declared inputs is a value that is not finite a defect.
        if !subject.hints.domains.isEmpty {
          return Outcome(answer: .undefined, witness: line.witness(own, at: own[0].t, 0, 0))
        }
        continue
      }
      guard sampler.moves(own) else { continue }
      let steps = zip(own.dropFirst(), own).map { abs($0.value - $1.value) }
      let still = steps.count { $0 <= 8 * noise }
      if still < steps.count * 3 / 4 { isFlat = false }
      if let jump = try jumps.jump(on: number, &open) {
        if still >= steps.count * 3 / 4 { continue }
        return Outcome(answer: .discontinuous, witness: jump)
      }
      if kink == nil { kink = try KinkSearch(sampler: sampler, line: number, samples: own).kink() }
    }
    if isFlat { return try flatOrStill(subject, session, value: value, noise: noise, &generator) }
    return kink.map { Outcome(answer: .almostEverywhere, witness: $0) } ?? Outcome(answer: .smooth)
  }

  private static func lines(
    of subject: any Subject, value: Double, reach: Double, _ generator: inout SeededGenerator
  ) -> [ProbeLine] {
    var found: [ProbeLine] = []
    for number in 0..<lines {
      found.append(ProbeLine(subject: subject, value: value, number: number, reach: reach, generator: &generator))
    }
    return found
  }

  /// All lines were flat: steps between plateaus, a unit that is saturated or off just here, or nothing at all.
  ///
  /// Lines through points that are given go as far as the steps of a check do, to tell these apart.
  private static func flatOrStill(
    _ subject: any Subject, _ session: any SubjectSession, value: Double, noise: Double,
    _ generator: inout SeededGenerator
  ) throws(SubjectError) -> Outcome {
    let sampler = ProbeSampler(
      lines: lines(of: subject, value: value, reach: 2, &generator), session: session, noise: noise)
    let samples = try sampler.samples(intervals)
    let jumps = JumpSearch(sampler: sampler, samples: samples)
    var open = try jumps.narrowed(sampler.lines.indices.filter { samples[$0].allSatisfy(\.value.isFinite) })
    var moves = false
    var kink: DifferentiabilityWitness?
    for (number, line) in sampler.lines.enumerated() {
      guard samples[number].allSatisfy(\.value.isFinite) else { continue }
      if let jump = try jumps.jump(on: number, &open) { return Outcome(answer: .discontinuous, witness: jump) }
      guard sampler.moves(samples[number]), subject.hints.domains[line.name] == nil else { continue }
      moves = true
      if kink == nil { kink = try KinkSearch(sampler: sampler, line: number, samples: samples[number]).kink() }
    }
    guard moves else { return Outcome(answer: .flat) }
    return kink.map { Outcome(answer: .almostEverywhere, witness: $0) } ?? Outcome(answer: .smooth)
  }
}
