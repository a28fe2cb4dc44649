/// The smallest and roundest case that was found to fail still: to be pasted into a test.
public struct SmallestCase: Sendable, Equatable {
  /// The arrays with their values.
  public let arrays: [SubjectArray]
  /// What was made smaller or rounder, in words.
  public let steps: [String]
}
