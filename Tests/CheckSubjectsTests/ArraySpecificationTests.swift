import CheckSubjects
import Configuration
import Tensors
import Testing

/// Arrays as configurations write them.
struct ArraySpecificationTests {
  private func array(_ text: String) throws -> ArraySpecification {
    let root = try ConfigurationNode.parse(text: "x: \(text)\n", file: "f.yaml")
    return try ArraySpecification(try root.entries()[0].value)
  }

  @Test(
    "each way of writing an array is read",
    arguments: [
      ("{normal: [2, 3]}", [2, 3], .normal(mean: 0, deviation: 1)),
      ("{normal: [4], mean: 1, deviation: 0.5}", [4], .normal(mean: 1, deviation: 0.5)),
      ("{uniform: [2], low: -1, high: 2}", [2], .uniform(low: -1, high: 2)),
      ("{uniform: []}", [], .uniform(low: 0, high: 1)),
      ("{integers: [5], below: 3}", [5], .integers(below: 3)),
      ("{ones: [2, 2]}", [2, 2], .constant(1)), ("{zeros: [0, 3]}", [0, 3], .constant(0)),
      ("{values: [[1, 2], [3, 4]]}", [2, 2], .values([1, 2, 3, 4])), ("[[1], [2], [3]]", [3, 1], .values([1, 2, 3])),
      ("0.1", [], .values([0.1])), ("[]", [0], .values([])), ("[[], []]", [2, 0], .values([])),
    ] as [(String, [Int], ArraySpecification.Source)])
  func read(text: String, shape: [Int], source: ArraySpecification.Source) throws {
    #expect(try array(text) == ArraySpecification(shape: shape, source: source))
  }

  @Test(
    "what is no array is refused with a reason",
    arguments: [
      ("{normal: [2], uniform: [2]}", "expected one of"), ("{}", "found none"),
      ("{nromal: [2]}", "did you mean 'normal'?"),
      ("{normal: 3}", "expected a list"), ("{normal: [-1]}", "expected a whole number"),
      ("{normal: [1.5]}", "expected a whole number"), ("{normal: [2], deviation: -1}", "expected a number from 0"),
      ("{uniform: [2], low: 3, high: 1}", "expected low to be at most high"), ("{integers: [2]}", "'below' is missing"),
      ("{integers: [2], below: 0}", "expected a whole number from 1"), ("[[1, 2], [3]]", "expected rows of one length"),
      ("[1, [2]]", "expected rows of one length"), ("[1, two]", "expected a number, found the text 'two'"),
      ("text", "expected a mapping, found the text 'text'"), ("{values: }", "expected a number, found nothing"),
      ("{normal: [100000, 100000]}", "expected at most 100000000 elements"),
      ("{zeros: [99999999, 99999999, 99999999]}", "expected at most 100000000 elements"),
      ("{normal: [1e18]}", "expected a whole number"), ("{zeros: [0, 100000000, 100000000]}", "expected at most"),
    ])
  func refused(text: String, message: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try array(text) }
    #expect(error.message.contains(message), "\(error)")
    #expect(error.line == 1 && error.path.hasPrefix("x"))
  }

  @Test func `numbers are drawn from the seed and lie where they should`() throws {
    var (a, b) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
    let uniform = try array("{uniform: [1000], low: -2, high: 3}")
    let first = uniform.realize(generator: &a)
    #expect(first == uniform.realize(generator: &b))
    #expect(first.elements.allSatisfy { $0 >= -2 && $0 <= 3 })
    #expect(uniform.domain == -2...3)
    let integers = try array("{integers: [1000], below: 4}").realize(generator: &a)
    #expect(Set(integers.elements) == [0, 1, 2, 3])
    let normal = try array("{normal: [20000], mean: 5, deviation: 2}").realize(generator: &a).elements
    let mean = normal.reduce(0, +) / 20000
    let variance = normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20000
    // Four standard errors of the mean and of the variance.
    #expect(abs(mean - 5) < 4 * 2 / 141.4)
    #expect(abs(variance - 4) < 4 * 4 * 1.414 / 141.4)
  }
}
