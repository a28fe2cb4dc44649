/// How a check is done; the command line's options, as a value.
public struct CheckOptions: Sendable {
  /// The seed of cotangents, directions, samples and points.
  public var seed: UInt64 = 0
  /// The relative tolerance, which beats a subject's own; `nil`: the subject's, `defaultTolerance`, or 1e-7 for
  /// Double and 1e-4 for Float.
  public var tolerance: Double?
  /// The tolerance of subjects that have none of their own, where `tolerance` is not set.
  public var defaultTolerance: Double?
  /// The method of differencing.
  public var method: DifferenceMethod = .automatic
  /// How many elements of each array to check; `nil`: all.
  public var sample: Int?
  /// How many random directions an array to check instead of elements; `nil`: elements.
  public var directions: Int?
  /// Which part of the elements to check, from 1, and of how many.
  public var shard: (index: Int, count: Int) = (1, 1)
  /// How many threads to use; results do not depend on it.
  public var jobs: Int = 1
  /// Seconds after which unfinished elements become inconclusive.
  public var timeBudget: Double?
  /// Whether to stop at the first subject that fails.
  public var failFast = false
  /// Whether to search for the smallest case that still fails.
  public var shrink = false
  /// Whether to move settings that hide bugs.
  public var explore = false
  /// Whether to probe differentiability along random lines.
  public var probe = true

  /// The usual check.
  public init() {}
}

/// A named method of measuring a slope.
public enum DifferenceMethod: String, Sendable, CaseIterable {
  /// The full engine.
  case automatic = "auto"
  case forward, central
  case fivePoint = "five-point"
  case richardson, complex, dual
}
