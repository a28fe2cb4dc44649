import Tensors

/// A built-in data set: its name, its keys, and how to make it.
public struct DatasetEntry: Sendable {
  /// The name in kebab-case.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The key that a single value means.
  public let mainKey: String?
  /// The keys it knows.
  public let keys: [KeyDescription]
  let build: @Sendable (Settings, DatasetContext) throws(NetworkError) -> Dataset

  init(
    _ name: String, _ summary: String, mainKey: String? = nil, keys: [KeyDescription] = [],
    build: @escaping @Sendable (Settings, DatasetContext) throws(NetworkError) -> Dataset
  ) {
    self.name = name
    self.summary = summary
    self.mainKey = mainKey
    self.keys = keys
    self.build = build
  }

  /// Makes the data set.
  ///
  /// - Throws: `NetworkError` for an unknown key, an unusable value, or a file that cannot be used.
  public func make(_ settings: Settings, context: DatasetContext) throws(NetworkError) -> Dataset {
    try settings.allow(keys.map(\.name))
    return try build(settings, context)
  }
}

/// What making a data set needs besides its settings.
public struct DatasetContext: Sendable {
  /// Draws generated data.
  public var generator: SeededGenerator
  /// The folder that paths are relative to.
  public var folder: String
  /// Whether a numeric label is a number to predict, not a class.
  public var isRegression: Bool

  /// Collects what is needed.
  public init(generator: SeededGenerator, folder: String, isRegression: Bool) {
    self.generator = generator
    self.folder = folder
    self.isRegression = isRegression
  }
}
