import Foundation
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
}

/// What making a data set needs besides its settings.
public struct DatasetContext: Sendable {
  /// Draws generated data.
  public var generator: SeededGenerator
  /// The folder that paths are relative to.
  public var folder: String
  /// Whether the label is a number to predict, not a class.
  public var isRegression: Bool

  /// Collects what is needed.
  public init(generator: SeededGenerator, folder: String, isRegression: Bool) {
    self.generator = generator
    self.folder = folder
    self.isRegression = isRegression
  }
}

/// The one list of all data sets.
public enum DatasetCatalog {
  private static let samples = KeyDescription("samples", "how many", default: "300")
  private static let classes = KeyDescription("classes", "how many", default: "3")
  private static let noise = KeyDescription("noise", "deviation of the noise", default: "0.1")

  /// All built-in data sets.
  public static let entries = [
    DatasetEntry("lecture", "the lecture's two samples of three features") { _, _ in .lecture },
    DatasetEntry("iris", "150 flowers of three species, four measurements each (Fisher, 1936)") {
      _, _ throws(NetworkError) in
      let file = try SharedFiles.locate().folder(.data).appendingPathComponent("iris.csv").path
      var iris = try CSVDataset.read(file: file, label: "species", isRegression: false)
      iris.name = "iris"
      iris.source = "R. A. Fisher, 1936; measured by E. Anderson"
      return iris
    },
    DatasetEntry("blobs", "normal clouds, one a class", keys: [samples, classes, noise]) {
      settings, context throws(NetworkError) in
      var generator = context.generator
      return .blobs(
        samples: try count(settings), classes: try classCount(settings),
        deviation: try deviation(settings, 0.5), generator: &generator)
    },
    DatasetEntry("spiral", "arms of a spiral, one a class", keys: [samples, classes, noise]) {
      settings, context throws(NetworkError) in
      var generator = context.generator
      return .spiral(
        samples: try count(settings), classes: try classCount(settings), noise: try deviation(settings, 0.1),
        generator: &generator)
    },
    DatasetEntry("moons", "two half circles that reach into each other", keys: [samples, noise]) {
      settings, context throws(NetworkError) in
      var generator = context.generator
      return .moons(samples: try count(settings), noise: try deviation(settings, 0.1), generator: &generator)
    },
    DatasetEntry("xor", "four corners; opposite ones belong together") { _, _ in .xor },
    DatasetEntry(
      "csv", "your own file with a header", mainKey: "file",
      keys: [
        KeyDescription("file", "the file, relative to the configuration"),
        KeyDescription("label", "the name of the column to predict"),
      ]
    ) { settings, context throws(NetworkError) in
      let file = try settings.text("file")
      let path = file.hasPrefix("/") ? file : context.folder + "/" + file
      return try CSVDataset.read(
        file: path, name: file, label: try settings.text("label"), isRegression: context.isRegression)
    },
  ]

  private static func count(_ settings: Settings) throws(NetworkError) -> Int {
    try settings.integer("samples", default: 300, in: 2...1_000_000)
  }
  private static func classCount(_ settings: Settings) throws(NetworkError) -> Int {
    try settings.integer("classes", default: 3, in: 2...100)
  }
  private static func deviation(_ settings: Settings, _ standard: Double) throws(NetworkError) -> Double {
    try settings.number("noise", default: standard, in: 0...100, expected: "a number from 0 to 100")
  }

  /// Makes a data set from its specification.
  ///
  /// - Throws: `NetworkError` for an unknown name or key, an unusable value, or a file that cannot be used.
  public static func make(_ specification: Specification, context: DatasetContext) throws(NetworkError) -> Dataset {
    guard let entry = entries.first(where: { $0.name == specification.name }) else {
      throw .unknown(
        kind: "data set", name: specification.name,
        suggestion: suggestion(for: specification.name, among: entries.map(\.name)))
    }
    let settings = try specification.settings(mainKey: entry.mainKey)
    try settings.allow(entry.keys.map(\.name))
    return try entry.build(settings, context)
  }
}
