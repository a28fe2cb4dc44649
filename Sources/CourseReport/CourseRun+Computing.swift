import GradientChecking
import Networks
import Tensors

extension CourseRun {
  /// Trains and checks what a configuration describes.
  ///
  /// - Throws: `ReportError` with the place in the configuration or in the data file.
  public init(_ configuration: ReportConfiguration, options: ReportOptions = ReportOptions())
    throws(ReportError)
  {
    var clock = StageClock()
    try self.init(configuration, options: options, clock: &clock)
  }

  init(
    _ configuration: ReportConfiguration, options: ReportOptions, clock: inout StageClock
  ) throws(ReportError) {
    func time<Result>(
      _ stage: ReportStage, _ body: () throws(ReportError) -> Result
    ) throws(ReportError) -> Result {
      if options.isInterrupted() {
        throw ReportError(.interrupted, "interrupted; the earlier report is unchanged")
      }
      options.progress?(stage, 0)
      return try clock.time(stage.rawValue, body)
    }
    let prepared = try time(.preparation) { () throws(ReportError) in try PreparedRun(configuration) }
    let result = try time(.training) { () throws(ReportError) in
      try Self.train(prepared, configuration) { options.progress?(.training, $0) }
    }
    let batch = prepared.training.selecting(Array(0..<min(Self.checkedSamples, prepared.training.count)))
    let checker = Self.checker(configuration, prepared, options)
    let checks = try time(.checks) { () throws(ReportError) in
      try Self.check(checker, prepared.objective, result.objective, batch, configuration, options)
    }
    self.configuration = configuration
    dataset = prepared.dataset
    training = prepared.training
    validation = prepared.validation
    trainingLabels = prepared.trainingLabels
    validationLabels = prepared.validationLabels
    standardization = prepared.standardization
    layers = prepared.layers
    loss = prepared.loss
    initial = prepared.objective
    trained = result.objective
    history = result.history
    divergence = result.divergence
    checkBatch = batch
    checkBefore = checks.before
    checkAfter = checks.after
    ownChecks = checks.own
  }

  /// Gradients are checked on few samples: the more there are, the nearer is the next kink.
  private static let checkedSamples = 6

  /// A network with more parameters than this is checked on a sample of each array.
  private static let mostParameters = 20_000
  private static let sampledElements = 100

  static func train(
    _ prepared: PreparedRun, _ configuration: ReportConfiguration, progress: @escaping (Double) -> Void
  ) throws(ReportError) -> Trainer.Result {
    let setting = configuration.training
    let optimizer: any Optimizer
    do { optimizer = try OptimizerCatalog.make(setting.optimizer.specification) } catch {
      throw setting.optimizer.located(error)
    }
    var generator = SeededGenerator(seed: configuration.seed).fork("training")
    return Trainer(optimizer: optimizer, epochs: setting.epochs, batchSize: setting.batch).train(
      prepared.objective, on: prepared.training, validation: prepared.validation, generator: &generator,
      progress: progress)
  }

  private static func checker(
    _ configuration: ReportConfiguration, _ prepared: PreparedRun, _ options: ReportOptions
  ) -> GradientChecker {
    var check = CheckOptions()
    check.seed = configuration.seed
    check.jobs = options.jobs
    if prepared.objective.network.parameterCount > mostParameters { check.sample = sampledElements }
    return GradientChecker(options: check)
  }

  private static func check(
    _ checker: GradientChecker, _ initial: Objective<Double>, _ trained: Objective<Double>, _ batch: Dataset,
    _ configuration: ReportConfiguration, _ options: ReportOptions
  ) throws(ReportError) -> (before: CheckResult, after: CheckResult, own: CheckResult?) {
    let before = checker.check([try subject("network before training", initial, batch)]) {
      options.progress?(.checks, $0.done / 2)
    }
    let after = checker.check([try subject("network after training", trained, batch)]) {
      options.progress?(.checks, 0.5 + $0.done / 2)
    }
    return (before, after, try ownChecks(configuration.checks, options))
  }

  /// The checks that the configuration names, as one result; `nil` where it names none.
  private static func ownChecks(_ files: [String], _ options: ReportOptions) throws(ReportError)
    -> CheckResult?
  {
    var joined: CheckResult?
    for file in files {
      let loaded = try options.loadChecks(file)
      var checkOptions = loaded.options
      checkOptions.jobs = options.jobs
      let result = GradientChecker(options: checkOptions).check(loaded.subjects)
      joined?.subjects += result.subjects
      joined = joined ?? result
    }
    return joined
  }

  private static func subject(
    _ name: String, _ objective: Objective<Double>, _ batch: Dataset
  ) throws(ReportError) -> NetworkSubject {
    do {
      return try NetworkSubject(name: name, objective: objective, input: batch.inputs, targets: batch.targets)
    } catch {
      throw ReportError(.content, error.description)
    }
  }

  /// All checks as one result, without times: the same run gives the same file.
  var allChecks: CheckResult {
    var all = checkBefore
    all.subjects += checkAfter.subjects + (ownChecks?.subjects ?? [])
    all.seconds = 0
    for index in all.subjects.indices { all.subjects[index].seconds = 0 }
    return all
  }
}
