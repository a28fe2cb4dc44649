import Networks
import Tensors
import Testing

@testable import GradientChecking

struct BuiltInTests {
  @Test(arguments: LayerCatalog.entries.map(\.name))
  func `no right layer fails at any of many random points`(_ name: String) throws {
    let entry = try LayerCatalog.entry(named: name)
    var (undecided, all) = (0, 0)
    for seed in 0..<10 as Range<UInt64> {
      for subject in try BuiltInSubjects.layers(entry, seed: seed) {
        let result = GradientChecker().check(subject)
        #expect(result.verdict != .fail && result.verdict != .error, "seed \(seed) \(result.name): \(result.message)")
        undecided += result.verdict == .pass ? 0 : 1
        all += 1
      }
    }
    #expect(Double(undecided) <= 0.05 * Double(all))
  }

  @Test(arguments: LayerCatalog.entries.map(\.name), [0.001, 5.0, 10, 30, 100])
  func `no right layer fails where it is saturated or its inputs are tiny`(_ name: String, scale: Double) throws {
    for seed in 0..<10 as Range<UInt64> {
      for subject in try BuiltInSubjects.layers(try LayerCatalog.entry(named: name), seed: seed) {
        guard let layer = subject as? LayerSubject, layer.layer.hasInputGradient else { continue }
        let far = LayerSubject(name: layer.name, layer: layer.layer, input: layer.input.scaled(by: scale), seed: seed)
        let result = GradientChecker().check(far)
        #expect(
          result.verdict != .fail && result.verdict != .error, "seed \(seed) \(result.name): \(result.message)")
      }
    }
  }

  @Test(arguments: LayerCatalog.entries.map(\.name))
  func `no Float twin of a right layer fails at any of many random points`(_ name: String) throws {
    let entry = try LayerCatalog.entry(named: name)
    for seed in 0..<10 as Range<UInt64> {
      for subject in try BuiltInSubjects.layers(entry, seed: seed, scalar: .float) {
        let result = GradientChecker().check(subject)
        #expect(result.verdict != .fail && result.verdict != .error, "seed \(seed) \(result.name): \(result.message)")
      }
    }
  }

  @Test(arguments: LossCatalog.entries.map(\.name))
  func `no right loss fails at any of many random points`(_ name: String) throws {
    let entry = try LossCatalog.entry(named: name)
    for seed in 0..<15 as Range<UInt64> {
      let result = GradientChecker().check(try BuiltInSubjects.loss(entry, seed: seed))
      #expect(result.verdict == .pass, "seed \(seed): \(result.message)")
    }
  }

  @Test(arguments: ["relu", "leaky-relu", "max-pooling"])
  func `layers with kinks are differentiable almost everywhere`(_ name: String) throws {
    for subject in try BuiltInSubjects.layers(try LayerCatalog.entry(named: name), seed: 3) {
      #expect(GradientChecker().check(subject).differentiability == .almostEverywhere)
    }
  }

  @Test(arguments: ["dense", "tanh", "sigmoid", "gelu", "silu", "softplus", "softmax", "lstm", "layer-normalization"])
  func `smooth layers are never called anything else`(_ name: String) throws {
    for seed in 0..<6 as Range<UInt64> {
      for subject in try BuiltInSubjects.layers(try LayerCatalog.entry(named: name), seed: seed) {
        #expect(GradientChecker().check(subject).differentiability == .smooth, "seed \(seed)")
      }
    }
  }
}
