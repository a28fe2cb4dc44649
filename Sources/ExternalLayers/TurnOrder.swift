import Foundation

/// The order in which threads speak with a process: one has its turn, and one may send its request ahead meanwhile, so
/// that the process need not wait between the two.
final class TurnOrder: @unchecked Sendable {
  private let condition = NSCondition()
  private var isTaken = false
  private var isFollowed = false

  /// Waits for a turn.
  ///
  /// - Parameter ahead: called while another thread has its turn and nobody has sent ahead yet; where it returns
  ///   something, the next turn is this thread's.
  /// - Returns: what `ahead` returned.
  func take<Sent>(ahead: () -> Sent?) -> Sent? {
    condition.withLock {
      var sent: Sent?
      while isTaken || isFollowed {
        if !isFollowed, let own = ahead() {
          sent = own
          isFollowed = true
          while isTaken { condition.wait() }
          isFollowed = false
        } else {
          condition.wait()
        }
      }
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
