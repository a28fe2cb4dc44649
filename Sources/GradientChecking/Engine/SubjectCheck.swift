import Dispatch
import Foundation
import Tensors

/// The check of one subject, from preflight to verdict.
struct SubjectCheck {
  let subject: any Subject
  let options: CheckOptions
  let deadline: Double?
  let progress: @Sendable (Double) -> Void

  private var precision: Precision { Precision.of(subject.arithmetic) }
  /// The command line's, else the subject's own, else the precision's.
  private var tolerance: Double {
    options.tolerance ?? subject.hints.tolerance ?? options.defaultTolerance ?? Precision.of(subject.scalar).tolerance
  }

  func run() throws(SubjectError) -> SubjectResult {
    var result = SubjectResult(subject: subject)
    result.context = SubjectContext(arrays: subject.arrays, hints: subject.hints, tolerance: tolerance)
    let session = try subject.makeSession()
    var finding = try Preflight.run(subject, session)
    var warnings = session.observations.filter { !$0.isDefect && $0.code != .float32 }
      .map { CheckWarning(code: $0.code, message: $0.message) }
    if let defect = finding.defects.first(where: { $0.code == .nondeterministic }) {
      result.status = .nondeterministic
      result.differentiability = .nondeterministic
      result.arrays = subject.arrays.map { unchecked($0, status: .nondeterministic, defect) }
      result.forwardPasses = session.forwardPasses
      return conclude(result, warnings)
    }
    let isExpectedUndefined = subject.hints.expectedDifferentiability == .undefined
    guard finding.value.isFinite || isExpectedUndefined else {
      let defect = StateObservation(
        code: .nonfinite, array: nil, message: "the value at the point is \(Self.words(finding.value))")
      result.status = .nonfinite
      result.differentiability = .undefined
      result.arrays = subject.arrays.map { unchecked($0, status: .nonfinite, defect) }
      result.forwardPasses = session.forwardPasses
      return conclude(result, warnings)
    }
    let noise = try SubjectNoise.measure(
      subject, session, value: finding.value, precision: precision, seed: options.seed)
    finding.noise = noise
    // Every part of a sharded check does this much again; it is counted once.
    result.forwardPasses = options.shard.index == 1 ? session.forwardPasses : 0
    var measured = try measure(finding, noise: noise, session: session, &result)
    ClaimNoise.excuse(
      &measured.elements, of: subject, session, claimed: finding.claimed,
      certainty: Precision.of(subject.scalar).certainty, seed: options.seed)
    Settlement.settle(&measured.elements, arrays: subject.arrays, claim: subject.scalar)
    result.arrays = try judge(
      measured.elements, finding, session, warnings: &warnings, mistakes: &result.context)
    result.directions = measured.directions
    apply(finding.defects, to: &result)
    if session.observations.contains(where: { $0.code == .float32 }) {
      warnings.append(
        CheckWarning(code: .float32, message: "the arithmetic inside is single precision: judged at its tolerance"))
    }
    if options.probe, options.shard.index == 1 {
      let before = session.forwardPasses
      let probe = try DifferentiabilityProbe.run(
        subject, session, value: finding.value, seed: options.seed, noise: noise)
      result.differentiability = probe.answer
      result.witness = probe.witness
      result.forwardPasses += session.forwardPasses(since: before)
    }
    try NegativeControl.run(
      result, subject: subject, session: session, precision: precision, tolerance: tolerance, value: finding.value,
      noise: noise)
    return conclude(result, warnings)
  }

  // MARK: Elements

  private struct Measured {
    var elements: [ElementResults]
    var directions: DirectionalResult?
  }

  private func measure(
    _ finding: Preflight.Finding, noise: Double, session: any SubjectSession, _ result: inout SubjectResult
  ) throws(SubjectError) -> Measured {
    var elements: [ElementResults] = []
    var directions: DirectionalResult?
    var counted = 0
    let selection = ElementSelection(options: options)
    for (index, array) in subject.arrays.enumerated() {
      guard index < finding.claimed.arrays.count, case .values(let claimed) = finding.claimed.arrays[index] else {
        elements.append([])
        continue
      }
      if let count = options.directions {
        let check = DirectionalCheck(
          subject: subject, array: index, claimed: claimed, count: count, options: options, precision: precision,
          tolerance: tolerance, value: finding.value, noise: noise)
        let before = session.forwardPasses
        let outcome = try check.run(session, evaluations: &result.evaluations)
        result.forwardPasses += session.forwardPasses(since: before)
        elements.append(outcome.elements)
        directions = directions.map { $0.weaker(of: outcome.result) } ?? outcome.result
        continue
      }
      let offsets = selection.offsets(array, named: subject.name, counted: &counted)
      elements.append(try check(offsets, of: array, at: index, claimed: claimed, finding, noise, session, &result))
    }
    return Measured(elements: elements, directions: directions)
  }

  /// The elements of one array, in chunks spread over the threads; a chunk is independent of the others.
  private func check(
    _ offsets: ElementOffsets, of array: SubjectArray, at index: Int, claimed: [Double], _ finding: Preflight.Finding,
    _ noise: Double, _ session: any SubjectSession, _ result: inout SubjectResult
  ) throws(SubjectError) -> ElementResults {
    let work = ChunkedWork(
      subject: subject, array: index, offsets: offsets, claimed: claimed, precision: precision,
      tolerance: tolerance, value: finding.value, noise: noise, method: options.method, deadline: deadline,
      jobs: offsets.count >= 512 ? options.jobs : 1, largest: array.values.largestMagnitude)
    let outcome = try work.run(session) { progress((Double(index) + $0) / Double(subject.arrays.count)) }
    result.evaluations += outcome.evaluations
    result.forwardPasses += outcome.forwardPasses
    return outcome.elements
  }

  // MARK: Verdict

  private func judge(
    _ elements: [ElementResults], _ finding: Preflight.Finding, _ session: any SubjectSession,
    warnings: inout [CheckWarning], mistakes context: inout SubjectContext?
  ) throws(SubjectError) -> [ArrayResult] {
    var arrays: [ArrayResult] = []
    for (index, array) in subject.arrays.enumerated() {
      var result = ArrayResult(array: array, elements: elements[index])
      let claimed = index < finding.claimed.arrays.count ? finding.claimed.arrays[index] : .missing
      var diagnoser = Diagnoser(subject: subject, tolerance: tolerance, all: elements)
      if result.counts.mismatch > 0, case .values = claimed {
        diagnoser.mistakes = try session.knownMistakes(in: index)
        context?.add(diagnoser.mistakes)
      }
      result.diagnosis = diagnoser.diagnose(array, at: index, claimed: claimed, result)
      switch claimed {
      case .missing:
        result.status = .mismatch
        result.verdict = .fail
      case .wrongShape(_, let values):
        result.status = .mismatch
        result.verdict = .fail
        try lookInside(values, array, at: index, finding, session, &result)
      case .values:
        if result.counts.vacuous == result.checked, result.checked > 0 {
          warnings.append(.vacuous(array.name))
        }
      }
      if case .values = claimed, result.verdict == .fail, let worst = result.worst, worst.analytic.isFinite {
        let largest = array.values.largestMagnitude
        var engine = ElementEngine(
          session: session, precision: precision, tolerance: tolerance, value: finding.value, noise: finding.noise,
          method: .automatic)
        result.curve = try engine.curve(
          ElementPlace(
            array: index, offset: worst.offset, values: array.values, largest: largest, claimed: worst.analytic))
      }
      arrays.append(result)
    }
    return arrays
  }

  /// Whether the values of a wrong shape are right, in their order or after a sum over axes that were not reduced.
  ///
  /// A few elements are enough: the array has failed already.
  private func lookInside(
    _ values: [Double], _ array: SubjectArray, at index: Int, _ finding: Preflight.Finding,
    _ session: any SubjectSession, _ result: inout ArrayResult
  ) throws(SubjectError) {
    let count = array.values.count
    guard count > 0, !values.isEmpty, values.count % count == 0, values.allSatisfy(\.isFinite) else { return }
    var sums = [Double](repeating: 0, count: count)
    for place in values.indices { sums[place % count] += values[place] }
    let largest = array.values.largestMagnitude
    var engine = ElementEngine(
      session: session, precision: precision, tolerance: tolerance, value: finding.value, noise: finding.noise,
      method: .automatic)
    let step = max(1, count / 64)
    let offsets = Array(stride(from: 0, to: count, by: step))
    let block = ElementBlock(
      array: index, offsets: offsets, points: offsets.map { array.values[$0] }, claims: offsets.map { sums[$0] },
      largest: largest)
    let isRight = try engine.check(block).allSatisfy { $0.status == .match || $0.status == .kink }
    if values.count == count, let place = result.diagnosis.firstIndex(where: { $0.code == .wrongShape }) {
      result.diagnosis[place].valuesRight = isRight
      result.diagnosis[place].message += isRight ? "; its values are right" : "; its values are wrong, too"
    } else if isRight {
      result.diagnosis.append(
        .cause(.missingSum, "the sum of the claimed gradient over its first axes is right: it is not reduced"))
    }
  }

  private func apply(_ defects: [StateObservation], to result: inout SubjectResult) {
    for defect in defects {
      for index in result.arrays.indices where defect.array == nil || defect.array == result.arrays[index].name {
        result.arrays[index].status = CheckStatus.worst(of: [result.arrays[index].status, .mismatch])
        result.arrays[index].verdict = .fail
        result.arrays[index].diagnosis.insert(Diagnosis(defect), at: 0)
      }
    }
  }

  private func unchecked(_ array: SubjectArray, status: CheckStatus, _ defect: StateObservation) -> ArrayResult {
    var result = ArrayResult(array: array, elements: [])
    result.status = status
    result.verdict = status.verdict
    result.diagnosis = [Diagnosis(defect)]
    return result
  }

  private func conclude(_ result: SubjectResult, _ warnings: [CheckWarning]) -> SubjectResult {
    var result = result
    result.warnings = warnings
    SubjectVerdict.conclude(&result, expected: subject.hints.expectedDifferentiability)
    return result
  }

  static func words(_ value: Double) -> String {
    value.isNaN ? "not a number" : value > 0 ? "+infinity" : "−infinity"
  }
}

extension Diagnosis {
  /// What a state check found.
  init(_ observation: StateObservation) {
    self.init(
      code: observation.code, message: observation.message, evidence: [], explained: 0, factor: nil,
      coefficient: nil, valuesRight: nil)
  }
}
