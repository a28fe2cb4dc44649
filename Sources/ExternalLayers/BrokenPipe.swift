import Foundation

/// Writing to a pipe whose reader may be gone.
///
/// The signal that this raises would end a program that does not ignore it, and what a program does about its
/// signals is not for a library to say: it is kept from this thread for the time of the call, and taken back.
enum BrokenPipe {
  static func ignored(_ write: () -> Int) -> Int {
    #if canImport(Darwin)
      return write()  // the descriptor itself is told not to raise it, see `ChildProcess`
    #else
      var signals = sigset_t()
      var pending = sigset_t()
      var before = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      sigpending(&pending)
      let isOurs = sigismember(&pending, SIGPIPE) == 0
      pthread_sigmask(SIG_BLOCK, &signals, &before)
      let written = write()
      let failure = errno
      if written < 0, failure == EPIPE, isOurs {
        var moment = timespec(tv_sec: 0, tv_nsec: 0)
        while sigtimedwait(&signals, nil, &moment) < 0, errno == EINTR {}
      }
      pthread_sigmask(SIG_SETMASK, &before, nil)
      errno = failure
      return written
    #endif
  }
}
