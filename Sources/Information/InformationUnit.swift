/// The unit of information, set by the base of the logarithm.
public enum InformationUnit: String, Sendable, CaseIterable {
  /// Base e.
  case nats
  /// Base 2.
  case bits
}
