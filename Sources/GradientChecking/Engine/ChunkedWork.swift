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
  let offsets: [Int]
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
    var elements: [ElementResult] = []
    var evaluations = 0
    var forwardPasses = 0.0
  }

  /// Elements in a chunk, unless the subject's session asks for another number.
  static let chunk = 256

  func run(_ session: any SubjectSession, progress: @escaping @Sendable (Double) -> Void) throws(SubjectError)
    -> Outcome
  {
    let order = columnOrder
    let size = max(1, session.elementsAtOnce ?? Self.chunk)
    let chunks = stride(from: 0, to: order.count, by: size).map { order[$0..<min($0 + size, order.count)] }
    var work = Result<(evaluations: Int, forwardPasses: Double), SubjectError>.success((0, 0))
    // Every thread writes its elements where they belong: with millions of them, each copy would be felt.
    let elements = [ElementResult](unsafeUninitializedCapacity: order.count) { elements, initialized in
      let shared = Shared(elements: elements, chunks: chunks.count)
      do throws(SubjectError) {
        if jobs > 1, chunks.count > 1 {
          parallel(chunks, shared, progress)
        } else {
          for (index, chunk) in chunks.enumerated() {
            shared.store(try check(chunk, session), of: chunk, number: index)
            progress(shared.share)
          }
        }
        work = .success(try shared.sum())
        initialized = order.count
      } catch {
        work = .failure(error)
        initialized = 0
      }
    }
    let (evaluations, forwardPasses) = try work.get()
    return Outcome(elements: elements, evaluations: evaluations, forwardPasses: forwardPasses)
  }

  /// The indices of `offsets`, column by column of the array.
  private var columnOrder: [Int] {
    let shape = subject.arrays[array].shape
    guard offsets.count > Self.chunk, shape.count > 1, let width = shape.last, width > 1 else {
      return Array(offsets.indices)
    }
    var starts = [Int](repeating: 0, count: width + 1)
    for offset in offsets { starts[offset % width + 1] += 1 }
    for column in 0..<width { starts[column + 1] += starts[column] }
    var order = [Int](repeating: 0, count: offsets.count)
    for (index, offset) in offsets.enumerated() {
      let column = offset % width
      order[starts[column]] = index
      starts[column] += 1
    }
    return order
  }

  private func parallel(
    _ chunks: [ArraySlice<Int>], _ shared: Shared, _ progress: @escaping @Sendable (Double) -> Void
  ) {
    DispatchQueue.concurrentPerform(iterations: min(jobs, chunks.count)) { _ in
      let session: any SubjectSession
      do throws(SubjectError) { session = try subject.makeSession() } catch { return shared.fail(error) }
      while let index = shared.next() {
        do throws(SubjectError) {
          let part = try check(chunks[index], session)
          shared.store(part, of: chunks[index], number: index)
          progress(shared.share)
        } catch { return shared.fail(error) }
      }
    }
  }

  private func check(_ chunk: ArraySlice<Int>, _ session: any SubjectSession) throws(SubjectError) -> Outcome {
    let values = subject.arrays[array].values
    let own = chunk.map { index in
      ElementPlace(
        array: array, offset: offsets[index], values: values, largest: largest, claimed: claimed[offsets[index]])
    }
    let before = session.forwardPasses
    var engine = ElementEngine(
      session: session, precision: precision, tolerance: tolerance, value: value, noise: noise, method: method)
    if let deadline, ProcessInfo.processInfo.systemUptime > deadline {
      return Outcome(
        elements: own.map { place in
          var result = engine.judge.blank(place)
          result.status = .inconclusive
          result.reason = .timeBudget
          result.numeric = .nan
          return result
        })
    }
    if own.allSatisfy(\.claimed.isFinite) {
      let elements = try engine.check(own)
      return Outcome(
        elements: elements, evaluations: engine.sampler.evaluations, forwardPasses: session.forwardPasses - before)
    }
    let finite = own.indices.filter { own[$0].claimed.isFinite }
    let measured = try engine.check(finite.map { own[$0] })
    var elements = own.map { place in
      var result = engine.judge.blank(place)
      result.status = .nonfinite
      result.numeric = .nan
      return result
    }
    for (index, result) in zip(finite, measured) { elements[index] = result }
    return Outcome(
      elements: elements, evaluations: engine.sampler.evaluations, forwardPasses: session.forwardPasses - before)
  }

  /// What the threads share, behind a lock; the elements need none, since every chunk has places of its own.
  private final class Shared: @unchecked Sendable {
    private let lock = NSLock()
    private let elements: UnsafeMutableBufferPointer<ElementResult>
    private let chunks: Int
    private var evaluations = 0
    private var forwardPasses: [Double]
    private var taken = 0
    private var done = 0
    private var error: SubjectError?

    init(elements: UnsafeMutableBufferPointer<ElementResult>, chunks: Int) {
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

    func store(_ part: Outcome, of chunk: ArraySlice<Int>, number: Int) {
      part.elements.withUnsafeBufferPointer { own in
        for (place, element) in zip(chunk, own) { elements.initializeElement(at: place, to: element) }
      }
      lock.withLock {
        evaluations += part.evaluations
        forwardPasses[number] = part.forwardPasses
        done += 1
      }
    }

    var share: Double { lock.withLock { Double(done) / Double(chunks) } }

    func fail(_ error: SubjectError) { lock.withLock { self.error = self.error ?? error } }

    func sum() throws(SubjectError) -> (evaluations: Int, forwardPasses: Double) {
      lock.lock()
      defer { lock.unlock() }
      if let error { throw error }
      // Summed in the order of the chunks, whichever thread was first.
      return (evaluations, forwardPasses.reduce(0, +))
    }
  }
}
