import GradientChecking
import Networks
import Tensors

/// What is computed once and shown by several lessons: the data, the trained network, its gradient checks.
public struct CourseRun: Sendable {
  /// What the report is made from.
  public let configuration: ReportConfiguration

  /// The data set as it came, not standardised.
  public let dataset: Dataset
  /// The samples that the network learns from, standardised by their own statistics.
  public let training: Dataset
  /// The samples kept apart, standardised by the statistics of the training samples; may be empty.
  public let validation: Dataset
  /// The class of each training sample, also where the loss compares values; empty for regression.
  public let trainingLabels: [Int]
  /// The class of each sample kept apart; empty for regression.
  public let validationLabels: [Int]
  /// The shift and scale of the features.
  public let standardization: Standardization

  /// The layers as they were described.
  public let layers: [Specification]
  /// The loss as it was described.
  public let loss: Specification
  /// The network before training, with its loss.
  public let initial: Objective<Double>
  /// The network after training.
  public let trained: Objective<Double>
  /// What happened in training.
  public let history: TrainingHistory
  /// Set where training stopped because the cost exploded.
  public let divergence: Trainer.Divergence?

  /// The few training samples that gradients are checked on.
  public let checkBatch: Dataset
  /// The check of every gradient of the network before training.
  public let checkBefore: CheckResult
  /// The same after training.
  public let checkAfter: CheckResult
  /// The results of the configuration's own checks; `nil` where it names none.
  public let ownChecks: CheckResult?

  /// The seed of all that is random.
  public var seed: UInt64 { configuration.seed }

  /// A generator of its own for a named purpose (`softmax.temperature`); it does not depend on what other
  /// lessons draw.
  public func generator(_ label: String) -> SeededGenerator { SeededGenerator(seed: seed).fork(label) }

  /// Whether a number is predicted, not a class.
  public var isRegression: Bool { dataset.isRegression }
  /// The names of the classes; empty for regression.
  public var classNames: [String] { dataset.classNames }

  /// The verdict of all checks.
  public var verdict: ReportVerdict {
    ReportVerdict([checkBefore, checkAfter] + (ownChecks.map { [$0] } ?? []))
  }
}
