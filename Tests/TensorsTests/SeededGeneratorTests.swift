import Tensors
import Testing

@Suite struct SeededGeneratorTests {
  // The numbers that implementations of SplitMix64 are compared by, for seed 1234567.
  @Test func `the bits are those of SplitMix64`() {
    var generator = SeededGenerator(seed: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in generator.next() } == published)
  }

  @Test func `uniform numbers fill the half-open interval`() {
    var generator = SeededGenerator(seed: 3)
    let numbers = (0..<20_000).map { _ in generator.uniform() }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    var counts = [Int](repeating: 0, count: 10)
    for number in numbers { counts[Int(number * 10)] += 1 }
    // χ² with 9 degrees of freedom is below 27.9 in 999 of 1000 cases.
    #expect(counts.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 } < 27.9)
  }

  @Test func `normal numbers have the moments of the normal distribution`() {
    var generator = SeededGenerator(seed: 4)
    let count = 40_000.0
    let numbers = (0..<40_000).map { _ in generator.normal() }
    // Four standard errors of each moment.
    #expect(abs(numbers.reduce(0, +) / count) < 4 / count.squareRoot())
    #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } / count - 1) < 4 * (2 / count).squareRoot())
    #expect(abs(numbers.reduce(0) { $0 + $1 * $1 * $1 } / count) < 4 * (15 / count).squareRoot())
    #expect(abs(numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count - 3) < 4 * (96 / count).squareRoot())
  }

  @Test(arguments: [0, 1, 2, 17, 100])
  func `permutations hold every place once`(_ count: Int) {
    var generator = SeededGenerator(seed: 5)
    let order = generator.permutation(count)
    #expect(order.sorted() == Array(0..<count))
    if count > 10 { #expect(order != Array(0..<count)) }
  }

  @Test func `forks do not depend on each other`() {
    let generator = SeededGenerator(seed: 6)
    var (first, again, second, third) = (
      generator.fork("a"), generator.fork("a"), generator.fork("b"), generator.fork(0)
    )
    let bits = first.next()
    #expect(bits == again.next())
    #expect(bits != second.next())
    #expect(bits != third.next())
    var (one, two) = (generator.fork(1), generator.fork(2))
    #expect(one.next() != two.next())
  }
}
