import Tensors

/// Names what is wrong with an array's claimed gradient: fits each known mistake to what was claimed and
/// measured, and keeps the simplest that explains the difference beyond doubt.
struct Diagnoser {
  let subject: any Subject
  let tolerance: Double
  /// The elements of all arrays of the subject.
  let all: [ElementResults]
  /// What the session could tell about known mistakes.
  var mistakes = KnownMistakes()

  /// What is known of the inside.
  private var hints: SubjectHints {
    var hints = subject.hints
    hints.factors += mistakes.factors
    hints.alternatives += mistakes.alternatives
    return hints
  }

  func diagnose(_ array: SubjectArray, at index: Int, claimed: ClaimedArray, _ result: ArrayResult) -> [Diagnosis] {
    switch claimed {
    case .missing:
      return [.cause(.notImplemented, "no gradient of \(array.name) is returned: its backward pass is not written yet")]
    case .wrongShape(let shape, let values):
      return [wrongShape(array, at: index, shape, values)]
    case .values: break
    }
    if result.counts.nonfinite > 0 { return [nonfinite(array, result)] }
    guard result.counts.mismatch > 0 else { return information(array, result) }
    let comparison = Comparison(array: array, elements: result.elements, tolerance: tolerance)
    var found: [Diagnosis] = []
    for hypothesis in hypotheses(comparison, index) {
      guard let diagnosis = hypothesis() else { continue }
      found.append(diagnosis)
      break
    }
    found += places(comparison, result, at: index)
    if found.first(where: { $0.code != .singleElement && $0.code != .arrayOnly }) == nil,
      let swapped = exchanged(at: index)
    {
      found.insert(swapped, at: 0)
    }
    if found.isEmpty {
      found.append(
        .cause(
          .unknown,
          "the claimed gradient of \(array.name) differs from the measured one in a way that no known mistake explains")
      )
    }
    // Where there is no cause, the place is what helps.
    if [.unknown, .arrayOnly].contains(found[0].code), let block = WrongBlock(comparison) {
      if var diagnosis = ScalingHypotheses(comparison: block.comparison, hints: hints).constant() {
        diagnosis.message += "; \(block.place)"
        if found[0].code == .unknown { found.removeFirst() }
        found.insert(diagnosis, at: 0)
      } else {
        found[0].message += "; \(array.name) is wrong \(block.place)"
      }
    }
    return found
  }

  /// The mistakes in the order of their simplicity; the first that fits is named.
  private func hypotheses(_ c: Comparison, _ index: Int) -> [() -> Diagnosis?] {
    let hints = hints
    let scaling = ScalingHypotheses(comparison: c, hints: hints)
    let order = OrderHypotheses(comparison: c)
    let residual = ResidualHypotheses(comparison: c, coefficient: hints.regularization)
    let known = KnownAlternatives(comparison: c, hints: hints)
    return [
      scaling.zero, scaling.flat, scaling.outsideSubgradient, { order.transpose() }, scaling.constant,
      residual.regularization, known.alternative, known.factor, residual.constant, residual.oneHot, order.shift,
      order.permuted, scaling.clipped, residual.linear, order.mask, order.side, scaling.flatPlaces,
    ]
  }

  /// Where the mistake is, after what it is.
  private func places(_ c: Comparison, _ result: ArrayResult, at index: Int) -> [Diagnosis] {
    var places: [Diagnosis] = []
    if result.counts.mismatch == 1, result.checked > 1, let wrong = c.wrong.first {
      let name = c.array.name + c.index(wrong)
      places.append(
        .cause(
          .singleElement, "only \(name) is wrong, the other \(result.checked - 1) elements of \(c.array.name) agree",
          evidence: [Evidence(name: "offset", value: Double(result.elements[wrong].offset))]))
    }
    let others = all.indices.filter { $0 != index && !all[$0].isEmpty }
    if !others.isEmpty, others.allSatisfy({ !all[$0].contains([.mismatch]) }) {
      places.append(.cause(.arrayOnly, "only \(c.array.name) is wrong; the gradients of the other arrays agree"))
    }
    return places
  }

  /// The right numbers, but some of them in another array.
  private func exchanged(at index: Int) -> Diagnosis? {
    let elements = all.flatMap { $0 }
    let spoilt = all.filter { $0.contains([.mismatch]) }
    guard spoilt.count >= 2, elements.allSatisfy({ $0.numeric.isFinite && $0.analytic.isFinite }),
      zip(subject.arrays, all).allSatisfy({ $0.values.count == $1.count })
    else { return nil }
    let claimed = elements.map(\.analytic).sorted()
    let measured = elements.sorted { $0.numeric < $1.numeric }
    let isSame = zip(claimed, measured).allSatisfy { a, n in
      abs(a - n.numeric) <= max(1e-6, 10 * tolerance) * abs(a) + 10 * n.uncertainty
    }
    guard isSame else { return nil }
    let name = subject.arrays[index].name
    return .cause(.permuted, "the claimed gradient of \(name) and of another array have exchanged elements")
  }

  private func information(_ array: SubjectArray, _ result: ArrayResult) -> [Diagnosis] {
    if result.checked > 0, result.counts.vacuous == result.checked {
      return [.cause(.vacuous, "nothing moves with \(array.name): claimed 0 and measured 0 in every element")]
    }
    let near = result.elements.kinkDistances.filter { $0.distance > 0 && result.elements[$0.place].status == .match }
    guard let nearest = near.map(\.distance).min() else { return [] }
    return [
      .cause(
        .kinkNearby,
        "\(near.count) elements of \(array.name) have a kink nearby (the nearest at a distance of about \(nearest)); smaller steps decide",
        evidence: [Evidence(name: "distance", value: nearest)])
    ]
  }

  private func nonfinite(_ array: SubjectArray, _ result: ArrayResult) -> Diagnosis {
    let claims = result.elements.count { !$0.analytic.isFinite }
    let message =
      claims > 0
      ? "the claimed gradient of \(array.name) is not finite in \(claims) of \(result.checked) elements"
      : "the value is not finite near \(result.counts.nonfinite) elements of \(array.name)"
    return .cause(.nonfinite, message, evidence: [Evidence(name: "elements", value: Double(result.counts.nonfinite))])
  }

  /// The right values in the wrong shape are a verdict of their own.
  private func wrongShape(_ array: SubjectArray, at index: Int, _ shape: [Int], _ values: [Double]) -> Diagnosis {
    var diagnosis = Diagnosis.cause(
      .wrongShape, "the gradient of \(array.name) has the shape \(shape), expected \(array.shape)")
    diagnosis.valuesRight = false
    return diagnosis
  }
}

extension Diagnosis {
  /// A diagnosis without a factor or coefficient.
  static func cause(
    _ code: DiagnosisCode, _ message: String, evidence: [Evidence] = [], explained: Double = 1
  ) -> Diagnosis {
    Diagnosis(
      code: code, message: message, evidence: evidence, explained: explained, factor: nil, coefficient: nil,
      valuesRight: nil)
  }
}
