import Foundation
import Tensors

/// The one list of all data sets.
public enum DatasetCatalog {
  /// All built-in data sets.
  public static let entries = [
    DatasetEntry("lecture", "the lecture's two samples of three features") { _, _ in .lecture },
    DatasetEntry("iris", "150 flowers of three species, four measurements each (Fisher, 1936)") {
      _, _ throws(NetworkError) in try iris()
    },
    DatasetEntry("blobs", "normal clouds, one a class", keys: [samples(), classes, noise("0.5")]) {
      settings, context throws(NetworkError) in
      var generator = context.generator
      let count = try classCount(settings)
      return .blobs(
        samples: try sampleCount(settings, atLeast: count), classes: count,
        deviation: try deviation(settings, default: 0.5), generator: &generator)
    },
    DatasetEntry("spiral", "arms of a spiral, one a class", keys: [samples(), classes, noise("0.1")]) {
      settings, context throws(NetworkError) in
      var generator = context.generator
      let count = try classCount(settings)
      return .spiral(
        samples: try sampleCount(settings, atLeast: count), classes: count,
        noise: try deviation(settings, default: 0.1), generator: &generator)
    },
    DatasetEntry("moons", "two half circles that reach into each other", keys: [samples(), noise("0.1")]) {
      settings, context throws(NetworkError) in
      var generator = context.generator
      return .moons(
        samples: try sampleCount(settings), noise: try deviation(settings, default: 0.1),
        generator: &generator)
    },
    DatasetEntry(
      "xor", "four corners; opposite ones belong together", keys: [samples("4"), noise("0")]
    ) { settings, context throws(NetworkError) in
      var generator = context.generator
      let count = try sampleCount(settings, default: 4)
      let noise = try deviation(settings, default: 0)
      return count == 4 && noise == 0 ? .xor : .xor(samples: count, noise: noise, generator: &generator)
    },
    DatasetEntry(
      "csv", "your own file with a header", mainKey: "file",
      keys: [
        KeyDescription("file", "the file, relative to the configuration", .text),
        KeyDescription("label", "the name of the column to predict", .text),
      ]
    ) { settings, context throws(NetworkError) in
      let file = try settings.text("file")
      let path = file.hasPrefix("/") ? file : context.folder + "/" + file
      return try CSVDataset.read(
        file: path, name: file, label: try settings.text("label"), isRegression: context.isRegression)
    },
  ]

  /// Makes a data set from its specification.
  ///
  /// - Throws: `NetworkError` for an unknown name or key, an unusable value, or a file that cannot be used.
  public static func make(
    _ specification: Specification, context: DatasetContext
  ) throws(NetworkError) -> Dataset {
    guard let entry = entries.first(where: { $0.name == specification.name }) else {
      throw .unknown(
        kind: "data set", name: specification.name,
        suggestion: suggestion(for: specification.name, among: entries.map(\.name)))
    }
    return try entry.make(try specification.settings(mainKey: entry.mainKey), context: context)
  }

  private static func iris() throws(NetworkError) -> Dataset {
    let file = try SharedFiles.locate().folder(.data).appendingPathComponent("iris.csv").path
    var iris = try CSVDataset.read(file: file, label: "species", isRegression: false)
    iris.name = "iris"
    iris.source = "R. A. Fisher, 1936; measured by E. Anderson"
    return iris
  }
}

// The keys of generated data sets, and what they may be.
extension DatasetCatalog {
  private static let classes = KeyDescription("classes", "how many", .integer, default: "3")

  private static func samples(_ standard: String = "300") -> KeyDescription {
    KeyDescription("samples", "how many, at least one a class", .integer, default: standard)
  }

  private static func noise(_ standard: String) -> KeyDescription {
    KeyDescription("noise", "the deviation of the noise", default: standard)
  }

  private static func sampleCount(
    _ settings: Settings, default standard: Int = 300, atLeast least: Int = 2
  ) throws(NetworkError) -> Int {
    try settings.integer("samples", default: max(standard, least), in: least...1_000_000)
  }

  private static func classCount(_ settings: Settings) throws(NetworkError) -> Int {
    try settings.integer("classes", default: 3, in: 2...100)
  }

  private static func deviation(
    _ settings: Settings, default standard: Double
  ) throws(NetworkError) -> Double {
    try settings.number("noise", default: standard, in: 0...100, expected: "a number from 0 to 100")
  }
}
