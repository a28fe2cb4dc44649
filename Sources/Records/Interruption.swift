import Dispatch
import Foundation

/// Runs a clean-up when the process is interrupted (Ctrl-C, SIGTERM), then exits with 130.
///
/// The handler lives as long as this value. A file that `AtomicFile` is writing is finished first, so that nothing
/// half-written stays behind.
public final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// Starts to listen; `cleanUp` runs on a queue of its own.
  public init(cleanUp: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler {
        AtomicFile.whileNothingIsWritten {
          cleanUp()
          // Not exit(): other threads are still at work, and what it destroys may be theirs.
          _exit(130)
        }
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }
}
