/// Where the time of a check of code in another process went, in seconds.
public struct TimeSpent: Sendable, Equatable {
  /// From the first request after the opening to the last reply.
  public var whole = 0.0
  /// Of that, inside the code that is checked, as far as the worker says it.
  public var code = 0.0

  /// No time.
  public init() {}

  /// The sum over two subjects.
  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.whole += b.whole
    sum.code += b.code
    return sum
  }
}
