/// How long the stages of a report took; told with `-v`, never written into a report.
public struct StageClock: Sendable {
  /// The stages in order, with seconds.
  public private(set) var stages: [(name: String, seconds: Double)] = []
  private let clock = ContinuousClock()

  /// Starts with no stage.
  public init() {}

  /// Runs a stage and notes its time.
  mutating func time<Result>(
    _ name: String, _ body: () throws(ReportError) -> Result
  ) throws(ReportError) -> Result {
    let start = clock.now
    let result = try body()
    let duration = start.duration(to: clock.now).components
    stages.append((name, Double(duration.seconds) + Double(duration.attoseconds) * 1e-18))
    return result
  }
}
