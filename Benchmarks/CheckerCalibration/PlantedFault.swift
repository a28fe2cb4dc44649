import GradientChecking
import Tensors

/// A mistake of a backward pass, planted into the right gradient of one array of a layer or a loss.
public enum PlantedFault: String, Sendable, CaseIterable {
  case sign, doubled, timesBatch, perBatch, timesHalfBatch, timesPositions
  case transposed, reversed, shifted, clipped, offset, regularization
  case upstreamIgnored, oneSample, overwritten, diagonalOnly, factorLeftOut, functionForDerivative
  case dropped, leaked, element, scrambled, zero, missing, wrongShape

  /// Where a fault is planted.
  public struct Site: Sendable {
    /// The array.
    public let array: SubjectArray
    /// How many arrays the subject has.
    public let arrays: Int
    /// The right gradient.
    public let gradient: [Double]
    /// The largest slope of any array of the subject.
    public let largestSlope: Double
    /// For each output the gradient that it gives alone, times its cotangent; empty for a loss.
    public let shares: [[Double]]
    /// v, and the outputs.
    public let cotangent: [Double]
    /// The outputs.
    public let output: [Double]
    /// Samples, and positions of a plane.
    public let batch: Int
    /// The cells of a plane; 1 where there is none.
    public let positions: Int
  }

  /// The codes that name the fault.
  public var codes: Set<DiagnosisCode> {
    switch self {
    case .sign: [.sign]
    case .doubled: [.scale, .missingMean, .missingFactor]
    case .timesBatch, .timesPositions: [.missingMean]
    case .perBatch: [.extraMean]
    case .timesHalfBatch: [.missingMean, .scale, .missingFactor]
    case .transposed: [.transpose, .permuted]
    case .reversed: [.permuted, .transpose, .shift]
    case .shifted: [.shift, .permuted, .transpose]
    case .clipped: [.clipped, .scale]
    case .offset: [.constantOffset]
    case .regularization: [.regularization]
    // Under ones the gradient of softmax vanishes.
    case .upstreamIgnored: [.upstreamIgnored, .zero]
    case .oneSample: [.missingSum, .overwritten]
    case .overwritten: [.overwritten, .missingSum]
    case .diagonalOnly: [.diagonalOnly, .missingFactor]
    case .factorLeftOut, .functionForDerivative: [.missingFactor, .scale]
    case .dropped: [.mask]
    // For a unit with slopes 0 and 1 this is the same as a factor that is left out.
    case .leaked: [.mask, .missingFactor]
    case .element: [.singleElement]
    case .scrambled: [.arrayOnly, .unknown]
    case .zero: [.zero]
    case .missing: [.notImplemented]
    case .wrongShape: [.wrongShape]
    }
  }

  /// The claimed gradient with the fault; `nil` where the fault does not apply.
  public func spoil(_ site: Site, _ generator: inout SeededGenerator) -> ClaimedArray? {
    switch self {
    case .missing: return .missing
    case .wrongShape: return .wrongShape(shape: [site.gradient.count, 1], values: site.gradient)
    default: return values(site, &generator).map { .values($0) }
    }
  }

  private func values(_ site: Site, _ generator: inout SeededGenerator) -> [Double]? {
    let g = site.gradient
    let largest = g.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    func scaled(_ factor: Double) -> [Double]? { factor == 1 ? nil : g.map { $0 * factor } }
    switch self {
    case .sign: return scaled(-1)
    case .doubled: return scaled(2)
    case .timesBatch: return scaled(Double(site.batch))
    case .perBatch: return scaled(1 / Double(site.batch))
    case .timesHalfBatch: return site.batch > 2 ? scaled(Double(site.batch) / 2) : nil
    case .timesPositions: return scaled(Double(site.positions))
    case .transposed:
      let shape = site.array.shape
      guard shape.count == 2, shape[0] > 1, shape[1] > 1 else { return nil }
      return Tensor(shape: shape, elements: g).transposed.elements
    case .reversed: return g.count > 2 ? g.reversed() : nil
    case .shifted: return g.count >= 6 ? [0] + g.dropLast() : nil
    case .clipped:
      let sizes = g.map(abs).sorted()
      guard sizes.count >= 4, sizes[sizes.count / 2] > 0 else { return nil }
      let limit = sizes[sizes.count - 2] * 0.9
      return g.map { max(-limit, min(limit, $0)) }
    case .offset: return g.count >= 3 ? g.map { $0 + 0.1 * largest } : nil
    case .regularization: return g.count >= 3 ? zip(g, site.array.values).map { $0 + 0.1 * $1 } : nil
    case .element:
      guard g.count > 1, let place = g.indices.max(by: { abs(g[$0]) < abs(g[$1]) }) else { return nil }
      var copy = g
      copy[place] *= 1.01
      return copy
    case .scrambled: return site.arrays > 1 && g.count > 3 ? g.map { $0 + largest * generator.normal() } : nil
    case .zero: return scaled(0)
    case .dropped, .leaked: return masked(site, &generator)
    default: return structured(site)
    }
  }

  /// A mask that is taken from something else: right slopes set to 0, or the upstream gradient let through.
  private func masked(_ site: Site, _ generator: inout SeededGenerator) -> [Double]? {
    let g = site.gradient
    guard site.array.role == .input, g.count >= 6 else { return nil }
    let moving = g.indices.filter { g[$0] != 0 }
    guard moving.count >= 4 else { return nil }
    if self == .dropped {
      var copy = g
      for place in moving.prefix(moving.count / 2) { copy[place] = 0 }
      return copy
    }
    let off = g.indices.filter { g[$0] == 0 }
    guard off.count >= 2, site.cotangent.count == g.count else { return nil }
    var copy = g
    for place in off { copy[place] = site.cotangent[place] }
    return copy
  }

  /// Faults that follow from what each output gives alone.
  private func structured(_ site: Site) -> [Double]? {
    // One number that is off is off by a factor, whatever the reason.
    guard !site.shares.isEmpty, site.gradient.count > 1 else { return nil }
    let outputs = site.shares.indices
    func sum(_ weight: (Int) -> Double) -> [Double] {
      site.gradient.indices.map { element in outputs.reduce(0) { $0 + weight($1) * site.shares[$1][element] } }
    }
    switch self {
    case .upstreamIgnored: return sum { site.cotangent[$0] == 0 ? 0 : 1 / site.cotangent[$0] }
    case .oneSample:
      guard site.array.role == .parameter, site.batch > 1, outputs.count % site.batch == 0 else { return nil }
      let width = outputs.count / site.batch
      return sum { $0 / width == site.batch - 1 ? 1 : 0 }
    case .overwritten:
      let uses = site.gradient.indices.map { element in outputs.filter { abs(site.shares[$0][element]) > 1e-12 } }
      guard uses.contains(where: { $0.count > 1 }) else { return nil }
      return zip(site.gradient.indices, uses).map { element, use in use.last.map { site.shares[$0][element] } ?? 0 }
    case .diagonalOnly, .factorLeftOut, .functionForDerivative:
      guard site.array.role == .input, site.gradient.count == outputs.count else { return nil }
      let isDiagonal = outputs.allSatisfy { output in
        site.shares[output].indices.allSatisfy { $0 == output || site.shares[output][$0] == 0 }
      }
      if self == .diagonalOnly { return isDiagonal ? nil : outputs.map { site.shares[$0][$0] } }
      guard isDiagonal else { return nil }
      return self == .factorLeftOut ? site.cotangent : zip(site.cotangent, site.output).map { $0 * $1 }
    default: return nil
    }
  }
}
