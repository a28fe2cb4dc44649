import Networks

/// What was run, as the front page tells it.
enum RunFacts {
  /// The facts in order: the key of a text `fact.KEY`, and a value.
  static func facts(_ run: CourseRun, _ options: ReportOptions) -> [(key: String, value: TemplateValue)] {
    var facts: [(key: String, value: TemplateValue)] = [
      ("dataset", .user(run.dataset.name)),
      ("samples", .integer(run.dataset.count)),
      ("features", .user(listed(run.dataset.featureNames))),
    ]
    if !run.isRegression { facts.append(("classes", .user(listed(run.classNames)))) }
    facts += [
      ("network", .user(network(run))),
      ("parameters", .integer(run.trained.network.parameterCount)),
      ("loss", .text(run.loss.name)),
    ]
    if run.trained.regularization != 0 {
      facts.append(("regularization", .setting(run.trained.regularization)))
    }
    let training = run.configuration.training
    facts += [
      ("optimizer", .user(described(training.optimizer.specification))),
      ("epochs", .integer(training.epochs)),
    ]
    if let divergence = run.divergence { facts.append(("stopped", .integer(divergence.epoch))) }
    facts += [
      ("batch", .integer(training.batch)),
      ("validation", .percent(training.validation, 0)),
      ("seed", .text(String(run.seed))),
      ("version", .text(options.version)),
    ]
    if let date = options.date { facts.append(("date", .text(date))) }
    return facts
  }

  private static let mostNames = 12

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(mostNames).joined(separator: ", ")
    return names.count > mostNames ? "\(shown), … (\(names.count))" : shown
  }

  /// `4 → dense 16 → relu → dense 3`.
  private static func network(_ run: CourseRun) -> String {
    ([run.dataset.featureCount.description] + run.layers.map(described)).joined(separator: " → ")
  }

  /// A built-in as it is written, without braces: `dense 16`, `sgd rate 0.1, momentum 0.9`.
  static func described(_ specification: Specification) -> String {
    let entries = specification.entries.map { "\($0.key) \(value($0.value))" }.joined(separator: ", ")
    return [specification.name, specification.main.map(value), entries.isEmpty ? nil : entries].compactMap(
      \.self
    )
    .joined(separator: " ")
  }

  private static func value(_ setting: Setting) -> String {
    switch setting {
    case .number(let number): NumberText.trimmed(number, 6)
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .list(let settings): "[" + settings.map(value).joined(separator: ", ") + "]"
    case .mapping(let entries): entries.map { "\($0.key) \(value($0.value))" }.joined(separator: ", ")
    }
  }
}
