import Foundation

/// A program run to its end.
struct ChildProcess {
  /// Seconds from start to end.
  let seconds: Double
  /// Seconds of processor time, in the program and in the kernel for it.
  let processorSeconds: Double
  /// The most memory that it had at once, in MiB.
  let peak: Double

  /// Starts a program, without its output, and waits.
  ///
  /// - Throws: `WrongWork` where it cannot be started or fails.
  init(_ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var (process, status, use) = (pid_t(), Int32(), rusage())
    var failure: Int32 = 0
    seconds = Measurement.seconds {
      failure = posix_spawnp(&process, words[0] ?? strdup(""), &actions, nil, &words, environ)
      if failure == 0 { wait4(process, &status, 0, &use) }
    }
    guard failure == 0, status == 0 else {
      throw WrongWork(description: "\(arguments.joined(separator: " ")): could not be run, or failed")
    }
    processorSeconds = [use.ru_utime, use.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + 1e-6 * Double($1.tv_usec) }
    peak = Double(use.ru_maxrss) / 1024
  }
}
