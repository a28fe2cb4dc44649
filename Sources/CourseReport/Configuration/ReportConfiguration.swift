import Networks

/// What a report is made from: the keys of its configuration file, with the built-in course as default.
public struct ReportConfiguration: Sendable {
  /// The file it was read from, as the user named it; `nil` for the built-in course.
  public var file: String?
  /// The title of the report; `nil`: the templates' own.
  public var title: LocalizedText?
  /// The name of the course; `nil`: the templates' own.
  public var course: LocalizedText?
  /// The seed of all that is random.
  public var seed: UInt64 = 231
  /// The colour of links.
  public var accent = AccentColor.standard
  /// The lessons in their order.
  public var lessons: [LessonName] = LessonName.course
  /// The languages that pages are written in.
  public var languages: [Language] = Language.allCases
  /// A teacher's own Markdown for the end of a lesson: the file for each language.
  public var notes: [LessonName: [Language: String]] = [:]
  /// Files of gradient checks that become a lesson of their own.
  public var checks: [String] = []
  /// What the classifier of the course learns from.
  public var dataset = BuiltIn(Specification("iris"))
  /// The classifier.
  public var network = NetworkSetting()
  /// How it is trained.
  public var training = TrainingSetting()

  /// The built-in course.
  public init() {}
}

/// A network as a configuration describes it.
public struct NetworkSetting: Sendable {
  /// The layers from input to output; `nil`: `[{dense: 16}, relu, {dense: CLASSES}]`.
  public var layers: [BuiltIn]?
  /// The loss; `nil`: softmax cross-entropy for classes, squared error for numbers.
  public var loss: BuiltIn?
  /// λ of ½ λ Σ w².
  public var regularization = 0.0
  /// A file of trained parameters to begin with; `nil`: drawn from the seed.
  public var parameters: String?

  /// The network of the built-in course.
  public init() {}
}

/// How a network is trained.
public struct TrainingSetting: Sendable {
  /// The method.
  public var optimizer = BuiltIn(
    Specification("sgd", [SettingEntry("rate", .number(0.1)), SettingEntry("momentum", .number(0.9))]))
  /// Passes through the training data.
  public var epochs = 200
  /// Samples a step.
  public var batch = 16
  /// The share of the samples kept apart.
  public var validation = 0.2
  /// The learning rates that are compared; empty: the lesson's own (too small, good, too large).
  public var rates: [Double] = []

  /// The training of the built-in course.
  public init() {}
}
