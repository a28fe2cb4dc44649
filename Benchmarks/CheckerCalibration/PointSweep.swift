import Dispatch
import Foundation
import GradientChecking
import Networks
import Tensors

/// Checks every right layer and loss at many points, half of them on whole numbers: on kinks, with ties.
public enum PointSweep {
  /// What became of one layer or loss.
  public struct Row: Sendable {
    /// The name in the catalog.
    public let name: String
    /// How many points were checked.
    public var points = 0
    /// How many of those passed.
    public var passed = 0
    /// How many stayed open.
    public var undecided = 0
    /// How many failed: none should.
    public var failed = 0
    /// Elements that were right as one of several slopes at a kink.
    public var kinks = 0
    /// What went wrong, in words.
    public var misses: [String] = []

    mutating func add(_ result: SubjectResult, seed: UInt64) {
      points += 1
      kinks += result.arrays.reduce(0) { $0 + $1.counts.kink }
      switch result.verdict {
      case .pass: passed += 1
      case .inconclusive: undecided += 1
      case .fail, .error:
        failed += 1
        misses.append("\(name), seed \(seed): \(result.message)")
      }
    }
  }

  /// A row for each layer and each loss.
  ///
  /// - Parameter points: how many points for each example of a layer, and for each loss.
  public static func run(points: Int) -> [Row] {
    let shared = Shared()
    let layers = LayerCatalog.entries.count
    DispatchQueue.concurrentPerform(iterations: layers + LossCatalog.entries.count) { index in
      shared.store(
        index < layers
          ? layer(LayerCatalog.entries[index], points) : loss(LossCatalog.entries[index - layers], points), at: index)
    }
    return shared.rows
  }

  private static var checker: GradientChecker {
    var options = CheckOptions()
    options.probe = false
    return GradientChecker(options: options)
  }

  private static func layer(_ entry: LayerEntry, _ points: Int) -> Row {
    var row = Row(name: entry.name)
    for (number, example) in entry.examples.enumerated() {
      for seed in 0..<UInt64(points) {
        var generator = SeededGenerator(seed: seed).fork(entry.name).fork("point").fork(number)
        var input = example.input(generator: &generator)
        if seed % 2 == 1 { input = input.map { $0.rounded() } }
        guard
          var layer = try? entry.make(
            Settings(place: entry.name, example.entries), inputShape: example.inputShape, generator: &generator)
        else { continue }
        var parameters = layer.parameters
        for index in parameters.indices {
          parameters[index].value = parameters[index].value.map { $0 + 0.3 * generator.normal() }
        }
        if !parameters.isEmpty { layer.parameters = parameters }
        row.add(checker.check(LayerSubject(name: entry.name, layer: layer, input: input, seed: seed)), seed: seed)
      }
    }
    return row
  }

  private static func loss(_ entry: LossEntry, _ points: Int) -> Row {
    var row = Row(name: entry.name)
    for seed in 0..<UInt64(points) {
      var generator = SeededGenerator(seed: seed).fork(entry.name).fork("point")
      let shape = [1 + Int(seed % 4), 3]
      var output = Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in 2 * generator.normal() })
      if seed % 2 == 1 { output = output.map { $0.rounded() } }
      let targets = entry.randomTargets(outputShape: shape, generator: &generator)
      guard let loss = try? entry.make(Settings(place: entry.name)) else { continue }
      row.add(
        checker.check(LossSubject(name: entry.name, loss: loss, output: output, targets: targets)), seed: seed)
    }
    return row
  }

  private final class Shared: @unchecked Sendable {
    private let lock = NSLock()
    private var parts: [Int: Row] = [:]

    func store(_ row: Row, at index: Int) { lock.withLock { parts[index] = row } }

    var rows: [Row] { lock.withLock { parts.sorted { $0.key < $1.key }.map(\.value) } }
  }
}
