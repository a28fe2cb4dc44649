import Dispatch
import Foundation

/// The elements of one array, spread over threads in chunks. Each thread has a session of its own, and an
/// element's numbers do not depend on its chunk, so the result is the same for any number of threads.
struct ChunkedWork: Sendable {
  let subject: any Subject
  let places: [ElementPlace]
  let precision: Precision
  let tolerance: Double
  let value: Double
  let noise: Double
  let method: DifferenceMethod
  let deadline: Double?
  let jobs: Int

  struct Outcome: Sendable {
    var elements: [ElementResult] = []
    var evaluations = 0
    var forwardPasses = 0.0
  }

  static let chunk = 256

  func run(_ session: any SubjectSession, progress: @escaping @Sendable (Double) -> Void) throws(SubjectError)
    -> Outcome
  {
    let chunks = stride(from: 0, to: places.count, by: Self.chunk).map { $0..<min($0 + Self.chunk, places.count) }
    guard jobs > 1, chunks.count > 1 else {
      var outcome = Outcome()
      for (index, range) in chunks.enumerated() {
        let part = try check(range, session)
        outcome.elements += part.elements
        outcome.evaluations += part.evaluations
        outcome.forwardPasses += part.forwardPasses
        progress(Double(index + 1) / Double(chunks.count))
      }
      return outcome
    }
    return try parallel(chunks, progress)
  }

  private func parallel(
    _ chunks: [Range<Int>], _ progress: @escaping @Sendable (Double) -> Void
  ) throws(SubjectError) -> Outcome {
    let shared = Shared(count: chunks.count)
    DispatchQueue.concurrentPerform(iterations: min(jobs, chunks.count)) { _ in
      let session: any SubjectSession
      do throws(SubjectError) { session = try subject.makeSession() } catch { return shared.fail(error) }
      while let index = shared.next() {
        do throws(SubjectError) {
          let part = try check(chunks[index], session)
          shared.store(part, at: index)
          progress(shared.share)
        } catch { return shared.fail(error) }
      }
    }
    return try shared.outcome()
  }

  private func check(_ range: Range<Int>, _ session: any SubjectSession) throws(SubjectError) -> Outcome {
    let own = Array(places[range])
    let before = session.forwardPasses
    var engine = ElementEngine(
      session: session, precision: precision, tolerance: tolerance, value: value, noise: noise, method: method)
    if let deadline, ProcessInfo.processInfo.systemUptime > deadline {
      return Outcome(
        elements: own.map { place in
          var result = engine.judge.blank(place)
          result.status = .inconclusive
          result.reason = "time-budget"
          result.numeric = .nan
          return result
        })
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

  /// What the threads share, behind a lock.
  private final class Shared: @unchecked Sendable {
    private let lock = NSLock()
    private var parts: [Outcome?]
    private var taken = 0
    private var done = 0
    private var error: SubjectError?

    init(count: Int) { parts = Array(repeating: nil, count: count) }

    func next() -> Int? {
      lock.withLock {
        guard error == nil, taken < parts.count else { return nil }
        taken += 1
        return taken - 1
      }
    }

    func store(_ part: Outcome, at index: Int) {
      lock.withLock {
        parts[index] = part
        done += 1
      }
    }

    var share: Double { lock.withLock { Double(done) / Double(parts.count) } }

    func fail(_ error: SubjectError) { lock.withLock { self.error = self.error ?? error } }

    func outcome() throws(SubjectError) -> Outcome {
      lock.lock()
      defer { lock.unlock() }
      if let error { throw error }
      var outcome = Outcome()
      for part in parts {
        outcome.elements += part?.elements ?? []
        outcome.evaluations += part?.evaluations ?? 0
        outcome.forwardPasses += part?.forwardPasses ?? 0
      }
      return outcome
    }
  }
}
