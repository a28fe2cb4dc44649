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
  private let lock = NSLock()
  private var channel: WorkerChannel?
  private var generation = 0
  private var optional: [String] = []
  private var handles = 0

  /// A name for a subject that no other subject of this worker has.
  func makeHandle(_ name: String) -> String {
    lock.withLock {
      handles += 1
      return "\(handles) \(name)"
    }
  }

  /// Whether the worker said that it answers a request which a worker need not know.
  func answers(_ request: String) -> Bool { lock.withLock { optional.contains(request) } }

  /// A worker that is not started yet.
  public init(_ command: WorkerCommand) { self.command = command }

  /// Ends the process; a later request starts another.
  public func end() {
    lock.withLock {
      channel?.end()
      channel = nil
    }
  }

  /// Sends a request, a frame's bytes; `opening` is asked for a request to send first where the process is a new one.
  ///
  /// - Returns: the reply with the number of the process, from 1, and the seconds that passed.
  func request(
    _ bytes: Data, timeout: Double, opened: Int? = nil, opening: (() -> Frame)? = nil
  ) throws(SubjectError) -> Answer {
    // Encoding and decoding stay outside of the lock: the worker waits for what is done in it.
    let answer = try exchange(bytes, timeout: timeout, opened: opened, opening: opening)
    let (reply, code) = try Self.checked(answer.reply)
    return Answer(reply: reply, generation: answer.generation, codeSeconds: code, seconds: answer.seconds)
  }

  private func exchange(
    _ bytes: Data, timeout: Double, opened: Int?, opening: (() -> Frame)?
  ) throws(SubjectError) -> (reply: Frame, generation: Int, seconds: Double) {
    lock.lock()
    defer { lock.unlock() }
    let asked = ProcessInfo.processInfo.systemUptime
    if channel == nil { try start(timeout) }
    guard let channel else { throw SubjectError(type: "died", message: "the worker is not running") }
    do throws(SubjectError) {
      if let opening, opened != generation {
        _ = try Self.checked(try channel.exchange(opening().bytes, timeout: timeout))
      }
      let reply = try channel.exchange(bytes, timeout: timeout)
      return (reply, generation, ProcessInfo.processInfo.systemUptime - asked)
    } catch {
      if channel.hasEnded { self.channel = nil }
      throw error
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
    let (reply, _) = try Self.checked(try started.exchange(hello.bytes, timeout: timeout))
    let version: HelloReply = try Self.decode(reply)
    guard version.protocol == Self.protocolVersion else {
      throw SubjectError(
        type: "protocol",
        message: "the worker speaks version \(version.protocol) of the protocol, expected \(Self.protocolVersion)")
    }
    generation += 1
    optional = version.requests ?? []
    channel = started
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

  /// The reply, if it is not an error, with the seconds that the checked code took.
  private static func checked(_ frame: Frame) throws(SubjectError) -> (Frame, Double) {
    let kind: ReplyKind = try decode(frame)
    guard kind.reply == "error" else { return (frame, kind.seconds ?? 0) }
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
