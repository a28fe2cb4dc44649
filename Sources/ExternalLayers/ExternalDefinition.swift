import GradientChecking

/// What a worker is asked to open, and how it is to be checked.
public struct ExternalDefinition: Sendable {
  /// The name in results.
  public var name: String
  /// What sets a variant apart from the subject that the configuration describes.
  var change: String?
  /// Where it comes from: the user's file.
  public var source: String
  /// What it is, where the configuration says so; a worker's own word counts otherwise.
  public var kind: SubjectKind?
  /// The settings that the worker understands, a mapping.
  public var settings: ExternalValue
  /// The precision that is asked for.
  public var scalar: ScalarKind
  /// Seed of the upstream gradient.
  public var seed: UInt64
  /// The upstream gradient of the first output; random without.
  public var upstream: [Double]?
  /// Seconds that a reply may take.
  public var timeout: Double
  /// What the configuration knows: tolerance, score, expectation, domains.
  public var hints: SubjectHints

  /// Describes a subject of a worker.
  public init(
    name: String, source: String, kind: SubjectKind? = nil, settings: ExternalValue, scalar: ScalarKind = .double,
    seed: UInt64 = 0, upstream: [Double]? = nil, timeout: Double = 60, hints: SubjectHints = SubjectHints()
  ) {
    self.name = name
    self.source = source
    self.kind = kind
    self.settings = settings
    self.scalar = scalar
    self.seed = seed
    self.upstream = upstream
    self.timeout = timeout
    self.hints = hints
  }
}
