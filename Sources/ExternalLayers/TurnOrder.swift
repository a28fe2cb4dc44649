import Foundation

/// The order in which threads speak with a process: one has its turn, and one may send its request ahead meanwhile, so
/// that the process need not wait between the two.
final class TurnOrder: @unchecked Sendable {
  private let condition = NSCondition()
  private var isTaken = false
  /// The tickets of those who wait, in the order in which they came.
  private var waiting: [Int] = []
  private var tickets = 0

  /// Waits for a turn; who came first has it first.
  ///
  /// - Parameter ahead: called when the next turn is this thread's and another one has its own; again until it returns
  ///   something.
  /// - Returns: what `ahead` returned.
  func take<Sent>(ahead: () -> Sent?) -> Sent? {
    condition.withLock {
      tickets += 1
      let ticket = tickets
      waiting.append(ticket)
      var sent: Sent?
      while isTaken || waiting.first != ticket {
        if sent == nil, waiting.first == ticket { sent = ahead() }
        condition.wait()
      }
      waiting.removeFirst()
      isTaken = true
      return sent
    }
  }

  /// Waits for a turn.
  func take() { _ = take { nil as Never? } }

  /// Lets threads that wait look again whether they can send ahead.
  func look() { condition.withLock { condition.broadcast() } }

  /// Ends the turn.
  func give() {
    condition.withLock {
      isTaken = false
      condition.broadcast()
    }
  }
}
