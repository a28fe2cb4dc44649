import Dispatch
import Foundation
import GradientChecking
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A running program with pipes at its standard streams.
///
/// The process is started, watched and reaped by swift-subprocess in a session of its own, so that all that it
/// forks can be ended with it. The pipes' own ends stay here: a check is synchronous and exchanges thousands of
/// messages, so they are polled by the thread that waits for the reply (see `WorkerChannel`).
final class ChildProcess: @unchecked Sendable {
  /// How a process ended.
  enum End: Sendable {
    case exited(Int32)
    case signalled(Int32)
    case notFound
    case notStarted(String)
  }

  /// Our ends of the three pipes, and of one that becomes readable when the process has ended.
  let input: Int32
  let output: Int32
  let errors: Int32
  let ended: Int32

  private let lock = NSLock()
  private var identifier: pid_t = 0
  private var end: End?
  private let hasStarted = DispatchSemaphore(value: 0)
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Starts a program.
  ///
  /// - Throws: `SubjectError` where the program is not there or pipes are used up.
  init(_ command: WorkerCommand) throws(SubjectError) {
    let pipes = try Pipes()
    input = pipes.input.write
    output = pipes.output.read
    errors = pipes.errors.read
    ended = pipes.ended.read
    let notify = pipes.ended.write
    for descriptor in [input, output, errors] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    #if canImport(Darwin)
      _ = fcntl(input, F_SETNOSIGPIPE, 1)
    #endif
    var options = PlatformOptions()
    options.createSession = true
    let executable: Executable =
      command.executable.contains("/") ? .path(FilePath(command.executable)) : .name(command.executable)
    let variables = command.environment
    let platform = options
    // A queue of its own runs the task: threads of the shared pool may all be waiting for replies.
    let executor = QueueExecutor()
    Task(executorPreference: executor) { [self] in
      var updated: [Environment.Key: String?] = [:]
      for (key, value) in variables { updated[Environment.Key(stringLiteral: key)] = value }
      do {
        _ = try await Subprocess.run(
          executable, arguments: Arguments(command.arguments), environment: .inherit.updating(updated),
          platformOptions: platform,
          input: .fileDescriptor(FileDescriptor(rawValue: pipes.input.read), closeAfterSpawningProcess: true),
          output: .fileDescriptor(FileDescriptor(rawValue: pipes.output.write), closeAfterSpawningProcess: true),
          error: .fileDescriptor(FileDescriptor(rawValue: pipes.errors.write), closeAfterSpawningProcess: true)
        ) { execution in
          let process = execution.processIdentifier.value
          self.start(process)
          self.watch(process, notify)
        }
      } catch {
        let isMissing = (error as? SubprocessError)?.code == .executableNotFound
        // One that never ran; what goes wrong after that was seen by `watch`.
        if self.finish(isMissing ? .notFound : .notStarted("\(error)")) { close(notify) }
      }
    }
    hasStarted.wait()
    if let end = currentEnd, identifier == 0 {
      closePipes()
      switch end {
      case .notFound:
        throw SubjectError(
          type: "missing", message: "\(command.executable): there is no such program; \(command.advice)",
          isMissingTool: true)
      default:
        throw SubjectError(
          type: "missing", message: "\(command.executable): cannot be started; \(command.advice)",
          isMissingTool: true)
      }
    }
  }

  private func start(_ process: pid_t) {
    lock.withLock { identifier = process }
    hasStarted.signal()
  }

  /// Waits for the end on the process' own queue, and leaves the process to swift-subprocess to reap.
  ///
  /// Its own word comes later: it needs a thread of the shared pool, and those may all be waiting for this worker.
  private func watch(_ process: pid_t, _ notify: Int32) {
    var information = siginfo_t()
    var found: Int32
    repeat { found = waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) } while found < 0 && errno == EINTR
    #if canImport(Darwin)
      let status = information.si_status
    #else
      let status = information._sifields._sigchld.si_status
    #endif
    finish(information.si_code == Int32(CLD_EXITED) ? .exited(status) : .signalled(status))
    close(notify)
  }

  /// How the process ended, the first time that this is said.
  @discardableResult private func finish(_ how: End) -> Bool {
    let isNews = lock.withLock {
      defer { end = end ?? how }
      return end == nil
    }
    guard isNews else { return false }
    hasStarted.signal()
    hasEnded.signal()
    return true
  }

  private var currentEnd: End? { lock.withLock { end } }

  /// How the process ended; waits a moment for it.
  func waitForEnd() -> End? {
    if hasEnded.wait(timeout: .now() + 2) == .success { hasEnded.signal() }
    return currentEnd
  }

  /// Ends the process and all that it started, and waits until it is gone.
  func kill() {
    let process = lock.withLock { identifier }
    guard process > 0 else { return }
    // The group lives as long as one of its members: also where the worker itself is gone already.
    _ = Foundation.kill(-process, SIGKILL)
    if currentEnd == nil { _ = Foundation.kill(process, SIGKILL) }
    _ = waitForEnd()
    _ = Foundation.kill(-process, SIGKILL)
  }

  /// Closes our ends of the pipes.
  func closePipes() { for descriptor in [input, output, errors, ended] { close(descriptor) } }
}

/// The pipes of a process; the child's ends are closed when it has started.
private struct Pipes: Sendable {
  typealias Ends = (read: Int32, write: Int32)
  let input: Ends
  let output: Ends
  let errors: Ends
  let ended: Ends

  init() throws(SubjectError) {
    input = try Self.open()
    output = try Self.open()
    errors = try Self.open()
    ended = try Self.open()
  }

  #if os(Linux)
    /// `F_SETPIPE_SZ` of Linux's `fcntl`, which the C library's module leaves out.
    private static let setPipeSize: Int32 = 1031
  #endif

  private static func open() throws(SubjectError) -> Ends {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw SubjectError(type: "system", message: "no pipe to the worker can be made: too many files are open")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #if os(Linux)
      // Frames of whole arrays pass in one go; where the system refuses, they go in pieces as before.
      _ = fcntl(ends[1], Self.setPipeSize, Int32(1 << 20))
    #endif
    return (ends[0], ends[1])
  }
}

/// Runs tasks on a queue of its own.
private final class QueueExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "gradus.worker")

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.async { unowned.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
