import Networks
import Tensors
import Testing

struct SplittingTests {
  private func data(_ labels: [Int]) -> Dataset {
    Dataset(
      name: "data", inputs: Tensor(rows: labels.indices.map { [Double($0)] }), targets: .classes(labels),
      featureNames: ["place"], classNames: ["a", "b", "c"], source: "by hand")
  }

  private func places(_ part: Dataset) -> [Int] { part.inputs.elements.map { Int($0) } }

  @Test(arguments: [0.0, 0.1, 0.25, 0.5, 0.9]) func `every sample is in exactly one part`(share: Double) {
    var generator = SeededGenerator(seed: 1)
    let all = data((0..<40).map { $0 % 3 })
    let (first, second) = all.split(share: share, generator: &generator)
    #expect((places(first) + places(second)).sorted() == Array(0..<40))
    #expect(abs(Double(second.count) - 40 * share) <= 1.5)
  }

  @Test func `every class has the same share in both parts`() {
    var generator = SeededGenerator(seed: 1)
    let all = data(Array(repeating: 0, count: 80) + Array(repeating: 1, count: 16) + Array(repeating: 2, count: 4))
    let (_, second) = all.split(share: 0.25, generator: &generator)
    guard case .classes(let labels) = second.targets else { return }
    #expect((0..<3).map { label in labels.count { $0 == label } } == [20, 4, 1])
  }

  @Test func `the last sample of a class stays to be learnt from`() {
    var generator = SeededGenerator(seed: 1)
    let (first, second) = data([0, 1, 2]).split(share: 0.9, generator: &generator)
    #expect(first.count == 3 && second.count == 0)
  }

  @Test func `the order follows from the seed`() {
    func split(_ seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return places(data((0..<30).map { $0 % 3 }).split(share: 0.2, generator: &generator).second)
    }
    #expect(split(1) == split(1))
    #expect(split(1) != split(2))
  }
}

struct StandardizationTests {
  @Test func `features have mean 0 and deviation 1 afterwards`() {
    var generator = SeededGenerator(seed: 1)
    let inputs = Tensor<Double>(rows: (0..<50).map { _ in [1e8 + generator.normal(), 1e-8 * generator.normal(), -3] })
    let standard = Standardization(of: inputs).apply(to: inputs)
    let again = Standardization(of: standard)
    for column in 0..<2 {
      #expect(abs(again.means[column]) < 1e-7 && abs(again.deviations[column] - 1) < 1e-8)
    }
    // What does not vary is only shifted.
    #expect((0..<50).allSatisfy { standard.elements[3 * $0 + 2] == 0 })
  }

  @Test func `the deviation divides by N`() {
    let statistics = Standardization(of: Tensor<Double>(rows: [[2], [4], [4], [4], [5], [5], [7], [9]]))
    #expect(statistics.means == [5] && statistics.deviations == [2])
  }

  @Test func `training's statistics serve other samples`() {
    let statistics = Standardization(means: [10], deviations: [4])
    #expect(statistics.apply(to: Tensor(rows: [[18], [2]])).elements == [2, -2])
  }

  @Test(arguments: [1e300, 1e-300]) func `squares neither overflow nor vanish`(scale: Double) {
    let statistics = Standardization(of: Tensor<Double>(rows: [[-scale], [scale]]))
    #expect(abs(statistics.deviations[0] / scale - 1) < 1e-12)
  }
}
