/// What was found at one element; see the documentation of results.
public enum ElementStatus: String, Sendable, Codable, CaseIterable {
  case match, mismatch, kink, notDifferentiable = "not-differentiable", nonfinite, inconclusive
}

/// The status of an array, a subject or a run: the most severe of its parts.
public enum CheckStatus: String, Sendable, Codable, CaseIterable {
  case match, kink, inconclusive, notDifferentiable = "not-differentiable", mismatch, nonfinite, nondeterministic, error
}

/// What a status means for whoever asked.
public enum Verdict: String, Sendable, Codable { case pass, inconclusive, error, fail }

/// How differentiable a subject is, apart from whether its gradient is right.
public enum Differentiability: String, Sendable, Codable {
  case smooth, almostEverywhere = "almost-everywhere", flat, discontinuous, undefined, nondeterministic
  case notProbed = "not-probed"
}

/// Where a function has no derivative, what it does there.
public enum SingularityKind: String, Sendable, Codable {
  case jump, cusp, verticalTangent = "vertical-tangent", oscillation
}

/// The causes and places that a diagnosis names.
public enum DiagnosisCode: String, Sendable, Codable, CaseIterable {
  case notImplemented = "not-implemented", zero, sign, scale
  case missingMean = "missing-mean", extraMean = "extra-mean"
  case transpose, permuted, shift, clipped
  case missingSum = "missing-sum", overwritten, regularization
  case constantOffset = "constant-offset", upstreamIgnored = "upstream-ignored"
  case missingFactor = "missing-factor", diagonalOnly = "diagonal-only", mask
  case straightThrough = "straight-through", nonzeroWhereFlat = "nonzero-where-flat"
  case outsideSubgradient = "outside-subgradient", kinkNearby = "kink-nearby"
  case accumulates, staleCache = "stale-cache", mutatedInput = "mutated-input"
  case mutatedUpstream = "mutated-upstream", nondeterministic
  case wrongShape = "wrong-shape", float32, nonfinite, vacuous
  case arrayOnly = "array-only", singleElement = "single-element", unknown
}
