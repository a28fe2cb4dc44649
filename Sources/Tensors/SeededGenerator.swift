import RealModule

/// The one source of random numbers: SplitMix64 (Steele, Lea and Flood, 2014), from a seed.
///
/// The i-th draw (i from 1) mixes `seed + i · 0x9E3779B97F4A7C15`. The algorithms for uniform and normal
/// numbers and for permutations are fixed here, so that a seed gives the same numbers with every version of
/// the standard library.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Makes a generator; equal seeds give equal numbers.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number from 0 (included) to 1 (excluded): the upper 53 bits times 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from `low` (included) to `high`.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// A whole number from 0 up to, but not including, `bound`.
  public mutating func integer(below bound: Int) -> Int { Int(uniform() * Double(bound)) }

  /// A standard normal number, by the Box–Muller transform (cosine branch; two draws a number).
  public mutating func normal() -> Double {
    let radius = Double.sqrt(-2 * Double.log(1 - uniform()))
    return radius * Double.cos(2 * Double.pi * uniform())
  }

  /// A random order of `0 ..< count`: the stable order of `count` draws.
  public mutating func permutation(_ count: Int) -> [Int] {
    let keys = (0..<count).map { _ in next() }
    return (0..<count).sorted { (keys[$0], $0) < (keys[$1], $1) }
  }

  /// A generator of its own for a named purpose; it does not depend on what was drawn here before or after
  /// other forks with other labels.
  public func fork(_ label: String) -> SeededGenerator {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return SeededGenerator(seed: Self.mix(state ^ Self.mix(hash)))
  }

  /// A generator of its own for the `index`-th of many like things.
  public func fork(_ index: Int) -> SeededGenerator {
    SeededGenerator(
      seed: Self.mix(state ^ Self.mix(UInt64(bitPattern: Int64(index)) &+ 0x632B_E59B_D9B4_E019)))
  }

  private static func mix(_ bits: UInt64) -> UInt64 {
    var z = bits
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
