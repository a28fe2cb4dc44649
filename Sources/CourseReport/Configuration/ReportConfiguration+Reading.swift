import Configuration
import Foundation
import Networks

extension ReportConfiguration {
  /// The keys of a report's configuration.
  public static let keys = [
    "title", "course", "seed", "accent", "lessons", "languages", "notes", "checks", "dataset", "network",
    "training",
  ]

  /// Reads a configuration file; what it leaves out is as in the built-in course.
  ///
  /// - Throws: `ConfigurationError` with line, column and key path.
  public init(file: String) throws(ConfigurationError) {
    try self.init(ConfigurationNode.parse(file: file))
  }

  /// Reads a configuration; paths in it are relative to its file.
  ///
  /// - Throws: `ConfigurationError` with line, column and key path.
  public init(_ node: ConfigurationNode) throws(ConfigurationError) {
    let map = try node.entries(allowing: Self.keys)
    file = node.file
    title = try map["title"].map { node throws(ConfigurationError) in try Self.localized(node) }
    course = try map["course"].map { node throws(ConfigurationError) in try Self.localized(node) }
    if let node = map["seed"] { seed = try node.seed() }
    if let node = map["accent"] { accent = try Self.accent(node) }
    if let node = map["lessons"] { lessons = try Self.lessons(node) }
    if let node = map["languages"] { languages = try Self.languages(node) }
    if let node = map["notes"] { notes = try Self.notes(node) }
    if let node = map["checks"] {
      checks = try Self.list(node) { node throws(ConfigurationError) in try Self.path(node) }
    }
    if let node = map["dataset"] { dataset = try BuiltIn(node, among: DatasetCatalog.entries.map(\.name)) }
    if let node = map["network"] { network = try NetworkSetting(node) }
    if let node = map["training"] { training = try TrainingSetting(node) }
  }

  private static func localized(_ node: ConfigurationNode) throws(ConfigurationError) -> LocalizedText {
    func text(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
      let text = try node.anyText()
      guard text.contains(where: { !$0.isWhitespace }) else { throw node.error("expected a text that is not empty") }
      return text
    }
    guard case .mapping = node.content else { return LocalizedText(try text(node)) }
    let map = try node.entries(allowing: Language.allCases.map(\.rawValue))
    let ko = try map["ko"].map { node throws(ConfigurationError) in try text(node) }
    let en = try map["en"].map { node throws(ConfigurationError) in try text(node) }
    guard let text = ko ?? en else { throw node.error("expected a text for 'ko' or 'en'") }
    return LocalizedText(ko: ko ?? text, en: en ?? text)
  }

  private static func accent(_ node: ConfigurationNode) throws(ConfigurationError) -> AccentColor {
    guard let accent = AccentColor(text: try node.anyText()) else {
      throw node.error("expected a colour such as \"#0072B2\" in quotes, found \(node.kindName)")
    }
    guard accent.lightContrast >= AccentColor.sufficientContrast else {
      let contrast = NumberText.fixed(accent.lightContrast, 1)
      throw node.error(
        "expected a colour with a contrast of at least 4.5 on white, found one with \(contrast)")
    }
    return accent
  }

  private static func lessons(_ node: ConfigurationNode) throws(ConfigurationError) -> [LessonName] {
    let names = try list(node) { node throws(ConfigurationError) in
      let word = try node.word(among: LessonName.course.map(\.rawValue))
      return (node, LessonName(rawValue: word))
    }
    guard !names.isEmpty else { throw node.error("expected at least one lesson") }
    var lessons: [LessonName] = []
    for case (let node, let name?) in names {
      guard !lessons.contains(name) else { throw node.error("the lesson '\(name.rawValue)' is there twice") }
      lessons.append(name)
    }
    return lessons
  }

  private static func languages(_ node: ConfigurationNode) throws(ConfigurationError) -> [Language] {
    let found = try list(node) { node throws(ConfigurationError) in
      Language(rawValue: try node.word(among: Language.allCases.map(\.rawValue)))
    }
    guard !found.isEmpty else { throw node.error("expected at least one language") }
    return Language.allCases.filter { found.contains($0) }
  }

  private static func notes(_ node: ConfigurationNode) throws(ConfigurationError) -> [LessonName: [Language:
    String]]
  {
    var notes: [LessonName: [Language: String]] = [:]
    let map = try node.entries(allowing: LessonName.course.map(\.rawValue))
    for entry in map.entries {
      guard let lesson = LessonName(rawValue: entry.key) else { continue }
      guard case .mapping = entry.value.content else {
        let file = try path(entry.value)
        notes[lesson] = [.ko: file, .en: file]
        continue
      }
      let files = try entry.value.entries(allowing: Language.allCases.map(\.rawValue))
      for language in Language.allCases {
        if let node = files[language.rawValue] { notes[lesson, default: [:]][language] = try path(node) }
      }
    }
    return notes
  }

  static func list<Value>(
    _ node: ConfigurationNode, _ read: (ConfigurationNode) throws(ConfigurationError) -> Value
  ) throws(ConfigurationError) -> [Value] {
    var values: [Value] = []
    for node in try node.list() { values.append(try read(node)) }
    return values
  }

  /// A path in the file, relative to the file's folder.
  static func path(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
    let text = try node.anyText()
    guard !text.isEmpty, !text.unicodeScalars.contains("\0") else { throw node.error("expected a path") }
    if text.hasPrefix("/") { return text }
    let folder = (node.file as NSString).deletingLastPathComponent
    return folder.isEmpty ? text : folder + "/" + text
  }
}

extension NetworkSetting {
  /// Reads `{layers: […], loss: NAME, regularization: λ, parameters: FILE}`; whether the layers fit together is
  /// seen when they are built.
  ///
  /// - Throws: `ConfigurationError` with line, column and key path.
  init(_ node: ConfigurationNode) throws(ConfigurationError) {
    let map = try node.entries(allowing: ["layers", "loss", "regularization", "parameters"])
    if let node = map["layers"] {
      let names = LayerCatalog.entries.map(\.name)
      let layers = try ReportConfiguration.list(node) { node throws(ConfigurationError) in
        try BuiltIn(node, among: names)
      }
      guard !layers.isEmpty else { throw node.error("expected at least one layer") }
      self.layers = layers
    }
    if let node = map["loss"] { loss = try BuiltIn(node, among: LossCatalog.entries.map(\.name)) }
    if let node = map["regularization"] {
      regularization = try node.number(in: 0...1e6, expected: "a number that is not negative")
    }
    parameters = try map["parameters"].map { node throws(ConfigurationError) in
      try ReportConfiguration.path(node)
    }
  }
}

extension TrainingSetting {
  /// Reads `{optimizer: {sgd: {rate:, momentum:}}, epochs:, batch:, validation:, rates: […]}`.
  ///
  /// - Throws: `ConfigurationError` with line, column and key path.
  init(_ node: ConfigurationNode) throws(ConfigurationError) {
    let map = try node.entries(allowing: ["optimizer", "epochs", "batch", "validation", "rates"])
    if let node = map["optimizer"] {
      optimizer = try BuiltIn(node, among: OptimizerCatalog.entries.map(\.name))
    }
    if let node = map["epochs"] { epochs = try node.integer(in: 0...100_000) }
    if let node = map["batch"] { batch = try node.integer(in: 1...100_000) }
    if let node = map["validation"] {
      validation = try node.number(in: 0...0.9, expected: "a share from 0 to 0.9")
    }
    if let node = map["rates"] {
      rates = try ReportConfiguration.list(node) { node throws(ConfigurationError) in
        try node.number(in: 1e-12...1e6, expected: "a learning rate above 0")
      }
      guard (2...6).contains(rates.count) else { throw node.error("expected two to six learning rates") }
    }
  }
}
