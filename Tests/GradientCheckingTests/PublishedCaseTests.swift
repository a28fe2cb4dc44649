import Testing

@testable import GradientChecking

struct PublishedCaseTests {
  @Test func `the fixture is there`() { #expect(PublishedCase.all.count == 56) }

  @Test(arguments: PublishedCase.all)
  func `gives the verdict that is expected`(_ entry: PublishedCase) {
    let result = GradientChecker().check(entry.subject())
    let accepted = [entry.expectedVerdict] + (entry.alsoAcceptable ?? [])
    #expect(
      accepted.contains { Self.matches($0, result) },
      "\(result.status) \(result.verdict) \(result.arrays.flatMap(\.elements))")
  }

  @Test(arguments: PublishedCase.all.filter { $0.expectedVerdict == "fail" })
  func `names the cause that is expected`(_ entry: PublishedCase) {
    let result = GradientChecker().check(entry.subject())
    let codes = result.arrays.flatMap(\.diagnosis).map(\.code)
    let words = [entry.expectedDiagnosis] + (entry.alsoAcceptableDiagnosis ?? [])
    let accepted = words.flatMap { Self.codes[$0] ?? [] }
    #expect(words.contains("mismatch") || codes.contains { accepted.contains($0) }, "\(codes)")
  }

  private static func matches(_ word: String, _ result: SubjectResult) -> Bool {
    switch word {
    case "pass": result.verdict == .pass && result.status == .match
    case "kink": result.verdict == .pass && result.status == .kink
    case "fail": result.verdict == .fail
    case "not_differentiable": result.status == .notDifferentiable
    case "nonfinite": result.status == .nonfinite
    case "nondeterministic": result.status == .nondeterministic
    case "inconclusive": result.verdict == .inconclusive
    default: false
    }
  }

  /// The words of the fixture in the words of results; an empty list means any cause.
  private static let codes: [String: [DiagnosisCode]] = [
    "scale_factor": [.scale, .missingMean, .extraMean],
    "block_scale_factor": [.scale, .missingMean, .extraMean, .arrayOnly],
    "sign_flip": [.sign], "zero_gradient": [.zero], "transpose": [.transpose], "clipped": [.clipped],
    "shift": [.shift], "permutation": [.permuted], "residual_proportional_to_parameter": [.regularization],
    "residual_constant": [.constantOffset, .missingFactor], "single_element": [.singleElement],
    "block_only": [.arrayOnly], "missing_off_diagonal": [.diagonalOnly], "input_mutated": [.mutatedInput],
    "accumulation": [.accumulates], "stale_cache": [.staleCache],
    "nonzero_where_flat": [.nonzeroWhereFlat], "straight_through": [.straightThrough],
    "outside_subdifferential": [.outsideSubgradient],
    "kink_convention_error": [.outsideSubgradient, .zero],
  ]
}
