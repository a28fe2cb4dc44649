/// From a measurement and a claim to a status: nothing is certified by an absolute tolerance, and nothing is
/// convicted without an error bar.
struct Judge {
  let precision: Precision
  /// The relative tolerance.
  let tolerance: Double
  /// |f| at the point.
  let value: Double

  /// What becomes of an element after triage.
  enum TriageOutcome {
    case match
    /// Claimed 0, and nothing moves.
    case vacuous
    /// The measurement is not sharp enough, but does not contradict the claim.
    case anotherStep
    case ladder
  }

  /// The status after triage.
  ///
  /// - Parameter stillness: what it means if nothing moved.
  @inline(__always)
  func judge(_ claimed: Double, _ triage: Triage.Measurement, stillness: Triage.Stillness) -> TriageOutcome {
    if triage.isStill {
      guard claimed == 0 else { return .ladder }
      switch stillness {
      case .unknown: return .ladder
      case .atFirstStep: return .anotherStep
      case .known: return .vacuous
      }
    }
    return judge(claimed, triage.numeric, triage.uncertainty)
  }

  /// The status of an element that moved; operation by operation as in `gradus_measure`.
  @inline(__always)
  func judge(_ claimed: Double, _ numeric: Double, _ uncertainty: Double) -> TriageOutcome {
    let largest = max(abs(claimed), abs(numeric))
    let agrees = abs(claimed - numeric) <= max(3 * uncertainty, tolerance * largest)
    guard agrees, largest > 0 else { return .ladder }
    return uncertainty <= max(1e-6, tolerance) * largest ? .match : .anotherStep
  }

  /// The status after the ladder.
  func judge(
    _ place: ElementPlace, _ finding: Ladder.Finding, subgradients: ClosedRange<Double>?
  ) -> ElementResult {
    var result = blank(place)
    result.numeric = finding.numeric
    result.uncertainty = finding.uncertainty
    result.step = finding.step
    (result.left, result.right) = (finding.left, finding.right)
    result.kinkDistance = finding.kinkDistance
    switch finding.shape {
    case .nonfinite:
      result.status = .nonfinite
      (result.numeric, result.left, result.right) = (.nan, .nan, .nan)
    case .singular(let kind):
      result.status = .notDifferentiable
      result.singularity = kind
    case .kink:
      let (low, high) = (min(finding.left, finding.right), max(finding.left, finding.right))
      let slack = 1e-6 * (high - low) + tolerance * max(abs(low), abs(high))
      let isInside = low - slack <= place.claimed && place.claimed <= high + slack
      let isSubgradient = subgradients.map { $0.contains(place.claimed) } ?? false
      result.status = isInside || isSubgradient ? .kink : .mismatch
      if result.status == .mismatch { result.reason = .outsideSubgradient }
      result.numeric = min(max(place.claimed, low), high)
      result.kinkDistance = 0
    case .smooth:
      compare(place, finding, &result)
      if result.status == .mismatch, let subgradients, subgradients.contains(place.claimed),
        subgradients.lowerBound < subgradients.upperBound
      {
        result.status = .kink
        result.kinkDistance = 0
      }
    }
    return result
  }

  private func compare(_ place: ElementPlace, _ finding: Ladder.Finding, _ result: inout ElementResult) {
    let (claimed, numeric) = (place.claimed, finding.numeric)
    let largest = max(abs(claimed), abs(numeric))
    let bound = max(3 * finding.uncertainty, tolerance * largest, precision.floor * finding.localSlope)
    let isStill = finding.isFlat || (numeric == 0 && finding.isFlatNearby)
    guard abs(claimed - numeric) <= bound else {
      if isStill, claimed != 0 {
        let isLost =
          abs(claimed) <= finding.invisibleBelow
          || (finding.invisibleBelow > 0 && abs(claimed) * place.scale <= 16 * precision.epsilon * value)
        if isLost { return undecided(.belowResolution, &result) }
        result.reason = .flat
      }
      // Close to the bound an error estimate convicts nobody.
      if !isStill, abs(claimed - numeric) <= 10 * finding.uncertainty { return undecided(.belowResolution, &result) }
      result.status = .mismatch
      return
    }
    if claimed == 0, finding.isFlat || (numeric == 0 && finding.isFlatBesideBreak) {
      result.isVacuous = true
      (result.numeric, result.uncertainty) = (0, 0)
      return
    }
    if largest > 0, finding.uncertainty > precision.certainty * largest {
      // A slope that is zero on the scale of the function's own slopes around it (at a minimum, say).
      let isSmall =
        max(abs(claimed), abs(numeric) + finding.uncertainty) <= precision.zero * finding.localSlope
      let isZeroHere =
        (claimed == 0 && (finding.decays || finding.isFlatNearby))
        || (isSmall && abs(numeric) <= 3 * finding.uncertainty)
      if !isZeroHere { undecided(.belowResolution, &result) }
      return
    }
    if numeric == 0, claimed != 0 { undecided(.belowResolution, &result) }
  }

  private func undecided(_ reason: ElementReason, _ result: inout ElementResult) {
    result.status = .inconclusive
    result.reason = reason
  }

  /// A result that says match; the claim decides whether it is finite.
  @inline(__always)
  func blank(_ place: ElementPlace) -> ElementResult {
    ElementResult(
      offset: place.offset, status: .match, analytic: place.claimed, numeric: 0, uncertainty: 0, step: 0, left: 0,
      right: 0, singularity: nil, isVacuous: false, kinkDistance: nil, reason: nil)
  }
}
