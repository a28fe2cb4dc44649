/// From arrays, state and differentiability to the verdict of a subject, by the rules that results document.
enum SubjectVerdict {
  static func conclude(_ result: inout SubjectResult, expected: Differentiability?) {
    if result.status != .nondeterministic, result.status != .nonfinite || !result.arrays.isEmpty {
      result.status = CheckStatus.worst(of: [result.status] + result.arrays.map(\.status))
    }
    result.verdict = verdict(result)
    let elements = result.arrays.reduce(0) { $0 + $1.checked }
    let vacuous = result.arrays.reduce(0) { $0 + $1.counts.vacuous }
    if result.verdict == .pass, elements > 0, vacuous == elements {
      result.verdict = .inconclusive
      result.status = .inconclusive
      result.reason = "vacuous"
    } else if result.verdict == .pass, elements == 0, result.directions == nil {
      result.verdict = .inconclusive
      result.status = .inconclusive
      result.reason = "nothing-checked"
    }
    if result.verdict == .inconclusive, result.reason == nil {
      let first = result.arrays.lazy.map(\.elements).filter { $0.contains([.inconclusive]) }
        .compactMap { $0.first { $0.status == .inconclusive } }.first
      result.reason = (first?.reason ?? .belowResolution).rawValue
    }
    judgeDifferentiability(&result, expected: expected)
    result.message = message(result)
  }

  private static func verdict(_ result: SubjectResult) -> Verdict {
    let all = [result.status.verdict] + result.arrays.map(\.verdict)
    if all.contains(.fail) { return .fail }
    if all.contains(.error) { return .error }
    return all.contains(.inconclusive) ? .inconclusive : .pass
  }

  private static func judgeDifferentiability(_ result: inout SubjectResult, expected: Differentiability?) {
    guard let found = result.differentiability else { return }
    if let expected {
      if found == expected {
        // What was asked for: mismatches are reported but not counted.
        result.verdict = .pass
        result.warnings.append(
          CheckWarning(code: .straightThrough, message: "\(found.rawValue), as expected; mismatches are not counted"))
      } else {
        result.verdict = .fail
        result.reason = "expected \(expected.rawValue), found \(found.rawValue)"
      }
      return
    }
    let isBroken = [.discontinuous, .flat, .nondeterministic, .undefined].contains(found)
    guard isBroken else { return }
    if result.kind == .layer {
      if result.verdict != .fail {
        result.verdict = .fail
        result.reason = found.rawValue
      }
      if result.status.severity < CheckStatus.notDifferentiable.severity { result.status = .notDifferentiable }
    } else if result.verdict == .pass || result.verdict == .inconclusive {
      result.warnings.append(
        CheckWarning(
          code: .nonzeroWhereFlat, message: "the function is \(found.rawValue) inside of its declared inputs"))
    }
  }

  private static func message(_ result: SubjectResult) -> String {
    if let reason = result.reason, reason.hasPrefix("expected ") { return "the function is not as declared: \(reason)" }
    switch result.verdict {
    case .pass:
      let checked = result.arrays.reduce(0) { $0 + $1.checked }
      return result.directions != nil && checked == 0
        ? "all directions agree with the claimed gradient" : "all \(checked) checked elements agree"
    case .error: return result.message
    case .inconclusive: return inconclusive(result)
    case .fail:
      let wrong = result.arrays.filter { $0.verdict == .fail }
      if let first = wrong.first, let cause = first.diagnosis.first {
        return cause.message + (wrong.count > 1 ? " (and \(wrong.count - 1) more arrays)" : "")
      }
      if let found = result.differentiability, result.reason == found.rawValue { return differentiability(found) }
      return "the claimed gradient differs from the measured one"
    }
  }

  private static func inconclusive(_ result: SubjectResult) -> String {
    switch result.reason {
    case "vacuous": "nothing moves: every element is claimed 0 and measured 0, so nothing was tested"
    case "nothing-checked": "there was nothing to check"
    case "time-budget": "the time budget ended before all elements were checked"
    default: "noise hides the slope: the value must be computed with more digits to decide"
    }
  }

  private static func differentiability(_ found: Differentiability) -> String {
    switch found {
    case .discontinuous: "the output jumps: no gradient can be right there"
    case .flat: "the output is flat almost everywhere: nothing can be learnt through it"
    case .undefined: "the output is not finite everywhere inside of the declared inputs"
    case .nondeterministic: "the same input gives different outputs"
    default: "the function is \(found.rawValue)"
    }
  }
}

extension SubjectVerdict {
  /// The verdict of joined parts: that of all their elements together.
  static func concludeAgain(_ result: inout SubjectResult) {
    result.reason = nil
    result.status = CheckStatus.worst(of: result.arrays.map(\.status))
    conclude(&result, expected: result.context?.hints.expectedDifferentiability)
  }
}
