import Dispatch
import Foundation

/// The elements of one array, spread over threads in chunks. Each thread has a session of its own, and an
/// element's numbers do not depend on its chunk, so the result is the same for any number of threads.
///
/// Chunks run down the columns of an array: the weights of one unit of a dense layer share most of the work.
struct ChunkedWork: Sendable {
  let subject: any Subject
  /// The index of the array in the subject.
  let array: Int
  /// The elements to check, ascending.
  let offsets: ElementOffsets
  /// The claimed gradient of the whole array.
  let claimed: [Double]
  let precision: Precision
  let tolerance: Double
  let value: Double
  let noise: Double
  let method: DifferenceMethod
  let deadline: Double?
  let jobs: Int
  /// The largest magnitude in the array.
  let largest: Double

  struct Outcome: Sendable {
    var elements: ElementResults = []
    var evaluations = 0
    var forwardPasses = 0.0
  }

  /// About so many elements in a chunk, unless the subject's session asks for another number.
  static let chunk = 256

  func run(_ session: any SubjectSession, progress: @escaping @Sendable (Double) -> Void) throws(SubjectError)
    -> Outcome
  {
    let asked = session.elementsAtOnce.map { max(1, $0) }
    let order = ColumnOrder(
      offsets, shape: subject.arrays[array].shape, chunk: asked ?? Self.chunk, isTiled: asked == nil)
    let isWhole = offsets.count == claimed.count
    var elements = ElementResults(offsets: offsets, claims: isWhole ? claimed : offsets.map { claimed[$0] })
    var outcome = Outcome()
    var rare: [(place: Int, result: ElementResult)] = []
    // Every thread writes its elements where they belong: with millions of them, each copy would be felt.
    guard order.count > 0 else { return outcome }
    try elements.withColumns { columns throws(SubjectError) in
      let shared = Shared(elements: columns, chunks: order.count)
      if jobs > 1, order.count > 1 {
        parallel(order, shared, progress)
      } else {
        for index in 0..<order.count {
          let places = order[index]
          shared.store(try check(places, session), at: places, number: index)
          progress(shared.share)
        }
      }
      (outcome, rare) = try shared.sum()
    }
    for (place, result) in rare { elements[place] = result }
    outcome.elements = elements
    return outcome
  }

  private func parallel(_ order: ColumnOrder, _ shared: Shared, _ progress: @escaping @Sendable (Double) -> Void) {
    DispatchQueue.concurrentPerform(iterations: min(jobs, order.count)) { _ in
      let session: any SubjectSession
      do throws(SubjectError) { session = try subject.makeSession() } catch { return shared.fail(error) }
      while let index = shared.next() {
        do throws(SubjectError) {
          let places = order[index]
          shared.store(try check(places, session), at: places, number: index)
          progress(shared.share)
        } catch { return shared.fail(error) }
      }
    }
  }

  /// Checks the elements in some places of `offsets`.
  private func check(_ places: ChunkPlaces, _ session: any SubjectSession) throws(SubjectError) -> Outcome {
    let before = session.forwardPasses
    var engine = ElementEngine(
      session: session, precision: precision, tolerance: tolerance, value: value, noise: noise, method: method)
    engine.deadline = deadline
    if let deadline, ProcessInfo.processInfo.systemUptime > deadline {
      return Outcome(elements: unchecked(places, .inconclusive, because: .timeBudget))
    }
    let block = block(places)
    var elements: ElementResults
    if block.claims.allSatisfy(\.isFinite) {
      elements = try engine.check(block)
    } else {
      let finite = block.claims.indices.filter { block.claims[$0].isFinite }
      elements = unchecked(places, .nonfinite)
      let measured = try engine.check(self.block(ChunkPlaces(finite.map { places.places[$0] })))
      for (index, result) in zip(finite, measured) { elements[index] = result }
    }
    return Outcome(
      elements: elements, evaluations: engine.sampler.evaluations, forwardPasses: session.forwardPasses(since: before))
  }

  private func block(_ places: ChunkPlaces) -> ElementBlock {
    let values = subject.arrays[array].values
    if case .all = offsets {
      return ElementBlock(
        array: array, offsets: places.places, points: places.gather(values), claims: places.gather(claimed),
        largest: largest)
    }
    let own = places.places.map { offsets[$0] }
    return ElementBlock(
      array: array, offsets: own, points: own.map { values[$0] }, claims: own.map { claimed[$0] }, largest: largest)
  }

  /// Elements of which nothing was measured.
  private func unchecked(
    _ places: ChunkPlaces, _ status: ElementStatus, because reason: ElementReason? = nil
  ) -> ElementResults {
    let block = block(places)
    var elements = ElementResults(offsets: .list(block.offsets), claims: block.claims)
    for index in elements.indices { elements[index].leaveOut(status, because: reason) }
    return elements
  }

  /// What the threads share, behind a lock; the elements need none, since every chunk has places of its own.
  private final class Shared: @unchecked Sendable {
    private let lock = NSLock()
    private let elements: ElementResults.Columns
    private let chunks: Int
    private var outcome = Outcome()
    private var rare: [(place: Int, result: ElementResult)] = []
    private var forwardPasses: [Double]
    private var taken = 0
    private var done = 0
    private var error: SubjectError?

    init(elements: ElementResults.Columns, chunks: Int) {
      self.elements = elements
      self.chunks = chunks
      forwardPasses = Array(repeating: 0, count: chunks)
    }

    func next() -> Int? {
      lock.withLock {
        guard error == nil, taken < chunks else { return nil }
        taken += 1
        return taken - 1
      }
    }

    func store(_ part: Outcome, at places: ChunkPlaces, number: Int) {
      let own = part.elements.write(to: elements, at: places)
      lock.withLock {
        rare += own
        outcome.evaluations += part.evaluations
        forwardPasses[number] = part.forwardPasses
        done += 1
      }
    }

    var share: Double { lock.withLock { Double(done) / Double(chunks) } }

    func fail(_ error: SubjectError) { lock.withLock { self.error = self.error ?? error } }

    func sum() throws(SubjectError) -> (Outcome, rare: [(place: Int, result: ElementResult)]) {
      lock.lock()
      defer { lock.unlock() }
      if let error { throw error }
      // Summed in the order of the chunks, whichever thread was first.
      outcome.forwardPasses = forwardPasses.reduce(0, +)
      return (outcome, rare)
    }
  }
}
