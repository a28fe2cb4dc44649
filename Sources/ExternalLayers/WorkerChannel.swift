import Foundation
import GradientChecking

/// Sends frames to a process and waits for its replies, within a time limit.
///
/// One poll serves all pipes, so a worker that floods its standard error or writes before it has read a request
/// cannot block either side.
final class WorkerChannel {
  /// What of a worker's standard error is passed on; more is dropped.
  static let passedOn = 64 << 10

  private let process: ChildProcess
  private var received = Data()
  private var lastWords = Data()
  private var errorBytes = 0
  /// Whether the worker may still write to its standard error.
  private var hasErrors = true
  /// Guards what follows, and what a thread writes before its turn.
  private let writing = NSLock()
  private var isEnded = false
  /// Whether a request has been sent in whole whose reply has not come.
  private var isSent = false
  /// Whether the next request, or its beginning, has been sent.
  private var isFollowed = false

  /// Whether the process was ended: after this, nothing can be asked.
  var hasEnded: Bool { writing.withLock { isEnded } }

  init(_ command: WorkerCommand) throws(SubjectError) { process = try ChildProcess(command) }

  deinit { end() }

  /// Ends the process with all that it started.
  func end() {
    writing.withLock {
      guard !isEnded else { return }
      isEnded = true
      process.kill()
      process.closePipes()
    }
  }

  /// Sends the request after the one that is being answered: how many of its bytes the pipe took; `nil` where the one
  /// before is not sent yet.
  func sendAhead(_ request: Data) -> Int? {
    writing.withLock {
      guard !isEnded, isSent, !isFollowed else { return nil }
      isFollowed = true
      return write(request, from: 0)
    }
  }

  /// Sends a request (a frame's bytes) and returns the reply.
  ///
  /// - Parameters:
  ///   - sent: what `sendAhead` returned for it.
  ///   - whenSent: called when the next request may be sent ahead; `nil` where it may not.
  /// - Throws: `SubjectError` where the process dies, hangs, or replies nonsense; it is ended then.
  func exchange(
    _ request: Data, sent: Int? = nil, timeout: Double, whenSent: (() -> Void)? = nil
  ) throws(SubjectError) -> Frame {
    do throws(SubjectError) {
      writing.withLock { isFollowed = false }
      guard received.isEmpty || sent != nil else { throw Self.garbage(received) }
      return try wait(
        sending: request, from: sent ?? 0, until: ProcessInfo.processInfo.systemUptime + timeout, timeout, whenSent)
    } catch {
      end()
      throw error
    }
  }

  private static func garbage(_ data: Data) -> SubjectError {
    SubjectError(
      type: "protocol", message: "the worker replied more than it was asked for: \(Frame.excerpt(data))")
  }

  private func wait(
    sending bytes: Data, from start: Int, until deadline: Double, _ timeout: Double, _ whenSent: (() -> Void)?
  ) throws(SubjectError) -> Frame {
    var sent = start + write(bytes, from: start)  // most requests fit into the pipe at once
    var isRead = true
    var whenSent = whenSent
    while true {
      if sent == bytes.count, let announce = whenSent {
        whenSent = nil
        writing.withLock { isSent = true }
        announce()
      }
      if let frame = try Frame.take(from: &received) {
        let hasFollower = writing.withLock {
          isSent = false
          return isFollowed
        }
        // The next reply may have begun; anything else is too much.
        guard received.isEmpty || hasFollower && Frame.mayBegin(received) else { throw Self.garbage(received) }
        return frame
      }
      let remaining = deadline - ProcessInfo.processInfo.systemUptime
      guard remaining > 0 else {
        throw SubjectError(
          type: "timeout",
          message: "no reply within \(Self.seconds(timeout)): the code hangs, or needs a larger timeout")
      }
      var polls = [
        pollfd(fd: process.output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: hasErrors ? process.errors : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: process.ended, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isRead && sent < bytes.count ? process.input : -1, events: Int16(POLLOUT), revents: 0),
      ]
      let found = poll(&polls, nfds_t(polls.count), Int32(min(remaining * 1000 + 1, 1_000_000)))
      guard found >= 0 || errno == EINTR else {
        throw SubjectError(type: "system", message: "the pipes of the worker cannot be polled")
      }
      guard found > 0 else { continue }
      if polls[1].revents != 0 { readErrors() }
      if polls[3].revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 {
        isRead = false  // nobody will read the rest; what the process does now is waited for
      } else if polls[3].revents & Int16(POLLOUT) != 0 {
        sent += write(bytes, from: sent)
      }
      let isOpen = polls[0].revents == 0 || readOutput()
      if !isOpen || polls[2].revents != 0 {
        if try hasWholeReply() { continue }
        throw died()
      }
    }
  }

  /// Reads what a process that has ended has left; whether a reply is among it.
  private func hasWholeReply() throws(SubjectError) -> Bool {
    readRest()
    var copy = received
    return try Frame.take(from: &copy) != nil
  }

  private func readRest() {
    while readOutput(), received.count < Frame.maximumBody {
      var poll = pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)
      guard Foundation.poll(&poll, 1, 0) > 0 else { break }
    }
    readErrors()
  }

  private func write(_ bytes: Data, from start: Int) -> Int {
    let written = bytes.withUnsafeBytes { buffer in
      BrokenPipe.ignored {
        Foundation.write(process.input, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
    }
    return max(0, written)
  }

  /// Whether the worker may still write.
  private func readOutput() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(process.output, &chunk, chunk.count)
    if count > 0 { received.append(contentsOf: chunk[..<count]) }
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  private func readErrors() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(process.errors, &chunk, chunk.count)
    if count == 0 { hasErrors = false }
    guard count > 0 else { return }
    if errorBytes < Self.passedOn {
      FileHandle.standardError.write(Data(chunk[..<min(count, Self.passedOn - errorBytes)]))
      if errorBytes + count >= Self.passedOn {
        FileHandle.standardError.write(Data("\n(the worker writes more to its standard error; left out)\n".utf8))
      }
    }
    errorBytes += count
    lastWords.append(contentsOf: chunk[..<count])
    if lastWords.count > 4096 { lastWords = Data(lastWords.suffix(2048)) }
  }

  private func died() -> SubjectError {
    let how: String
    switch process.waitForEnd() {
    case .exited(let code): how = "ended with exit code \(code)"
    case .signalled(let number): how = "was ended by signal \(number)"
    default: how = "closed its standard output"
    }
    let lines = String(decoding: lastWords, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(3)
    let last = lines.isEmpty ? "" : "; its last words: " + lines.joined(separator: " | ")
    return SubjectError(type: "died", message: "the worker \(how) before it replied\(last)")
  }

  private static func seconds(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds)) seconds" : "\(seconds) seconds"
  }
}
