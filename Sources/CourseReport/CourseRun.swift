import Tensors

/// What is computed once and shown by several lessons.
public struct CourseRun: Sendable {
  /// What the report is made from.
  public let configuration: ReportConfiguration

  /// The seed of all that is random.
  public var seed: UInt64 { configuration.seed }

  /// A generator of its own for a named purpose (`softmax.temperature`); it does not depend on what other
  /// lessons draw.
  public func generator(_ label: String) -> SeededGenerator { SeededGenerator(seed: seed).fork(label) }
}
