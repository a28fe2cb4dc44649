import Dispatch
import Foundation
import GradientChecking
import Networks
import Tensors

/// Plants every fault into every array of every layer and loss, and counts what the checker says.
public enum FaultSweep {
  /// What became of one fault in many places.
  public struct Row: Sendable {
    /// How many times it was planted where it changes something.
    public var planted = 0
    /// How many of those the checker failed.
    public var failed = 0
    /// How many of those it named.
    public var named = 0
    /// How many times it changed nothing (a gradient that is its own transpose).
    public var unchanged = 0
    /// What went wrong, in words.
    public var misses: [String] = []

    /// Nothing planted.
    public init() {}

    mutating func add(_ other: Row) {
      planted += other.planted
      failed += other.failed
      named += other.named
      unchanged += other.unchanged
      misses += other.misses
    }
  }

  /// The rows by fault, over all layers and losses with a number of seeds; examples give the shapes.
  public static func run(seeds: Range<UInt64>) -> [(fault: PlantedFault, row: Row)] {
    let shared = Shared()
    let entries = LayerCatalog.entries.count + LossCatalog.entries.count
    let all = seeds.flatMap { seed in (0..<entries).map { (seed, $0) } }
    DispatchQueue.concurrentPerform(iterations: all.count) { index in
      let (seed, entry) = all[index]
      var rows: [PlantedFault: Row] = [:]
      if entry < LayerCatalog.entries.count {
        layer(LayerCatalog.entries[entry], seed, &rows)
      } else {
        loss(LossCatalog.entries[entry - LayerCatalog.entries.count], seed, &rows)
      }
      shared.store(rows, at: index)
    }
    return shared.joined(all.count)
  }

  private static func layer(_ entry: LayerEntry, _ seed: UInt64, _ rows: inout [PlantedFault: Row]) {
    for (number, example) in entry.examples.enumerated() {
      var generator = SeededGenerator(seed: seed).fork(entry.name).fork(number)
      let input = example.input(generator: &generator)
      guard
        var layer = try? entry.make(
          Settings(place: entry.name, example.entries), inputShape: example.inputShape, generator: &generator)
      else { continue }
      var parameters = layer.parameters
      for index in parameters.indices {
        parameters[index].value = parameters[index].value.map { $0 + 0.3 * generator.normal() }
      }
      if !parameters.isEmpty { layer.parameters = parameters }
      let made = layer
      let right = LayerSubject(name: entry.name, layer: made, input: input, seed: seed)
      let sites = sites(right, layer: made, input: input)
      for (array, site) in sites.enumerated() {
        for fault in PlantedFault.allCases {
          plant(fault, array, site, seed, &rows) { claim in
            LayerSubject(name: entry.name, layer: made, input: input, seed: seed, claim: claim)
          }
        }
      }
    }
  }

  private static func loss(_ entry: LossEntry, _ seed: UInt64, _ rows: inout [PlantedFault: Row]) {
    var generator = SeededGenerator(seed: seed).fork(entry.name)
    let shape = [3 + Int(seed % 4), 3]
    let output = Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in 2 * generator.normal() })
    let targets = entry.randomTargets(outputShape: shape, generator: &generator)
    guard let loss = try? entry.make(Settings(place: entry.name)) else { return }
    let right = LossSubject(name: entry.name, loss: loss, output: output, targets: targets)
    let site = PlantedFault.Site(
      array: right.arrays[0], arrays: 1, gradient: loss.gradient(output, targets).elements, largestSlope: 1, shares: [],
      cotangent: [],
      output: [], batch: shape[0], positions: 1)
    for fault in PlantedFault.allCases {
      plant(fault, 0, site, seed, &rows) { claim in
        LossSubject(name: entry.name, loss: loss, output: output, targets: targets, claim: claim)
      }
    }
  }

  private static func sites(
    _ subject: LayerSubject, layer: any Layer<Double>, input: Tensor<Double>
  ) -> [PlantedFault.Site] {
    let evaluation = layer.evaluate(input, context: ForwardContext())
    let v = subject.cotangent
    func collect(_ gradient: LayerGradient<Double>) -> [[Double]] {
      (layer.hasInputGradient ? [gradient.input.elements] : []) + gradient.parameters.map(\.elements)
    }
    let whole = collect(evaluation.pullback(v))
    let alone = v.elements.indices.map { place -> [[Double]] in
      var share = Tensor<Double>.zeros(v.shape)
      share.elements[place] = v.elements[place]
      return collect(evaluation.pullback(share))
    }
    let largest = whole.joined().reduce(0) { max($0, abs($1)) }
    return subject.arrays.indices.map { array in
      PlantedFault.Site(
        array: subject.arrays[array], arrays: subject.arrays.count, gradient: whole[array],
        largestSlope: largest, shares: alone.map { $0[array] }, cotangent: v.elements,
        output: evaluation.output.elements,
        batch: input.shape.first ?? 1, positions: input.rank > 2 ? input.shape.dropFirst(2).reduce(1, *) : 1)
    }
  }

  private static func plant(
    _ fault: PlantedFault, _ array: Int, _ site: PlantedFault.Site, _ seed: UInt64,
    _ rows: inout [PlantedFault: Row],
    _ subject: (@escaping @Sendable (ClaimedGradient) -> ClaimedGradient) -> any Subject
  ) {
    var generator = SeededGenerator(seed: seed).fork(fault.rawValue).fork(array)
    guard let spoilt = fault.spoil(site, &generator) else { return }
    if case .values(let values) = spoilt, isUnchanged(values, site) {
      rows[fault, default: Row()].unchanged += 1
      return
    }
    let made = subject { claimed in
      var claimed = claimed
      claimed.arrays[array] = spoilt
      return claimed
    }
    var options = CheckOptions()
    options.probe = false
    let result = GradientChecker(options: options).check(made)
    let codes = Set(result.arrays.indices.contains(array) ? result.arrays[array].diagnosis.map(\.code) : [])
    let isNamed = !codes.isDisjoint(with: fault.codes)
    rows[fault, default: Row()].planted += 1
    rows[fault, default: Row()].failed += result.verdict == .fail ? 1 : 0
    rows[fault, default: Row()].named += isNamed ? 1 : 0
    if result.verdict != .fail || !isNamed {
      let found = codes.map(\.rawValue).sorted().joined(separator: " ")
      rows[fault, default: Row()].misses.append(
        "\(fault.rawValue) in \(made.name) \(site.array.name)\(site.array.shape), seed \(seed): "
          + "\(result.verdict.rawValue), \(found.isEmpty ? result.message : found)")
    }
  }

  /// Whether a fault changes no element by more than the tolerance, or only slopes that are zero to rounding on the
  /// subject's own scale (a bias before batch normalisation).
  private static func isUnchanged(_ values: [Double], _ site: PlantedFault.Site) -> Bool {
    zip(values, site.gradient).allSatisfy {
      abs($0 - $1) <= 1e-7 * max(abs($0), abs($1)) || max(abs($0), abs($1)) <= 1e-12 * site.largestSlope
    }
  }

  private final class Shared: @unchecked Sendable {
    private let lock = NSLock()
    private var parts: [Int: [PlantedFault: Row]] = [:]

    func store(_ rows: [PlantedFault: Row], at index: Int) { lock.withLock { parts[index] = rows } }

    func joined(_ count: Int) -> [(fault: PlantedFault, row: Row)] {
      PlantedFault.allCases.map { fault in
        var whole = Row()
        for index in 0..<count { if let row = parts[index]?[fault] { whole.add(row) } }
        return (fault, whole)
      }
    }
  }
}
