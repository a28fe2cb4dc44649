import Dispatch
import Synchronization

/// Work shared between threads, with results in the order of the items whatever thread did them.
enum ParallelMap {
  /// Maps items on up to `jobs` threads. Each thread makes one worker and keeps it: what must not be shared
  /// between threads (a typesetter, a font map) lives there.
  ///
  /// - Throws: the error of the first item, in the order of the items, that failed.
  static func map<Item: Sendable, Worker: SendableMetatype, Result: Sendable>(
    _ items: [Item], jobs: Int, makeWorker: @Sendable () -> Worker,
    _ body: @Sendable (Worker, Item) throws(ReportError) -> Result
  ) throws(ReportError) -> [Result] {
    let threads = max(1, min(jobs, items.count))
    let next = Atomic<Int>(0)
    let failed = Atomic<Bool>(false)
    let outcomes = Mutex<[Outcome<Result>?]>(Array(repeating: nil, count: items.count))
    @Sendable func work() {
      let worker = makeWorker()
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count, !failed.load(ordering: .relaxed) else { return }
        let outcome: Outcome<Result>
        do throws(ReportError) {
          outcome = .done(try body(worker, items[index]))
        } catch {
          outcome = .failed(error)
          failed.store(true, ordering: .relaxed)
        }
        outcomes.withLock { $0[index] = outcome }
      }
    }
    if threads == 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: threads) { _ in work() }
    }
    var results: [Result] = []
    results.reserveCapacity(items.count)
    for outcome in outcomes.withLock({ $0 }) {
      switch outcome {
      case .done(let result): results.append(result)
      case .failed(let error): throw error
      case nil: continue
      }
    }
    return results
  }

  private enum Outcome<Result: Sendable>: Sendable {
    case done(Result), failed(ReportError)
  }
}
