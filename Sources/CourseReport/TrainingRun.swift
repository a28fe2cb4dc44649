import Networks

/// One training, as `gradus train` runs it.
public struct TrainingRun: Sendable {
  /// What happened.
  public let history: TrainingHistory
  /// Set where training stopped because the cost exploded.
  public let divergence: Trainer.Divergence?
  private let prepared: PreparedRun
  private let trained: Objective<Double>

  /// Trains what a configuration describes.
  ///
  /// - Throws: `ReportError` with the place in the configuration or in the data file.
  public init(_ configuration: ReportConfiguration, progress: @escaping (Double) -> Void = { _ in }) throws(ReportError)
  {
    prepared = try PreparedRun(configuration)
    let result = try CourseRun.train(prepared, configuration, progress: progress)
    history = result.history
    divergence = result.divergence
    trained = result.objective
  }

  /// The trained network, for a file.
  public func model() -> TrainedModel {
    TrainedModel(
      inputShape: trained.network.inputShape, layers: prepared.layers, loss: prepared.loss,
      regularization: trained.regularization, classNames: prepared.dataset.classNames,
      featureNames: prepared.dataset.featureNames, standardization: prepared.standardization,
      parameters: trained.network.parameters)
  }
}
