import Testing

@testable import CourseReport

/// Work on several threads.
@Suite struct ParallelMapTests {
  @Test(arguments: [1, 2, 7]) func `results come in the order of the items`(jobs: Int) throws {
    let results = try ParallelMap.map(Array(0..<200), jobs: jobs, makeWorker: {}) {
      (_, item) throws(ReportError) in
      item * item
    }
    #expect(results == (0..<200).map { $0 * $0 })
  }

  @Test(arguments: [1, 2, 7]) func `the first failure in the order of the items is told`(jobs: Int) {
    let error = #expect(throws: ReportError.self) {
      try ParallelMap.map(Array(0..<200), jobs: jobs, makeWorker: {}) {
        (_, item) throws(ReportError) -> Int in
        if item % 7 == 5 { throw ReportError(.content, place: "\(item)", "no") }
        return item
      }
    }
    #expect(error?.place == "5")
  }

  @Test func `nothing to do is done`() throws {
    #expect(
      try ParallelMap.map([Int](), jobs: 3, makeWorker: {}) { (_, item) throws(ReportError) in item }.isEmpty)
  }
}
