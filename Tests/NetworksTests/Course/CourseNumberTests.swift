import Testing

@Suite struct CourseNumberTests {
  /// A way to compute a case's numbers with layers, losses and networks.
  typealias Computation = @Sendable (CourseCase) throws -> [String: [Double]]

  static let computations: [String: Computation] =
    [circuits, softmax, crossEntropies, losses, layers, networks, checks, trainings, optimizers].reduce([:]) {
      $0.merging($1) { first, _ in first }
    }

  /// Cases whose operation is none of a layer, loss or network: information, entropy, functions of scalars for
  /// an automatic differentiation, and finite differences of them. They are among the tests of those modules.
  static let elsewhere: Set<String> = [
    "micrograd-readme", "micrograd-sanity", "torch-autograd-Q", "complex-step-1.5",
    "d2l-numerical-limit", "d2l-card-information", "d2l-entropy-4", "d2l-mutual-information",
    "cover-thomas-horses",
    "shannon-4-symbols", "wikipedia-h2-0.7", "perplexity-uniform", "info-neglog-table",
    "binary-entropy-curve",
    "uniform-entropy-max",
  ]

  @Test(arguments: computations.keys.sorted())
  func `published numbers are reproduced`(_ id: String) throws {
    let course = try #require(try CourseCase.all().first { $0.id == id })
    let computation = try #require(Self.computations[id])
    let found = try computation(course)
    #expect(!found.isEmpty)
    for fault in CourseComparison.faults(found, course) { Issue.record("\(id): \(fault)") }
  }

  @Test func `no published number is forgotten`() throws {
    let ids = Set(try CourseCase.all().map(\.id))
    #expect(ids.count == 99)
    #expect(Set(Self.computations.keys).union(Self.elsewhere) == ids)
    #expect(Self.elsewhere.isDisjoint(with: Self.computations.keys))
  }
}
