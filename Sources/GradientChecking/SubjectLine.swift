/// A line through a subject's point in one of its arrays: start + t · direction, the other arrays at their own values.
public struct SubjectLine: Sendable, Equatable {
  /// The index in `Subject.arrays`.
  public let array: Int
  /// The array's values at t = 0.
  public let start: [Double]
  /// What t = 1 adds to them.
  public let direction: [Double]

  /// Describes a line.
  public init(array: Int, start: [Double], direction: [Double]) {
    self.array = array
    self.start = start
    self.direction = direction
  }

  /// The array's values at t.
  public func values(at t: Double) -> [Double] { zip(start, direction).map { $0 + t * $1 } }

  /// A place on one of several lines.
  public struct Place: Sendable, Equatable {
    /// Which of the lines, from 0.
    public let line: Int
    /// Where on it.
    public let t: Double

    /// Names a place.
    public init(line: Int, t: Double) {
      self.line = line
      self.t = t
    }
  }
}
