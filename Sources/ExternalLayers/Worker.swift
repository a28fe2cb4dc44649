import Foundation
import GradientChecking
import Records

/// A worker for a set of subjects: one process, started when it is first needed, kept, and started again after a
/// subject has brought it down.
public final class Worker: @unchecked Sendable {
  /// The version of the protocol; a worker that speaks another one is refused.
  public static let protocolVersion = 1

  /// The program.
  public let command: WorkerCommand
  private let turns = TurnOrder()
  /// Guards what follows; the first two change in a turn only.
  private let lock = NSLock()
  private var channel: WorkerChannel?
  private var generation = 0
  private var hello: HelloReply?
  private var handles = 0
  private var requests = 0

  /// A name for a subject that no other subject of this worker has.
  func makeHandle(_ name: String) -> String {
    lock.withLock {
      handles += 1
      return "\(handles) \(name)"
    }
  }

  /// Whether the worker said that it answers a request which a worker need not know.
  func answers(_ request: String) -> Bool { lock.withLock { hello?.requests?.contains(request) ?? false } }

  /// A number for a request, which its reply is to repeat; `nil` where the worker is not sent requests ahead.
  func makeNumber() -> Int? {
    lock.withLock {
      guard hello?.ahead == true else { return nil }
      requests += 1
      return requests
    }
  }

  /// A worker that is not started yet.
  public init(_ command: WorkerCommand) { self.command = command }

  /// Ends the process; a later request starts another.
  public func end() { end { _ in true } }

  private func end(where isMeant: (Int) -> Bool) {
    turns.take()
    defer { turns.give() }
    guard isMeant(generation) else { return }
    channel?.end()
    lock.withLock { channel = nil }
  }

  /// Sends a request, a frame's bytes; `opening` is asked for a request to send first where the process is a new one.
  ///
  /// - Parameters:
  ///   - number: what the reply must repeat.
  ///   - opened: the number of the process that the request is for.
  /// - Returns: the reply with the number of the process, from 1, and the seconds that passed.
  func request(
    _ bytes: Data, number: Int? = nil, timeout: Double, opened: Int? = nil, opening: (() -> Frame)? = nil
  ) throws(SubjectError) -> Answer {
    // Encoding and decoding stay outside of the turn: the worker waits for what is done in it.
    let answer = try exchange(bytes, isNumbered: number != nil, timeout: timeout, opened: opened, opening: opening)
    let kind: ReplyKind = try Self.decode(answer.reply)
    guard kind.number == number else {
      end { $0 == answer.generation }
      let isOld = (kind.number ?? 0) < (number ?? 0) && kind.number != nil
      throw SubjectError(
        type: "protocol",
        message: isOld
          ? "the worker replied more than it was asked for: again to a request that it had replied to"
          : "the worker replied to another request than the one it was sent")
    }
    try Self.check(answer.reply, kind)
    return Answer(
      reply: answer.reply, generation: answer.generation, codeSeconds: kind.seconds ?? 0, seconds: answer.seconds)
  }

  private func exchange(
    _ bytes: Data, isNumbered: Bool, timeout: Double, opened: Int?, opening: (() -> Frame)?
  ) throws(SubjectError) -> (reply: Frame, generation: Int, seconds: Double) {
    let ahead = turns.take { isNumbered ? sendAhead(bytes, opened: opened) : nil }
    defer { turns.give() }
    let asked = ProcessInfo.processInfo.systemUptime
    if channel == nil { try start(timeout) }
    guard let channel else { throw SubjectError(type: "died", message: "the worker is not running") }
    do throws(SubjectError) {
      if let opening, opened != generation {
        let reply = try channel.exchange(opening().bytes, timeout: timeout)
        try Self.check(reply, Self.decode(reply))
      }
      // What was sent to a process that has ended since is sent again.
      let sent = ahead.flatMap { $0.channel === channel ? $0.count : nil }
      let reply = try channel.exchange(bytes, sent: sent, timeout: timeout) { [turns] in turns.look() }
      return (reply, generation, ProcessInfo.processInfo.systemUptime - asked)
    } catch {
      if channel.hasEnded { lock.withLock { self.channel = nil } }
      throw error
    }
  }

  /// Sends a request, or as much of it as the pipe takes, to the process that it is for, before its turn.
  private func sendAhead(_ bytes: Data, opened: Int?) -> (channel: WorkerChannel, count: Int)? {
    lock.withLock {
      guard let channel, opened == generation else { return nil }
      return channel.sendAhead(bytes).map { (channel, $0) }
    }
  }

  private func start(_ timeout: Double) throws(SubjectError) {
    let started = try WorkerChannel(command)
    let hello = Frame(
      header: Data(
        JSONValue.object {
          $0.add("request", text: "hello")
          $0.add("protocol", integer: Self.protocolVersion)
        }.compactText.utf8), body: Data())
    let reply = try started.exchange(hello.bytes, timeout: timeout)
    try Self.check(reply, Self.decode(reply))
    let version: HelloReply = try Self.decode(reply)
    guard version.protocol == Self.protocolVersion else {
      throw SubjectError(
        type: "protocol",
        message: "the worker speaks version \(version.protocol) of the protocol, expected \(Self.protocolVersion)")
    }
    lock.withLock {
      generation += 1
      self.hello = version
      channel = started
    }
  }

  /// A reply and what it took.
  struct Answer {
    let reply: Frame
    /// The number of the process, from 1.
    let generation: Int
    /// Seconds in the code that is checked.
    let codeSeconds: Double
    /// Seconds from the request to the reply, without waiting for other threads' requests.
    let seconds: Double
  }

  /// Throws what an error reply says.
  private static func check(_ frame: Frame, _ kind: ReplyKind) throws(SubjectError) {
    guard kind.reply == "error" else { return }
    let failure: ErrorReply = try decode(frame)
    throw failure.error
  }

  static func decode<Reply: Decodable>(_ frame: Frame) throws(SubjectError) -> Reply {
    do { return try JSONDecoder().decode(Reply.self, from: frame.header) } catch {
      throw SubjectError(
        type: "protocol",
        message: "the worker's reply cannot be read as \(Reply.self): \(Frame.excerpt(frame.header))")
    }
  }

  /// What the worker finds in a file, by itself.
  public func recognise(file: String, timeout: Double) throws(SubjectError) -> [RecognisedSubject] {
    let header = JSONValue.object {
      $0.add("request", text: "recognise")
      $0.add("file", text: file)
    }
    let frame = Frame(header: Data(header.compactText.utf8), body: Data())
    let reply: RecogniseReply = try Self.decode(try request(frame.bytes, timeout: timeout).reply)
    return reply.subjects
  }
}
